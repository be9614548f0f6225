import { type Clock, defineErrors, defineService, textOf } from '../kernel/index.ts';
import { step, type Store } from '../history/index.ts';
import type { AuditEntry, AuditReceipt, AuditSink } from '../site/index.ts';
import { type AuditVerdict, verifyChain } from './audit-chain.ts';
import { auditRow, type AuditRow, type StoredAuditRow } from './audit-row.ts';
import { auditReads, auditWrites } from './audit-store.ts';

/** A committed row as the outside sees it, its details parsed. */
export type AuditRecord = AuditReceipt & Omit<AuditRow, 'details'> & { readonly details: AuditEntry['details'] };

export type AuditListener = (record: AuditRecord) => void;

export interface AuditQuery {
  /** 1 to 1000 rows, newest first; 100 when left out. */
  readonly limit?: number;
  /** Only rows older than this sequence number. */
  readonly beforeSeq?: number;
  readonly kind?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly blockId?: string | undefined;
}

export interface EventQuery {
  /** Epoch milliseconds; half-open: rows from the first up to, not including, the last. */
  readonly from: number;
  readonly until: number;
  readonly blockId?: string | undefined;
  /** Rows of any of these kinds. */
  readonly kinds?: readonly string[] | undefined;
  /** 1 to 1000 rows, newest first. */
  readonly limit: number;
  readonly offset: number;
  /** Only rows that are older than this one: pages by it neither repeat nor miss a row while the log grows. */
  readonly beforeSeq?: number | undefined;
}

export interface EventsOfSpan {
  /** Rows of the span that pass the filters, on whatever page. */
  readonly total: number;
  readonly events: readonly AuditRecord[];
}

export interface AuditLogOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Slug of the block that a device belongs to, for entries that name none. */
  readonly blockOf?: (deviceId: string) => string | null;
  /** Told of a listener that failed. */
  readonly report: (text: string) => void;
}

type Steps = Parameters<Store['transaction']>[0];
type ResultOf<S> = S extends { readonly operation: { run(connection: never, argument: never): infer R } } ? R : never;
type ResultsOf<S extends Steps> = { readonly [K in keyof S]: ResultOf<S[K]> };

/** The receipt of a row, with what the further steps of its transaction returned. */
export type Appended<S extends Steps> = AuditReceipt & { readonly results: ResultsOf<S> };

const defaultRows = 100;
const maxRows = 1000;

const anyRow = { kind: null, deviceId: null };

const errors = defineErrors({
  audit_ended: { status: 503, message: () => 'The gateway has stopped: its audit log takes no further entry.' },
  bad_audit_query: {
    status: 400,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${String(value)}.`,
  },
});

/** The audit log of the running gateway. */
export const auditLog = defineService<AuditLog>('event log');

/** The append-only record of everything that happened: commands, alarms, configuration, billing; sealed by a hash chain. */
export class AuditLog implements AuditSink {
  readonly clock: Clock;
  readonly #store: Store;
  readonly #blockOf: (deviceId: string) => string | null;
  readonly #report: (text: string) => void;
  readonly #listeners = new Set<AuditListener>();
  #head: AuditReceipt;
  #ended = false;

  static async open(options: AuditLogOptions): Promise<AuditLog> {
    return new AuditLog(options, await options.store.read(auditReads.head, undefined));
  }

  private constructor({ store, clock, blockOf, report }: AuditLogOptions, head: AuditReceipt) {
    this.#store = store;
    this.clock = clock;
    this.#blockOf = blockOf ?? (() => null);
    this.#report = report;
    this.#head = head;
  }

  /** Receipt of the newest row. Kept outside of the store it is the anchor that makes a cut tail show. */
  get head(): AuditReceipt {
    return this.#head;
  }

  /**
   * Commits an entry. Further steps commit with it: either the row stands and they were taken, or none of it happened.
   * @throws audit_ended after `end`.
   */
  async append<const S extends Steps = readonly []>(
    entry: AuditEntry,
    { with: further }: { readonly with?: S } = {},
  ): Promise<Appended<S>> {
    if (this.#ended) throw errors.audit_ended();
    const row = auditRow(this.#placed(entry), this.clock.now());
    const [receipt, ...results] = await this.#store.transaction([step(auditWrites.append, row), ...(further ?? [])]);
    this.#head = receipt;
    this.#tell({ ...receipt, ...row });
    return { ...receipt, results: results as ResultsOf<S> };
  }

  /** Commits the last entry of this run: whoever comes later is refused, so that nothing can stand behind it. */
  async end(entry: AuditEntry): Promise<void> {
    const last = this.append(entry);
    this.#ended = true;
    await last;
  }

  /** Throws `bad_audit_query`. */
  async query({ limit = defaultRows, beforeSeq, kind, deviceId, blockId }: AuditQuery): Promise<AuditRecord[]> {
    requireWhole('limit', limit, 1, maxRows);
    if (beforeSeq !== undefined) requireWhole('beforeSeq', beforeSeq, 1);
    const filters = { kind: kind ?? null, deviceId: deviceId ?? null, blockId: blockId ?? null };
    const rows = await this.#store.read(auditReads.page, { limit, beforeSeq: beforeSeq ?? null, ...filters });
    return rows.map(storedRecord);
  }

  /** The rows of a span of time. Throws `bad_audit_query`. */
  async events({ from, until, blockId, kinds, limit, offset, beforeSeq }: EventQuery): Promise<EventsOfSpan> {
    requireWhole('limit', limit, 1, maxRows);
    requireWhole('offset', offset, 0);
    if (beforeSeq !== undefined) requireWhole('beforeSeq', beforeSeq, 1);
    const filters = { blockId: blockId ?? null, kinds: kinds ?? null, beforeSeq: beforeSeq ?? null };
    const page = { from, until, limit, offset, ...filters };
    const { total, rows } = await this.#store.read(auditReads.events, page);
    return { total, events: rows.map(storedRecord) };
  }

  /** Checks every row, and that none is missing up to the newest one that this process has seen. */
  verify(anchor: AuditReceipt = this.#head): Promise<AuditVerdict> {
    return verifyChain((question) => this.#store.read(auditReads.checkSlice, question), anchor);
  }

  /** True when the row of a receipt stands as it was sealed then. */
  async holds({ seq, hash }: AuditReceipt): Promise<boolean> {
    if (seq === 0) return true;
    const rows = await this.#store.read(auditReads.page, { ...anyRow, limit: 1, beforeSeq: seq + 1 });
    return rows[0]?.seq === seq && rows[0].hash === hash;
  }

  /** Calls back for each row after its commit, in their order. Returns the function that unsubscribes. */
  subscribe(listener: AuditListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #placed(entry: AuditEntry): AuditEntry {
    if (entry.blockId !== undefined || entry.deviceId === null) return entry;
    return { ...entry, blockId: this.#blockOf(entry.deviceId) };
  }

  #tell(row: AuditReceipt & AuditRow): void {
    for (const listener of this.#listeners) {
      try {
        // A record for each listener: what one flow changes, no other sees.
        listener(recordOf(row));
      } catch (thrown) {
        this.#report(`a listener of the audit log failed at row ${row.seq}: ${textOf(thrown)}`);
      }
    }
  }
}

function requireWhole(field: string, value: number, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw errors.bad_audit_query({ field, limit: `a whole number from ${min} to ${max}`, value });
}

function storedRecord({ prevHash: _, ...row }: StoredAuditRow): AuditRecord {
  return recordOf(row);
}

function recordOf({ details, ...row }: AuditReceipt & AuditRow): AuditRecord {
  return { ...row, details: JSON.parse(details) as AuditEntry['details'] };
}
