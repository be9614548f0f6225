import { defineService } from '../kernel/index.ts';
import { errors } from './server-errors.ts';
import type { ServerState } from './server-state.ts';
import type { ServerWatch } from './server-watch.ts';

export type ServerListener = (state: ServerState) => void;

export interface ServerMonitorOptions {
  readonly watches: readonly ServerWatch[];
  /** Of the gateway. */
  readonly version: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The servers of the running gateway. */
export const serverMonitor = defineService<ServerMonitor>('server monitor');

/** What is known of the site's servers; those that a key may not see do not exist for it. */
export class ServerMonitor {
  readonly version: string;
  readonly now: () => number;
  readonly #watches: ReadonlyMap<string, ServerWatch>;
  readonly #listeners = new Set<ServerListener>();
  #feeds = 0;

  constructor({ watches, version, now }: ServerMonitorOptions) {
    this.version = version;
    this.now = now;
    this.#watches = new Map(watches.map((watch) => [watch.state.model.name, watch]));
  }

  /** Whether something answers the clients of a feed. */
  get isFed(): boolean {
    return this.#feeds > 0;
  }

  /** In the order of the site file. */
  states(siteCodes?: ReadonlySet<string>): readonly ServerState[] {
    const all = [...this.#watches.values()].map(({ state }) => state);
    return siteCodes ? all.filter(({ model }) => siteCodes.has(model.site ?? '')) : all;
  }

  /** Asks the sources of a server now. Throws `unknown_server`. */
  async ask(name: string): Promise<ServerState> {
    const watch = this.#watches.get(name);
    if (!watch) throw errors.unknown_server({ field: 'server', value: name });
    return watch.ask();
  }

  /** Calls back after each round of questions to a server. Returns the function that unsubscribes. */
  subscribe(listener: ServerListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For what answers the clients of a feed. Returns the function that says that it no longer does. */
  openFeed(): () => void {
    this.#feeds += 1;
    return () => {
      this.#feeds -= 1;
    };
  }

  announce(state: ServerState): void {
    for (const listener of this.#listeners) listener(state);
  }
}
