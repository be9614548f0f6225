import { type Clock, defineErrors, defineService, textOf } from '../kernel/index.ts';
import type { Store } from '../history/index.ts';
import type { AuditEntry, AuditReceipt, AuditSink } from '../site/index.ts';
import { type AuditVerdict, verifyChain } from './audit-chain.ts';
import { auditRow, type AuditRow } from './audit-row.ts';
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
}

export interface AuditLogOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Told of a listener that failed. */
  readonly report: (text: string) => void;
}

const defaultRows = 100;
const maxRows = 1000;

const errors = defineErrors({
  bad_audit_query: {
    status: 400,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${String(value)}.`,
  },
});

/** The audit log of the running gateway. */
export const auditLog = defineService<AuditLog>('event log');

/** The append-only record of every command, verdict and outcome, sealed row by row with a hash chain. */
export class AuditLog implements AuditSink {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #report: (text: string) => void;
  readonly #listeners = new Set<AuditListener>();
  #head: AuditReceipt;

  static async open(options: AuditLogOptions): Promise<AuditLog> {
    return new AuditLog(options, await options.store.read(auditReads.head, undefined));
  }

  private constructor({ store, clock, report }: AuditLogOptions, head: AuditReceipt) {
    this.#store = store;
    this.#clock = clock;
    this.#report = report;
    this.#head = head;
  }

  /** Receipt of the newest row. Kept outside of the store it is the anchor that makes a cut tail show. */
  get head(): AuditReceipt {
    return this.#head;
  }

  async append(entry: AuditEntry): Promise<AuditReceipt> {
    const row = auditRow(entry, this.#clock.now());
    const receipt = await this.#store.write(auditWrites.append, row);
    this.#head = receipt;
    this.#tell({ ...receipt, ...row });
    return receipt;
  }

  /** Throws `bad_audit_query`. */
  async query({ limit = defaultRows, beforeSeq, kind, deviceId }: AuditQuery): Promise<AuditRecord[]> {
    requireWhole('limit', limit, maxRows);
    if (beforeSeq !== undefined) requireWhole('beforeSeq', beforeSeq, Number.MAX_SAFE_INTEGER);
    const page = { limit, beforeSeq: beforeSeq ?? null, kind: kind ?? null, deviceId: deviceId ?? null };
    const rows = await this.#store.read(auditReads.page, page);
    return rows.map(({ prevHash: _, ...row }) => recordOf(row));
  }

  /** Checks every row, and that none is missing up to the newest one that this process has seen. */
  verify(anchor: AuditReceipt = this.#head): Promise<AuditVerdict> {
    return verifyChain((question) => this.#store.read(auditReads.checkSlice, question), anchor);
  }

  /** Calls back for each row after its commit, in their order. Returns the function that unsubscribes. */
  subscribe(listener: AuditListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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

function requireWhole(field: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= max) return;
  throw errors.bad_audit_query({ field, limit: `a whole number from 1 to ${max}`, value });
}

function recordOf({ details, ...row }: AuditReceipt & AuditRow): AuditRecord {
  return { ...row, details: JSON.parse(details) as AuditEntry['details'] };
}
