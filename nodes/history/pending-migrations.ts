import type { Connection } from './connection.ts';
import { spellingOf } from './spelling.ts';
import { errors } from './store-errors.ts';
import { migrationsOf, type StoreModule } from './store-module.ts';

/** Where Kysely's Migrator keeps what it has applied. */
export const migrationTable = 'kysely_migration';

/**
 * Names of the migrations that the store still needs. Asked first at each start, because loading the query builder costs
 * more than opening the store. Throws `store_newer_than_program` for a store that a newer program wrote.
 */
export function pendingMigrations(connection: Connection, modules: readonly StoreModule[]): readonly string[] {
  const known = Object.keys(migrationsOf(modules, connection.engine));
  const applied = appliedMigrations(connection);
  const unknown = applied.find((name) => !known.includes(name));
  if (unknown !== undefined) throw errors.store_newer_than_program({ value: unknown });
  return known.filter((name) => !applied.includes(name));
}

function appliedMigrations(connection: Connection): readonly string[] {
  const started = connection.get(spellingOf[connection.engine].findTable, { name: migrationTable });
  if (!started) return [];
  const rows = connection.all(`select name from ${migrationTable} order by name`);
  return rows.map(({ name }) => String(name));
}
