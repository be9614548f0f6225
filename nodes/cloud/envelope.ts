import { isoWithOffset } from '../kernel/index.ts';
import { type Frame, type PointRole } from '../site/index.ts';
import type { auditReads } from '../events/index.ts';

const schemaVersion = '1.0';

/** Who publishes, as every message says. */
export interface Sender {
  readonly siteId: string;
  readonly gatewayVersion: string;
}

/** What a message says, before it is sealed in its envelope. */
export interface Content {
  readonly messageType: string;
  /** Epoch milliseconds. */
  readonly ts: number;
  readonly payload: unknown;
}

/** A message as Pub/Sub takes it: JSON text and the attributes that a subscriber filters and removes duplicates by. */
export interface OutgoingMessage {
  readonly seq: number;
  /** Epoch milliseconds at which it was queued. */
  readonly createdAt: number;
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface QueuePlace {
  readonly seq: number;
  /** Site and store that gave the number. */
  readonly origin: string;
  readonly createdAt: number;
}

export type AuditRecordRow = ReturnType<typeof auditReads.page.run>[number];

/** Seals a content: the envelope of SPEC-003 around its payload, the identity of the row in the attributes. */
export function sealedMessage(
  content: Content,
  { seq, origin, createdAt }: QueuePlace,
  sender: Sender,
): OutgoingMessage {
  const { messageType, ts, payload } = content;
  const data = JSON.stringify({
    schema_version: schemaVersion,
    message_type: messageType,
    site_id: sender.siteId,
    gateway_version: sender.gatewayVersion,
    timestamp: isoWithOffset(ts),
    payload,
  });
  const attributes = {
    id: `${origin}.${seq}`,
    seq: String(seq),
    site_id: sender.siteId,
    schema_version: schemaVersion,
    content_type: 'application/json',
    message_type: messageType,
  };
  return { seq, createdAt, data, attributes };
}

/** A frame in the names of contract 000 and SPEC-003; what the device does not tell is null. */
export function telemetryOf(frame: Frame): Content {
  const value = (role: PointRole): number | null => frame.ofRole(role).value;
  const names = frame.index.points.map(({ name }) => name);
  return {
    messageType: 'telemetry',
    ts: frame.ts,
    payload: {
      site: frame.siteId,
      device_id: frame.deviceId,
      driver_source: frame.origin,
      cycle_number: frame.cycle,
      cycle_ms: frame.durationMs,
      soc_pct: value('soc'),
      power_kw: value('power'),
      temperature_c: value('temperature') ?? value('cell_temp_max'),
      voltage_v: value('voltage'),
      current_a: value('current'),
      status_code: value('status'),
      alarm_code: value('alarm_bits'),
      points: Object.fromEntries(names.map((name) => [name, frame.get(name).value])),
      not_good: Object.fromEntries([...frame.reasons].map(([column, reason]) => [names[column] ?? column, reason])),
    },
  };
}

/**
 * A row of the audit log. What SPEC-003 calls a safety event is one; everything else is an `audit_event`. Its `hash`
 * anchors the log's chain outside of the gateway.
 */
export function auditEventOf(row: AuditRecordRow): Content {
  const safetyEvent = safetyEventOf(row);
  return {
    messageType: safetyEvent === undefined ? 'audit_event' : 'safety_event',
    ts: row.ts,
    payload: {
      event_type: safetyEvent ?? row.kind,
      kind: row.kind,
      audit_seq: row.seq,
      hash: row.hash,
      site: row.siteId,
      block_id: row.blockId,
      device_id: row.deviceId,
      command_id: row.commandId,
      key_id: row.keyId,
      source: row.source,
      via: row.via,
      target_kw: row.targetKw,
      verdict: row.verdict,
      reason: row.reason,
      latency_ms: row.latencyMs,
      details: JSON.parse(row.details) as unknown,
    },
  };
}

/** Event types of SPEC-003, or undefined for what it does not know. */
function safetyEventOf({ kind, verdict }: AuditRecordRow): string | undefined {
  if (kind === 'command_rejected') return verdict === 'stale_telemetry' ? 'STALE_DATA_BLOCK' : 'DISPATCH_BLOCKED';
  if (kind === 'latch_set') return 'SAFE_STATE_ENTERED';
  return kind === 'latch_released' ? 'SAFE_STATE_CLEARED' : undefined;
}

/** What a row without a reference carries itself. */
export function contentOfBody(body: string, createdAt: number): Content {
  const { message_type: messageType, payload } = JSON.parse(body) as { message_type: string; payload: unknown };
  return { messageType, ts: createdAt, payload };
}
