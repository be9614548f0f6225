import { auditLog, type AuditRecord } from '../events/index.ts';
import { defineErrors, isoWithOffset } from '../kernel/index.ts';

/** Body of `GET /api/v1/audit`: rows newest first; the cursor is null on the last page. */
export interface AuditPageBody {
  readonly entries: readonly Record<string, unknown>[];
  readonly next_before_seq: number | null;
}

const defaultLimit = 100;

const errors = defineErrors({
  bad_audit_query: {
    status: 400,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${String(value)}.`,
  },
});

/** `limit` (1 to 1000) and `before_seq` as the query states them. Throws `bad_audit_query`. */
export async function auditPage(query: Readonly<Record<string, unknown>>): Promise<AuditPageBody> {
  const limit = query['limit'] === undefined ? defaultLimit : Number(query['limit']);
  const beforeSeq = cursorOf(query['before_seq']);
  const records = await auditLog.get().query({ limit, ...(beforeSeq !== undefined && { beforeSeq }) });
  const last = records.at(-1);
  return {
    entries: records.map(entryOf),
    // The log begins at 1 and has no gaps.
    next_before_seq: last && last.seq > 1 ? last.seq : null,
  };
}

function cursorOf(stated: unknown): number | undefined {
  if (stated === undefined) return undefined;
  const cursor = Number(stated);
  if (Number.isSafeInteger(cursor) && cursor >= 1) return cursor;
  throw errors.bad_audit_query({
    field: 'before_seq',
    limit: `a whole number from 1 to ${Number.MAX_SAFE_INTEGER}`,
    value: stated,
  });
}

function entryOf(record: AuditRecord): Record<string, unknown> {
  const { frameTs, frameCycle } = record;
  return {
    seq: record.seq,
    ts: isoWithOffset(record.ts),
    kind: record.kind,
    site_id: record.siteId,
    device_id: record.deviceId,
    command_id: record.commandId,
    requester: { key_id: record.keyId, source: record.source, via: record.via },
    target_kw: record.targetKw,
    verdict: record.verdict,
    reason: record.reason,
    frame: frameTs === null ? null : { ts: isoWithOffset(frameTs), cycle: frameCycle },
    latency_ms: record.latencyMs,
    details: record.details,
    hash: record.hash,
  };
}
