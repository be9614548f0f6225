import { mkdirSync } from 'node:fs';
import { asBusbarError, type BusbarError, type Clock, defineService, type Timer } from '../kernel/index.ts';
import type { StepMessage } from './group-commit.ts';
import { errors } from './store-errors.ts';
import type { Operation } from './store-module.ts';
import { fileSizes } from './sqlite/file-sizes.ts';
import type { StoreCondition } from './store-engine.ts';
import { type PlaceOptions, storeAddress, type StoreAddress, type StorePlace, storePlace } from './store-place.ts';
import { StoreReaders } from './store-readers.ts';
import { StoreThread, type StoreThreadData } from './store-thread.ts';

export interface StoreOptions extends PlaceOptions {
  /** Files of the store modules, without their extension: `new URL('./audit-store', import.meta.url)`. */
  readonly modules: readonly URL[];
  /** Size limit of a store file, MB. */
  readonly maxMb: number;
  readonly clock: Clock;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

export interface StoreHealth {
  readonly ok: boolean;
  /** Name and version: `sqlite 3.53.4`, `postgresql 15.18`. */
  readonly engine: string;
  /** Extensions found in the database that the store could profit from, `name version`. */
  readonly extensions: readonly string[];
  /** Why the store is not well, or null. */
  readonly reason: string | null;
  /** Writes that wait for their commit. */
  readonly pending: number;
  /** Milliseconds that the oldest of them has waited; 0 when none waits. */
  readonly lagMs: number;
  /** Milliseconds from call to durable commit of the newest write, or null before the first. */
  readonly lastCommitMs: number | null;
  readonly bytes: number;
  /** Of the write-ahead log of a store file; 0 on a server. */
  readonly walBytes: number;
}

/** A write with its argument, ready to become part of a transaction. */
export interface Step<Result> {
  readonly operation: Operation<'write', never, Result>;
  readonly argument: unknown;
}

type ResultsOf<Steps extends readonly Step<unknown>[]> = {
  -readonly [K in keyof Steps]: Steps[K] extends Step<infer Result> ? Result : never;
};

const maxPendingWrites = 10_000;
const maintenanceMs = 10_000;
/** Errors that say something about the store, and not about the one write that met them. */
const storageErrors: ReadonlySet<string> = new Set(['store_full', 'store_unavailable', 'store_outcome_unknown']);

/** The store of the running gateway. */
export const storeService = defineService<Store>('store');

export function step<A, R>(operation: Operation<'write', A, R>, argument: NoInfer<A>): Step<R> {
  return { operation, argument };
}

/**
 * The gateway's one store: `store.db` in the data folder, or a PostgreSQL database. The main thread opens no database: one
 * thread writes, one or two read. A write resolves only after its commit is on the disk.
 */
export class Store {
  readonly #place: StorePlace;
  readonly #clock: Clock;
  readonly #report: (text: string) => void;
  readonly #writer: StoreThread;
  readonly #readers: StoreReaders;
  readonly #maintenance: Timer;
  /** When each write that waits was made, the oldest first. */
  readonly #waiting = new Set<{ readonly since: number }>();
  #failure: BusbarError | undefined;
  #condition: StoreCondition = { bytes: 0, walBytes: 0, alarm: null };
  #lastCommitMs: number | null = null;
  #probing: Promise<void> | undefined;

  /**
   * Opens, checks and migrates the store. Throws `store_in_use`, `store_engine_too_old`, `store_newer_than_program`,
   * `store_damaged`, `store_not_durable`, `store_migration_failed`, `store_unavailable`, `store_url_unknown`.
   */
  static async open(options: StoreOptions): Promise<Store> {
    mkdirSync(options.folder, { recursive: true });
    const { report } = options;
    const place = storePlace(options);
    const data = { place, maxMb: options.maxMb, modules: options.modules.map(({ href }) => href) };
    const writer = await StoreThread.open({
      module: new URL('./store-writer.worker', import.meta.url),
      name: 'store writer',
      data,
      report,
    });
    try {
      const open = (name: string): Promise<StoreThread> => openReaderThread(name, data, report);
      const readers = await StoreReaders.open({ open, clock: options.clock, report });
      return new Store(options, place, writer, readers);
    } catch (thrown) {
      await writer.close();
      throw thrown;
    }
  }

  private constructor(options: StoreOptions, place: StorePlace, writer: StoreThread, readers: StoreReaders) {
    this.#place = place;
    this.#clock = options.clock;
    this.#report = options.report;
    this.#writer = writer;
    this.#readers = readers;
    this.#maintenance = options.clock.every(maintenanceMs, () => void this.maintain());
  }

  /**
   * Commits one write and resolves with its result. Rejects with what the write itself threw, and with
   * `store_overloaded`, `store_full`, `store_unavailable` (nothing written) or `store_outcome_unknown`.
   */
  async write<A, R>(operation: Operation<'write', A, R>, argument: NoInfer<A>): Promise<R> {
    const [result] = await this.#commit([{ name: operation.name, argument }]);
    return result as R;
  }

  /** Commits several writes as one: all of them or none. Rejects like `write`. */
  transaction<const Steps extends readonly Step<unknown>[]>(steps: Steps): Promise<ResultsOf<Steps>> {
    const messages = steps.map(({ operation, argument }) => ({ name: operation.name, argument }));
    return this.#commit(messages) as Promise<ResultsOf<Steps>>;
  }

  /** Asks a reader. Rejects like `StoreReaders.read`. */
  read<A, R>(operation: Operation<'read', A, R>, argument: NoInfer<A>): Promise<R> {
    return this.#readers.read({ name: operation.name, argument }) as Promise<R>;
  }

  /** Where it is, and how many connections it holds. */
  address(): StoreAddress & { readonly connections: number } {
    return { ...storeAddress(this.#place), connections: 1 + this.#readers.all.length };
  }

  health(): StoreHealth {
    const reason = this.whyNotWell();
    const { engine = '', extensions = [] } = this.#writer.facts ?? {};
    const [oldest] = this.#waiting;
    return {
      ok: reason === null,
      engine,
      extensions,
      reason,
      pending: this.#writer.pending,
      lagMs: oldest === undefined ? 0 : this.#clock.monotonic() - oldest.since,
      lastCommitMs: this.#lastCommitMs,
      ...(this.#place.engine === 'sqlite'
        ? fileSizes(this.#place.file)
        : { bytes: this.#condition.bytes, walBytes: 0 }),
    };
  }

  /** Tidies up and, after a failure, finds out whether the store works again. Runs by itself. */
  async maintain(): Promise<void> {
    try {
      const probe = this.#failure !== undefined;
      this.#condition = (await this.#writer.call('maintain', { probe })) as StoreCondition;
      this.#recovered();
    } catch (thrown) {
      this.#failed(asBusbarError(thrown));
    }
  }

  /** Ends after the writes that were already made. */
  async close(): Promise<void> {
    this.#maintenance.cancel();
    await this.#readers.close();
    await this.#writer.close();
  }

  #commit(steps: readonly StepMessage[]): Promise<unknown[]> {
    if (this.#writer.pending >= maxPendingWrites) {
      return Promise.reject(errors.store_overloaded({ field: 'writes', limit: maxPendingWrites }));
    }
    const write = { since: this.#clock.monotonic() };
    this.#waiting.add(write);
    return this.#writer
      .call('commit', steps)
      .finally(() => this.#waiting.delete(write))
      .then(
        (results) => {
          this.#lastCommitMs = this.#clock.monotonic() - write.since;
          if (this.#failure) this.#probe();
          return results as unknown[];
        },
        (thrown: unknown) => {
          throw this.#failed(asBusbarError(thrown));
        },
      );
  }

  /** Why the store is not well, or null; costs nothing. */
  whyNotWell(): string | null {
    const down = [this.#writer, ...this.#readers.all].find(({ downReason }) => downReason !== undefined);
    if (down?.downReason !== undefined) return down.downReason;
    if (this.#failure) return this.#failure.message;
    return this.#condition.alarm;
  }

  /** A commit that fitted where others did not says nothing of the next one: the writer tries what every commit needs. */
  #probe(): void {
    this.#probing ??= this.maintain().finally(() => {
      this.#probing = undefined;
    });
  }

  #recovered(): void {
    if (!this.#failure) return;
    this.#failure = undefined;
    this.#report('The store works again.');
  }

  /** Remembers a failure of the storage itself; what a single write did wrong says nothing about the store. */
  #failed(error: BusbarError): BusbarError {
    if (error.code === 'worker_stopped') return errors.store_outcome_unknown({ value: error.message });
    const ofStorage = storageErrors.has(error.code);
    // A writer that is down says so itself, until it is up again.
    if (!ofStorage || this.#writer.downReason !== undefined) return error;
    if (this.#failure?.code !== error.code) this.#report(error.message);
    this.#failure = error;
    return error;
  }
}

function openReaderThread(name: string, data: StoreThreadData, report: StoreOptions['report']): Promise<StoreThread> {
  return StoreThread.open({ module: new URL('./store-reader.worker', import.meta.url), name, data, report });
}
