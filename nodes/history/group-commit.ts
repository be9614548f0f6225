import type { Clock } from '../kernel/index.ts';
import type { Connection } from './connection.ts';
import { isStorageFailure, storeErrorOf } from './store-errors.ts';
import type { Operation } from './store-module.ts';

/** One operation with its argument, as it crosses to the writer. */
export interface StepMessage {
  readonly name: string;
  readonly argument: unknown;
}

export interface GroupCommitOptions {
  readonly connection: Connection;
  readonly operations: ReadonlyMap<string, Operation<'write', never, unknown>>;
  readonly clock: Clock;
  /** Makes room on a full disk; true when it did, and the group is tried again. */
  readonly makeRoom: () => boolean;
}

interface Write {
  readonly steps: readonly StepMessage[];
  readonly resolve: (results: unknown[]) => void;
  readonly reject: (error: Error) => void;
}

type Outcome = { readonly results: unknown[] } | { readonly error: Error };

const maxGroupSize = 1000;
const maxGroupMs = 50;

/**
 * Commits all writes that arrived together in one transaction, so that they share one fsync. While the disk works, the
 * next group gathers. One write that fails takes none of its neighbours with it.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #waiting: Write[] = [];
  #scheduled = false;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /** Runs the steps as one atomic write. Resolves with their results after the commit is on the disk. */
  submit(steps: readonly StepMessage[]): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ steps, resolve, reject });
      this.#schedule();
    });
  }

  /** Commits everything that waits. */
  flush(): void {
    while (this.#waiting.length > 0) this.#commitGroup();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    // After the messages that have already arrived were all read.
    setImmediate(() => {
      this.#scheduled = false;
      this.#commitGroup();
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #commitGroup(): void {
    const group = this.#waiting.slice(0, maxGroupSize);
    try {
      const outcomes = this.#inTransaction(group);
      this.#waiting.splice(0, outcomes.length);
      outcomes.forEach((outcome, position) => settle(group[position], outcome));
    } catch (thrown) {
      const error = storeErrorOf(thrown);
      if (error.code === 'store_full' && this.#options.makeRoom()) return;
      this.#waiting.splice(0, group.length);
      for (const write of group) write.reject(error);
    }
  }

  /** Outcomes of the first writes of the group, as many as fit into the time of one commit. */
  #inTransaction(group: readonly Write[]): Outcome[] {
    const { connection, clock } = this.#options;
    const startedAt = clock.monotonic();
    const outcomes: Outcome[] = [];
    connection.begin();
    try {
      for (const write of group) {
        outcomes.push(this.#apply(write));
        if (clock.monotonic() - startedAt > maxGroupMs) break;
      }
      connection.commit();
      return outcomes;
    } catch (thrown) {
      // Some failures end the transaction by themselves.
      if (connection.inTransaction) connection.rollback();
      throw thrown;
    }
  }

  #apply({ steps }: Write): Outcome {
    const { connection } = this.#options;
    try {
      return { results: connection.atomically(() => steps.map((step) => this.#execute(step))) };
    } catch (thrown) {
      if (isStorageFailure(thrown) || !connection.inTransaction) throw thrown;
      return { error: storeErrorOf(thrown) };
    }
  }

  #execute({ name, argument }: StepMessage): unknown {
    const { connection, operations } = this.#options;
    const operation = operations.get(name);
    if (!operation) throw new Error(`the store has no write ${name}`);
    return operation.run(connection, argument as never);
  }
}

function settle(write: Write | undefined, outcome: Outcome): void {
  if ('error' in outcome) write?.reject(outcome.error);
  else write?.resolve(outcome.results);
}
