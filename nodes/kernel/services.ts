import { defineErrors } from './errors.ts';

/**
 * The process's services (store, image, ledger, writer, keys, …) live outside the flows: boot provides them once, nodes
 * and routes look them up. A deploy therefore never restarts a service.
 */
export interface Service<T> {
  readonly name: string;
  provide(value: T): void;
  withdraw(): void;
  /** Throws `service_not_started` while nobody provides it. */
  get(): T;
  peek(): T | undefined;
}

const errors = defineErrors({
  service_not_started: { status: 503, message: ({ field }) => `The gateway's ${String(field)} has not started.` },
  service_provided_twice: { status: 500, message: ({ field }) => `The service ${String(field)} is provided twice.` },
});

export function defineService<T>(name: string): Service<T> {
  let current: T | undefined;
  return {
    name,
    provide(value) {
      if (current !== undefined) throw errors.service_provided_twice({ field: name });
      current = value;
    },
    withdraw() {
      current = undefined;
    },
    get() {
      if (current === undefined) throw errors.service_not_started({ field: name });
      return current;
    },
    peek: () => current,
  };
}

/** Two copies of the kernel in one process would mean two ledgers and two writers: refuse instead of guessing. */
const loadedKernel = Symbol.for('busbar.kernel');
const globals = globalThis as { [loadedKernel]?: string };
if (globals[loadedKernel] !== undefined && globals[loadedKernel] !== import.meta.url) {
  throw new Error(`Busbar's kernel is loaded twice: ${globals[loadedKernel]} and ${import.meta.url}`);
}
globals[loadedKernel] = import.meta.url;
