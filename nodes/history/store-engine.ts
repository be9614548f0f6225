import type { Clock } from '../kernel/index.ts';
import type { Connection } from './connection.ts';
import type { StoreModule } from './store-module.ts';
import type { StorePlace } from './store-place.ts';

/** What an operator may know of the engine. */
export interface EngineFacts {
  /** Name and version: `postgresql 15.18`. */
  readonly engine: string;
  /** Those found that the store could profit from, `name version`; none is ever needed. */
  readonly extensions: readonly string[];
}

/** How the store stands after its maintenance. */
export interface StoreCondition {
  readonly bytes: number;
  /** Of the write-ahead log that belongs to the store alone; 0 where there is none. */
  readonly walBytes: number;
  /** What an operator should do something about, in a sentence, or null. */
  readonly alarm: string | null;
}

/** The writing side of an engine: what the writer thread needs beside SQL. It holds the store for this process. */
export interface WriterEngine {
  readonly facts: EngineFacts;
  readonly connection: Connection;
  /** Throws `store_migration_failed`. */
  migrate(modules: readonly StoreModule[]): Promise<void>;
  /** True when there is room again on a disk that was full. */
  makeRoom(): boolean;
  /** Tidies up. A probe commits for real and throws when a write would fail. */
  maintain(probe: boolean): StoreCondition;
  close(): void;
}

/**
 * Opens the writing side; `maxMb` limits a store file. Throws `store_in_use`, `store_engine_too_old`, `store_not_durable`, `store_damaged`. The other
 * engine is not even loaded.
 */
export async function openWriterEngine(place: StorePlace, maxMb: number, clock: Clock): Promise<WriterEngine> {
  if (place.engine === 'sqlite') {
    const { SqliteEngine } = await import('./sqlite/sqlite-engine.ts');
    return SqliteEngine.open(place.file, maxMb, clock);
  }
  const { PostgresEngine } = await import('./postgres/postgres-engine.ts');
  return PostgresEngine.open(place.url, clock);
}

/** A connection that cannot write, beside a writer or on the store of a stopped gateway. */
export async function openReaderConnection(place: StorePlace, clock: Clock): Promise<Connection> {
  if (place.engine === 'sqlite') {
    const { openReader } = await import('./sqlite/open-database.ts');
    const { SqliteConnection } = await import('./sqlite/sqlite-connection.ts');
    return new SqliteConnection(openReader(place.file), clock);
  }
  const { openPostgresReader } = await import('./postgres/postgres-engine.ts');
  return openPostgresReader(place.url, clock);
}
