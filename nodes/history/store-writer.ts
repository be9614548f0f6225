import { systemClock } from '../kernel/index.ts';
import { Connection } from './connection.ts';
import { GroupCommit, type StepMessage } from './group-commit.ts';
import { busyTimeoutMs, openWriter } from './open-database.ts';
import { pendingMigrations } from './pending-migrations.ts';
import { ReserveFile } from './reserve-file.ts';
import { errors, storeErrorOf } from './store-errors.ts';
import { lockStore } from './store-lock.ts';
import { loadStoreModules, operationsByName } from './store-module.ts';
import type { StoreThreadData } from './store-thread.ts';

/** Pages that must be free under the size limit before a store that was full calls itself writable again. */
const sparePages = 16;

/** The writing half of the store, alive in one thread of one process. */
export class StoreWriter {
  readonly #connection: Connection;
  readonly #groupCommit: GroupCommit;
  readonly #reserve: ReserveFile;
  readonly #unlock: () => void;

  static async open(data: StoreThreadData): Promise<StoreWriter> {
    const unlock = lockStore(data.file);
    const modules = await loadStoreModules(data.modules);
    const database = openWriter(data.file, data.maxMb);
    if (pendingMigrations(database, modules).length > 0) {
      const { migrate } = await import('./migrate.ts');
      await migrate(database, modules);
    }
    const reserve = new ReserveFile(`${data.file}.reserve`);
    reserve.hold();
    const connection = new Connection(database, systemClock);
    const groupCommit = new GroupCommit({
      connection,
      operations: operationsByName(modules, ({ writes }) => writes),
      clock: systemClock,
      makeRoom: () => reserve.release(),
    });
    return new StoreWriter(connection, groupCommit, reserve, unlock);
  }

  private constructor(connection: Connection, groupCommit: GroupCommit, reserve: ReserveFile, unlock: () => void) {
    this.#connection = connection;
    this.#groupCommit = groupCommit;
    this.#reserve = reserve;
    this.#unlock = unlock;
  }

  commit(steps: readonly StepMessage[]): Promise<unknown[]> {
    return this.#groupCommit.submit(steps);
  }

  /** Empties the WAL and refills the reserve. A probe commits for real and throws when a write would fail. */
  maintain({ probe }: { readonly probe: boolean }): { readonly reserveHeld: boolean } {
    try {
      if (probe) this.#probe();
      this.#checkpoint();
      this.#reserve.hold();
      return { reserveHeld: this.#reserve.held };
    } catch (thrown) {
      throw storeErrorOf(thrown);
    }
  }

  close(): void {
    this.#groupCommit.flush();
    this.#checkpoint();
    this.#connection.close();
    this.#unlock();
  }

  /** Never waits for readers: what they still hold is left for the next time. */
  #checkpoint(): void {
    this.#connection.get('pragma busy_timeout = 0');
    this.#connection.get('pragma wal_checkpoint(truncate)');
    this.#connection.get(`pragma busy_timeout = ${busyTimeoutMs}`);
  }

  #probe(): void {
    this.#connection.run('pragma user_version = 0');
    const free = this.#freePages();
    if (free < sparePages) throw errors.store_full({ limit: sparePages, value: `${free} pages are free` });
  }

  #freePages(): number {
    const count = (name: string): number => Number(this.#connection.get(`pragma ${name}`)?.[name]);
    return count('max_page_count') - count('page_count') + count('freelist_count');
  }
}
