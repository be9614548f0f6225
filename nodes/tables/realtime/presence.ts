interface Meta {
  readonly phx_ref: string;
}

/** Who is on a topic, as Phoenix clients read it: by key, with what each connection says of itself. */
export type PresenceState = Readonly<Record<string, { readonly metas: readonly Meta[] }>>;

export interface PresenceDiff {
  readonly joins: PresenceState;
  readonly leaves: PresenceState;
}

interface Entry {
  readonly key: string;
  readonly meta: Meta;
}

/** Who is present on each topic. */
export class Presence {
  /** By topic, then by client. */
  readonly #topics = new Map<string, Map<string, Entry>>();
  #nextRef = 1;

  state(topic: string): PresenceState {
    return stateOf([...(this.#topics.get(topic)?.values() ?? [])]);
  }

  /** A client that was there already says something new of itself. */
  track(topic: string, client: string, key: string, meta: object): PresenceDiff {
    const clients = this.#topics.get(topic) ?? new Map<string, Entry>();
    this.#topics.set(topic, clients);
    const before = clients.get(client);
    const entry = { key, meta: { ...meta, phx_ref: String(this.#nextRef++) } };
    clients.set(client, entry);
    return { joins: stateOf([entry]), leaves: stateOf(before ? [before] : []) };
  }

  /** Undefined when the client was not there. */
  untrack(topic: string, client: string): PresenceDiff | undefined {
    const clients = this.#topics.get(topic);
    const entry = clients?.get(client);
    if (!clients || !entry) return undefined;
    clients.delete(client);
    if (clients.size === 0) this.#topics.delete(topic);
    return { joins: {}, leaves: stateOf([entry]) };
  }
}

function stateOf(entries: readonly Entry[]): PresenceState {
  const byKey = Map.groupBy(entries, ({ key }) => key);
  return Object.fromEntries([...byKey].map(([key, found]) => [key, { metas: found.map(({ meta }) => meta) }]));
}
