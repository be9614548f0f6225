import { createHash } from 'node:crypto';
import type { AuditEntry, AuditKind, AuditReceipt, Requester } from '../site/index.ts';

/** An audit entry flattened to the columns of its table, with the time at which it was recorded. */
export interface AuditRow {
  /** Epoch milliseconds. */
  readonly ts: number;
  readonly kind: AuditKind;
  readonly siteId: string;
  readonly deviceId: string | null;
  readonly commandId: string | null;
  readonly keyId: string | null;
  readonly source: string;
  readonly via: Requester['via'];
  readonly targetKw: number | null;
  readonly verdict: string | null;
  readonly reason: string | null;
  /** Epoch milliseconds. */
  readonly frameTs: number | null;
  readonly frameCycle: number | null;
  readonly latencyMs: number | null;
  /** Canonical JSON. */
  readonly details: string;
  /** Slug of a block. */
  readonly blockId: string | null;
}

/** A row as it stands in the table: numbered from 1 without gaps, each row sealed with the hash of the one before. */
export interface StoredAuditRow extends AuditRow, AuditReceipt {
  readonly prevHash: string;
}

/** What the first row continues. */
export const genesis: AuditReceipt = { seq: 0, hash: '0'.repeat(64) };

/** Column of each property, in the order of the canonical form. */
export const auditColumns = {
  ts: 'ts',
  kind: 'kind',
  siteId: 'site_id',
  deviceId: 'device_id',
  commandId: 'command_id',
  keyId: 'key_id',
  source: 'source',
  via: 'via',
  targetKw: 'target_kw',
  verdict: 'verdict',
  reason: 'reason',
  frameTs: 'frame_ts',
  frameCycle: 'frame_cycle',
  latencyMs: 'latency_ms',
  details: 'details',
  blockId: 'block_id',
} as const satisfies Record<keyof AuditRow, string>;

/** Flattens an entry. What the table cannot hold exactly is made exact first, so that a row reads back as it was hashed. */
export function auditRow(entry: AuditEntry, ts: number): AuditRow {
  return {
    ts: Math.round(ts),
    kind: entry.kind,
    siteId: entry.siteId.toWellFormed(),
    deviceId: textOrNull(entry.deviceId),
    commandId: textOrNull(entry.commandId),
    keyId: textOrNull(entry.requester.keyId),
    source: entry.requester.source.toWellFormed(),
    via: entry.requester.via,
    targetKw: finiteOrNull(entry.targetKw),
    verdict: textOrNull(entry.verdict),
    reason: textOrNull(entry.reason),
    frameTs: entry.frame && Math.round(entry.frame.ts),
    frameCycle: entry.frame && entry.frame.cycle,
    latencyMs: finiteOrNull(entry.latencyMs),
    details: canonicalJson(entry.details),
    blockId: textOrNull(entry.blockId ?? null),
  };
}

/**
 * The text that is hashed: JSON of the sequence number and all columns in their order. The block stands in it only where
 * there is one: rows that are older than its column keep their hash.
 */
export function canonicalAuditRow(seq: number, row: AuditRow): string {
  const values = Object.entries(auditColumns)
    .filter(([property]) => property !== 'blockId' || row.blockId !== null)
    .map(([property, column]) => [column, row[property as keyof AuditRow]]);
  return JSON.stringify({ seq, ...Object.fromEntries(values) });
}

/** SHA-256 over the hash of the previous row and the canonical form of this one, in hex. */
export function auditHash(prevHash: string, seq: number, row: AuditRow): string {
  return createHash('sha256').update(prevHash).update(canonicalAuditRow(seq, row)).digest('hex');
}

/** JSON with the keys of every object in one fixed order: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isPlainObject(part) ? sortedByKey(part) : part));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedByKey(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function textOrNull(text: string | null): string | null {
  return text === null ? null : text.toWellFormed();
}

/** SQLite has no NaN and JSON no infinity: both are recorded as "no value". */
function finiteOrNull(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
