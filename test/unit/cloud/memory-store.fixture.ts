import outboxStore, { outboxReads, type OutboxUsage, outboxWrites } from '../../../nodes/cloud/outbox-store.ts';
import type { MessageClass } from '../../../nodes/cloud/outbox-schema.ts';
import auditStore, { auditWrites } from '../../../nodes/events/audit-store.ts';
import { auditRow } from '../../../nodes/events/audit-row.ts';
import frameStore, { frameWrites } from '../../../nodes/history/frame-store.ts';
import type { Connection, Store } from '../../../nodes/history/index.ts';
import type { AuditEntry } from '../../../nodes/site/index.ts';
import { memoryConnection } from '../../support/store-engines.ts';
import { frameOf, indexOf, startedEntry } from './cloud.fixture.ts';

export const bound = { maxRows: 10_000, maxBytes: 1e9, maxAgeMs: 3_600_000 };

/** The outbox and what its triggers stand on. */
export const outboxModules = [auditStore, frameStore, outboxStore];

const device = indexOf('bess-01');

interface AnyOperation {
  readonly name: string;
  run(connection: Connection, argument: unknown): unknown;
}

/** The three modules of the outbox on one connection, as the store's threads run them; in memory unless told otherwise. */
export class MemoryStore {
  readonly connection: Connection;
  /** Set to make every write fail. */
  failure: Error | undefined;
  readonly #pointIndex: number;
  #cycle = 0;

  constructor(connection: Connection = memoryConnection(outboxModules)) {
    this.connection = connection;
    const points = JSON.stringify(device.points);
    this.#pointIndex = frameWrites.describe.run(this.connection, { siteId: 'WLCE', deviceId: 'bess-01', points });
  }

  /** As the recorders and the outbox see it. */
  asStore(): Store {
    const run = (operation: AnyOperation, argument: unknown): Promise<unknown> =>
      Promise.resolve().then(() => operation.run(this.connection, argument));
    const store = {
      read: run,
      write: (operation: AnyOperation, argument: unknown) =>
        this.failure ? Promise.reject(this.failure) : run(operation, argument),
    };
    return store as unknown as Store;
  }

  switchOn(changes: Partial<typeof bound> = {}): void {
    outboxWrites.configure.run(this.connection, { enabled: true, origin: 'SITE.1', ...bound, ...changes });
  }

  switchOff(): void {
    outboxWrites.configure.run(this.connection, { enabled: false, origin: 'SITE.1', ...bound });
  }

  /** Records frames of one device, a millisecond apart. */
  recordFrames(count: number, ts: number): void {
    const { durationMs, origin, values } = frameOf(device);
    const rows = Array.from({ length: count }, (_, position) => ({
      pointIndex: this.#pointIndex,
      deviceId: 'bess-01',
      ts: ts + position,
      cycle: (this.#cycle += 1),
      durationMs,
      origin,
      values: new Uint8Array(values.buffer),
      quality: null,
      reasons: null,
    }));
    this.#inTransaction(() => frameWrites.record.run(this.connection, rows));
  }

  appendAudit(ts: number, changes: Partial<AuditEntry> = {}): void {
    auditWrites.append.run(this.connection, auditRow({ ...startedEntry, ...changes }, ts));
  }

  enqueue(messageClass: MessageClass, createdAt: number, payload: unknown = {}): number {
    const message = { class: messageClass, messageType: 'test', payload: JSON.stringify(payload), createdAt };
    return outboxWrites.enqueue.run(this.connection, message);
  }

  removeFrames(upToSeq: number): void {
    this.connection.run('delete from frames where seq <= :upToSeq', { upToSeq });
  }

  usage(): OutboxUsage {
    return outboxReads.usage.run(this.connection, undefined);
  }

  /** Rows that wait, by class. */
  waiting(messageClass: MessageClass): number {
    return this.usage().classes.find((each) => each.class === messageClass)?.rows ?? NaN;
  }

  dropped(messageClass: MessageClass): number {
    return this.usage().classes.find((each) => each.class === messageClass)?.droppedRows ?? NaN;
  }

  #inTransaction(write: () => void): void {
    if (this.connection.inTransaction) {
      write();
      return;
    }
    this.connection.begin();
    write();
    this.connection.commit();
  }

  close(): void {
    this.connection.close();
  }
}
