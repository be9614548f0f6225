import { defineErrors, isoUtc, type Question } from '../kernel/index.ts';
import { timeRangeOf } from '../history/index.ts';
import { directoryOf, siteRuntime } from '../site/index.ts';
import type { AuditLog, AuditRecord } from './audit-log.ts';

/** A row of the log as contract 002 shows it. */
export interface EventBody {
  /** Sequence number, from 1 without gaps. */
  readonly id: number;
  readonly block_id: string | null;
  readonly event_type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly created_at: string;
}

/** Body of `GET /api/v1/events`. */
export interface EventsBody {
  /** Events of the span that pass the filters, on whatever page. */
  readonly total: number;
  /** Newest first. */
  readonly events: readonly EventBody[];
}

const defaultSpanMs = 86_400_000;
const defaultRows = 100;
const maxKinds = 50;

const errors = defineErrors({
  events_of_one_block: {
    status: 403,
    message: ({ field }) => `This key sees events of its own blocks only: name one with ${String(field)}.`,
  },
  bad_events_query: {
    status: 422,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${JSON.stringify(value)}.`,
  },
});

/**
 * Answers `block_slug`, `event_type` (a comma list), `start` and `end` (the last 24 hours), `limit` (1 to 1000; 100) with
 * `offset` or `before_id`. Whoever is limited to some sites must name one of their blocks. Throws `events_of_one_block`,
 * `unknown_block`, `bad_events_query`, `bad_time`, `bad_time_range`, `bad_audit_query`.
 */
export async function eventsPage(log: AuditLog, question: Question, sites?: ReadonlySet<string>): Promise<EventsBody> {
  if (sites) requireBlockOf(sites, question);
  const { total, events } = await log.events({
    ...timeRangeOf(question, log.clock.now(), defaultSpanMs),
    blockId: textOrAny(question, 'block_slug'),
    kinds: kindsOf(question),
    limit: wholeOr(question, 'limit', defaultRows),
    offset: wholeOr(question, 'offset', 0),
    beforeSeq: question['before_id'] === undefined ? undefined : wholeOr(question, 'before_id', 0),
  });
  return { total, events: events.map(eventBody) };
}

function requireBlockOf(sites: ReadonlySet<string>, question: Question): void {
  const slug = textOrAny(question, 'block_slug');
  if (slug === undefined) throw errors.events_of_one_block({ field: 'block_slug' });
  directoryOf(siteRuntime.get(), sites).block(slug);
}

/** The details of a row with its columns beside them; what the row leaves open is left out. */
export function eventBody(record: AuditRecord): EventBody {
  const columns = {
    site_id: record.siteId,
    device_id: record.deviceId,
    command_id: record.commandId,
    key_id: record.keyId,
    source: record.source,
    via: record.via,
    target_kw: record.targetKw,
    verdict: record.verdict,
    reason: record.reason,
    latency_ms: record.latencyMs,
    hash: record.hash,
  };
  const stated = Object.entries(columns).filter(([, value]) => value !== null);
  return {
    id: record.seq,
    block_id: record.blockId,
    event_type: record.kind,
    payload: { ...record.details, ...Object.fromEntries(stated) },
    created_at: isoUtc(record.ts),
  };
}

function kindsOf(question: Question): readonly string[] | undefined {
  const list = textOrAny(question, 'event_type');
  const kinds = list?.split(',').map((kind) => kind.trim());
  if (kinds && kinds.length > maxKinds) {
    const limit = `a list of at most ${maxKinds}`;
    throw errors.bad_events_query({ field: 'event_type', limit, value: kinds.length, place: 'query' });
  }
  return kinds;
}

function textOrAny(question: Question, field: string): string | undefined {
  const stated = question[field];
  if (stated === undefined || stated === '') return undefined;
  if (typeof stated !== 'string')
    throw errors.bad_events_query({ field, limit: 'text', value: stated, place: 'query' });
  return stated;
}

function wholeOr(question: Question, field: string, otherwise: number): number {
  const stated = question[field] ?? otherwise;
  const value = Number(stated);
  if (Number.isSafeInteger(value) && stated !== '') return value;
  throw errors.bad_events_query({ field, limit: 'a whole number', value: stated, place: 'query' });
}
