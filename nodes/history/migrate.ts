import { type Dialect, Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { textOf } from '../kernel/index.ts';
import type { Engine } from './ddl.ts';
import { migrationTable } from './pending-migrations.ts';
import { errors } from './store-errors.ts';
import { migrationsOf, type StoreModule } from './store-module.ts';

/**
 * Applies the pending migrations of all modules, forward only, each in a transaction of its own. Throws
 * `store_migration_failed`; what was applied before it stays.
 */
export async function migrate(dialect: Dialect, modules: readonly StoreModule[], engine: Engine): Promise<void> {
  const migrations = Object.entries(migrationsOf(modules, engine)).map(([name, statements]) => [
    name,
    migrationOf(statements),
  ]);
  const migrator = new Migrator({
    db: new Kysely<unknown>({ dialect }),
    provider: { getMigrations: () => Promise.resolve(Object.fromEntries(migrations) as Record<string, Migration>) },
    migrationTableName: migrationTable,
    // Names sort by module, so a later migration of one module may sort before those another has already applied.
    allowUnorderedMigrations: true,
  });
  for (;;) {
    const { error, results = [] } = await migrator.migrateUp();
    if (error !== undefined) {
      throw errors.store_migration_failed({ field: results[0]?.migrationName ?? '', value: textOf(error) });
    }
    if (results.length === 0) return;
  }
}

function migrationOf(statements: readonly string[]): Migration {
  return {
    async up(db) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
