import type { CommittedRows } from '../row-bus.ts';
import type { TableByName } from './binding.ts';
import { changeText } from './change-text.ts';
import { versionOf } from './message.ts';
import { Presence, type PresenceDiff } from './presence.ts';
import { RealtimeSession, type TopicAction } from './session.ts';

/** Sends text to one client. */
export type SendText = (client: string, text: string) => void;

/** Messages that wait for a node. */
const maxWaiting = 10_000;

interface Carrier {
  /** Undefined while a deploy exchanges the node. */
  send: SendText | undefined;
  readonly waiting: [client: string, text: string][];
}

interface Client {
  readonly session: RealtimeSession;
  readonly carrier: Carrier;
}

/** All clients of Realtime. It outlives the nodes that carry its messages, so that a deploy ends no subscription. */
export class RealtimeHub {
  readonly #tableNamed: TableByName;
  readonly #clients = new Map<string, Client>();
  readonly #presence = new Presence();
  /** Nodes that carry messages, by their id. */
  readonly #carriers = new Map<string, Carrier>();

  constructor(tableNamed: TableByName) {
    this.#tableNamed = tableNamed;
  }

  /** Clients that came through a node. */
  clientsOf(node: string): number {
    return [...this.#clients.values()].filter(({ carrier }) => carrier === this.#carriers.get(node)).length;
  }

  /** The node carries messages from now on, or, with undefined, not before it is opened again. */
  carryBy(node: string, send: SendText | undefined): void {
    const carrier = this.#carrier(node);
    carrier.send = send;
    if (!send) return;
    for (const [client, text] of carrier.waiting.splice(0)) send(client, text);
  }

  connect(client: string, vsn: string | undefined, node: string): void {
    const session = new RealtimeSession(versionOf(vsn), this.#tableNamed);
    this.#clients.set(client, { session, carrier: this.#carrier(node) });
  }

  disconnect(client: string): void {
    const known = this.#clients.get(client);
    this.#clients.delete(client);
    for (const topic of known?.session.topics ?? []) this.#leave(topic, client);
  }

  receive(client: string, said: string | Uint8Array): void {
    const known = this.#clients.get(client);
    if (!known) return;
    const { session } = known;
    const { texts, actions } = session.receive(said);
    for (const answer of texts) this.#deliver(client, answer);
    for (const action of actions) this.#act(client, session, action);
  }

  /** Tells the clients of rows, in the order in which this is called. */
  take(committed: CommittedRows): void {
    if (this.#clients.size === 0) return;
    const { table, changes, committedAt } = committed;
    const written = new Map<string, string>();
    const dataOf = (position: number, schema: string): string => {
      const key = `${position} ${schema}`;
      const change = changes[position];
      const text = written.get(key) ?? (change ? changeText(table, change, committedAt, schema) : '');
      written.set(key, text);
      return text;
    };
    for (const [client, { session }] of this.#clients) {
      for (const text of session.tell(committed, dataOf)) this.#deliver(client, text);
    }
  }

  /** Sends to every client of a topic but one. */
  broadcast(topic: string, event: string, payload: unknown, except?: string): void {
    for (const [client, { session }] of this.#clients) {
      if (client !== except && session.has(topic)) this.#deliver(client, session.text(topic, event, payload));
    }
  }

  #act(client: string, session: RealtimeSession, action: TopicAction): void {
    const { topic } = action;
    switch (action.kind) {
      case 'joined':
        if (action.presenceKey === undefined) return;
        this.#deliver(client, session.text(topic, 'presence_state', this.#presence.state(topic)));
        return;
      case 'left':
        this.#leave(topic, client);
        return;
      case 'broadcast':
        this.broadcast(topic, 'broadcast', action.payload, action.toSelf ? undefined : client);
        return;
      case 'track':
        this.#tellPresence(topic, this.#presence.track(topic, client, action.key, action.meta));
        return;
      case 'untrack':
        this.#leave(topic, client);
        return;
    }
  }

  #leave(topic: string, client: string): void {
    this.#tellPresence(topic, this.#presence.untrack(topic, client));
  }

  #tellPresence(topic: string, diff: PresenceDiff | undefined): void {
    if (diff) this.broadcast(topic, 'presence_diff', diff);
  }

  #deliver(client: string, text: string): void {
    const carrier = this.#clients.get(client)?.carrier;
    if (carrier?.send) carrier.send(client, text);
    else if (carrier && carrier.waiting.length < maxWaiting) carrier.waiting.push([client, text]);
  }

  #carrier(node: string): Carrier {
    const known = this.#carriers.get(node) ?? { send: undefined, waiting: [] };
    this.#carriers.set(node, known);
    return known;
  }
}
