import { systemClock } from '../kernel/index.ts';
import { GroupCommit, type StepMessage } from './group-commit.ts';
import { pendingMigrations } from './pending-migrations.ts';
import { type EngineFacts, openWriterEngine, type StoreCondition, type WriterEngine } from './store-engine.ts';
import { storeErrorOf } from './store-errors.ts';
import { loadStoreModules, operationsByName, type StoreModule } from './store-module.ts';
import type { StoreThreadData } from './store-thread.ts';

/** The writing half of the store, alive in one thread of one process. */
export class StoreWriter {
  readonly #engine: WriterEngine;
  readonly #groupCommit: GroupCommit;

  static async open({ place, maxMb, modules: addresses }: StoreThreadData): Promise<StoreWriter> {
    const engine = await openWriterEngine(place, maxMb, systemClock);
    try {
      const modules = await loadStoreModules(addresses);
      if (pendingMigrations(engine.connection, modules).length > 0) await engine.migrate(modules);
      engine.maintain(false);
      return new StoreWriter(engine, modules);
    } catch (thrown) {
      engine.close();
      throw thrown;
    }
  }

  private constructor(engine: WriterEngine, modules: readonly StoreModule[]) {
    this.#engine = engine;
    this.#groupCommit = new GroupCommit({
      connection: engine.connection,
      operations: operationsByName(modules, ({ writes }) => writes),
      clock: systemClock,
      makeRoom: () => engine.makeRoom(),
    });
  }

  get facts(): EngineFacts {
    return this.#engine.facts;
  }

  commit(steps: readonly StepMessage[]): Promise<unknown[]> {
    return this.#groupCommit.submit(steps);
  }

  /** Tidies up. A probe commits for real and throws when a write would fail. */
  maintain({ probe }: { readonly probe: boolean }): StoreCondition {
    try {
      return this.#engine.maintain(probe);
    } catch (thrown) {
      throw storeErrorOf(thrown);
    }
  }

  close(): void {
    this.#groupCommit.flush();
    this.#engine.close();
  }
}
