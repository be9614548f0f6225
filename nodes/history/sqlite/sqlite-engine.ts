import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../kernel/index.ts';
import { errors } from '../store-errors.ts';
import type { EngineFacts, StoreCondition, WriterEngine } from '../store-engine.ts';
import type { StoreModule } from '../store-module.ts';
import { fileSizes } from './file-sizes.ts';
import { busyTimeoutMs, openWriter, sqliteVersionOf } from './open-database.ts';
import { ReserveFile } from './reserve-file.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { lockStore } from './store-lock.ts';
import { walAlarm } from './wal-alarm.ts';

/** Pages that must be free under the size limit before a store that was full calls itself writable again. */
const sparePages = 16;

/** The store as one SQLite file. */
export class SqliteEngine implements WriterEngine {
  readonly facts: EngineFacts;
  readonly connection: SqliteConnection;
  readonly #database: DatabaseSync;
  readonly #file: string;
  readonly #reserve: ReserveFile;
  readonly #unlock: () => void;

  static open(file: string, maxMb: number, clock: Clock): SqliteEngine {
    const unlock = lockStore(file);
    try {
      return new SqliteEngine(openWriter(file, maxMb), file, clock, unlock);
    } catch (thrown) {
      unlock();
      throw thrown;
    }
  }

  private constructor(database: DatabaseSync, file: string, clock: Clock, unlock: () => void) {
    this.facts = { engine: `sqlite ${sqliteVersionOf(database)}`, extensions: [] };
    this.connection = new SqliteConnection(database, clock);
    this.#database = database;
    this.#file = file;
    this.#unlock = unlock;
    this.#reserve = new ReserveFile(`${file}.reserve`);
  }

  async migrate(modules: readonly StoreModule[]): Promise<void> {
    const { migrate } = await import('../migrate.ts');
    const { sqliteDialect } = await import('./sqlite-dialect.ts');
    await migrate(sqliteDialect(this.#database), modules, 'sqlite');
  }

  makeRoom(): boolean {
    return this.#reserve.release();
  }

  /** Empties the write-ahead log and refills the reserve. */
  maintain(probe: boolean): StoreCondition {
    if (probe) this.#probe();
    this.#checkpoint();
    this.#reserve.hold();
    const sizes = fileSizes(this.#file);
    const alarm = this.#reserve.held ? walAlarm(sizes.walBytes) : 'The disk is almost full: the reserve is used up.';
    return { ...sizes, alarm };
  }

  close(): void {
    this.#checkpoint();
    this.connection.close();
    this.#unlock();
  }

  /** Never waits for readers: what they still hold is left for the next time. */
  #checkpoint(): void {
    this.connection.get('pragma busy_timeout = 0');
    this.connection.get('pragma wal_checkpoint(truncate)');
    this.connection.get(`pragma busy_timeout = ${busyTimeoutMs}`);
  }

  #probe(): void {
    this.connection.run('pragma user_version = 0');
    const free = this.#freePages();
    if (free < sparePages) throw errors.store_full({ limit: sparePages, value: `${free} pages are free` });
  }

  #freePages(): number {
    const count = (name: string): number => Number(this.connection.get(`pragma ${name}`)?.[name]);
    return count('max_page_count') - count('page_count') + count('freelist_count');
  }
}
