import type { Clock } from '../../kernel/index.ts';
import type { Connection } from '../connection.ts';
import { errors } from '../store-errors.ts';
import type { EngineFacts, StoreCondition, WriterEngine } from '../store-engine.ts';
import type { StoreModule } from '../store-module.ts';
import { tendPartitions } from './partitions.ts';
import { PostgresConnection } from './postgres-connection.ts';
import { type Ask, PostgresSession } from './postgres-session.ts';
import { publicUrl } from './public-url.ts';

/** Older ones get no more corrections (https://www.postgresql.org/support/versioning/). */
const oldestVersion = 14;
const writeTimeoutMs = 10_000;
/** As long as a whole read may take. */
const readTimeoutMs = 5000;
/** The letters `busb`: the number under which gateways exclude one another from a database. */
const lockNumber = 0x62757362;
const partitionsMs = 3_600_000;
const usefulExtensions = ['timescaledb', 'citus'];

/** The store as one database of a PostgreSQL server. */
export class PostgresEngine implements WriterEngine {
  readonly facts: EngineFacts;
  readonly connection: PostgresConnection;
  readonly #url: string;
  readonly #clock: Clock;
  #partitionsTendedAt = -Infinity;

  static open(url: string, clock: Clock): PostgresEngine {
    const name = publicUrl(url);
    let held = false;
    const session = new PostgresSession({
      url,
      clock,
      prepare(ask) {
        requireVersion(ask);
        requireDurability(ask);
        ask(`set statement_timeout = ${writeTimeoutMs}`);
        takeLock(ask, name, held);
        held = true;
      },
    });
    session.open();
    return new PostgresEngine(new PostgresConnection(session, clock), url, clock);
  }

  private constructor(connection: PostgresConnection, url: string, clock: Clock) {
    this.connection = connection;
    this.facts = factsOf((sql) => connection.all(sql));
    this.#url = url;
    this.#clock = clock;
  }

  async migrate(modules: readonly StoreModule[]): Promise<void> {
    const { migrate } = await import('../migrate.ts');
    const { PostgresDialect } = await import('kysely');
    const { Pool } = await import('pg');
    const pool = new Pool({ connectionString: this.#url, max: 1 });
    // The migration that meets the loss tells of it.
    pool.on('error', () => undefined);
    try {
      await migrate(new PostgresDialect({ pool }), modules, 'postgres');
    } finally {
      await pool.end();
    }
  }

  /** Room on the server's disk is the server's affair. */
  makeRoom(): boolean {
    return false;
  }

  maintain(probe: boolean): StoreCondition {
    if (probe) this.#probe();
    this.#tendPartitions();
    const size = this.connection.get('select pg_database_size(current_database()) as bytes');
    return { bytes: Number(size?.['bytes']), walBytes: 0, alarm: null };
  }

  close(): void {
    this.connection.close();
  }

  #tendPartitions(): void {
    if (this.#clock.monotonic() - this.#partitionsTendedAt < partitionsMs) return;
    tendPartitions(this.connection, this.#clock.now());
    this.#partitionsTendedAt = this.#clock.monotonic();
  }

  /** Writes to the server's log and waits until that is on its disk, without leaving a row. */
  #probe(): void {
    this.connection.begin();
    this.connection.get(`select pg_logical_emit_message(true, 'busbar', 'probe')`);
    this.connection.commit();
  }
}

/** A connection that cannot write. */
export function openPostgresReader(url: string, clock: Clock): Connection {
  const session = new PostgresSession({
    url,
    clock,
    prepare(ask) {
      requireVersion(ask);
      ask('set default_transaction_read_only = on');
      ask(`set statement_timeout = ${readTimeoutMs}`);
    },
  });
  session.open();
  return new PostgresConnection(session, clock);
}

/** Throws `store_engine_too_old`. */
export function requireVersion(ask: Ask): void {
  const version = settingOf(ask, 'server_version');
  if (Number.parseInt(version, 10) < oldestVersion) {
    throw errors.store_engine_too_old({ limit: `PostgreSQL ${oldestVersion}`, value: version });
  }
}

function requireDurability(ask: Ask): void {
  for (const name of ['fsync', 'synchronous_commit']) {
    const value = settingOf(ask, name);
    if (value !== 'on') throw errors.store_not_durable({ field: name, limit: 'on', value });
  }
}

/** After a lost connection another gateway may have taken the lock; while this one runs, that may end again. */
function takeLock(ask: Ask, name: string, wasHeld: boolean): void {
  const [row] = ask(`select pg_try_advisory_lock(${lockNumber}) as taken`);
  if (row?.['taken'] === 1) return;
  if (wasHeld) throw errors.store_unavailable({ value: `another session holds ${name}` });
  throw errors.store_in_use({ field: 'store', value: name });
}

function factsOf(ask: Ask): EngineFacts {
  const [version = ''] = settingOf(ask, 'server_version').split(' ');
  const names = usefulExtensions.map((name) => `'${name}'`).join(', ');
  const found = ask(`select extname, extversion from pg_extension where extname in (${names}) order by extname`);
  return {
    engine: `postgresql ${version}`,
    extensions: found.map(({ extname, extversion }) => `${String(extname)} ${String(extversion)}`),
  };
}

function settingOf(ask: Ask, name: string): string {
  return String(ask(`show ${name}`)[0]?.[name]);
}
