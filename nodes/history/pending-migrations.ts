import type { DatabaseSync } from 'node:sqlite';
import { errors } from './store-errors.ts';
import type { StoreModule } from './store-module.ts';

/** Where Kysely's Migrator keeps what it has applied. */
export const migrationTable = 'kysely_migration';

/** Statements of all modules' migrations, by `module/migration`. */
export function migrationsOf(modules: readonly StoreModule[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    modules.flatMap((module) =>
      Object.entries(module.migrations).map(([name, statements]) => [`${module.name}/${name}`, statements]),
    ),
  );
}

/**
 * Names of the migrations that the store still needs. Asked first at each start, because loading the query builder costs
 * more than opening the store. Throws `store_newer_than_program` for a store that a newer program wrote.
 */
export function pendingMigrations(database: DatabaseSync, modules: readonly StoreModule[]): readonly string[] {
  const known = Object.keys(migrationsOf(modules));
  const applied = appliedMigrations(database);
  const unknown = applied.find((name) => !known.includes(name));
  if (unknown !== undefined) throw errors.store_newer_than_program({ value: unknown });
  return known.filter((name) => !applied.includes(name));
}

function appliedMigrations(database: DatabaseSync): readonly string[] {
  const started = database.prepare('select 1 from sqlite_schema where name = ?').get(migrationTable);
  if (!started) return [];
  const rows = database.prepare(`select name from ${migrationTable} order by name`).all();
  return rows.map(({ name }) => String(name));
}
