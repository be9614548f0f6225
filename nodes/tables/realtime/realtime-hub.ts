import type { CommittedRows } from '../row-bus.ts';
import type { TableByName } from './binding.ts';
import { changeText } from './change-text.ts';
import { versionOf } from './message.ts';
import { Presence, type PresenceDiff } from './presence.ts';
import { RealtimeSession, type TopicAction } from './session.ts';

/** Sends text to one client. */
export type SendText = (client: string, text: string) => void;

/** What waits while a deploy exchanges the node that sends. */
const maxWaiting = 10_000;

/** All clients of Realtime. It outlives the node that carries its messages, so that a deploy ends no subscription. */
export class RealtimeHub {
  readonly #tableNamed: TableByName;
  readonly #sessions = new Map<string, RealtimeSession>();
  readonly #presence = new Presence();
  #send: SendText | undefined;
  #waiting: [client: string, text: string][] = [];

  constructor(tableNamed: TableByName) {
    this.#tableNamed = tableNamed;
  }

  get clients(): number {
    return this.#sessions.size;
  }

  /** Undefined while there is no node. */
  carryBy(send: SendText | undefined): void {
    this.#send = send;
    if (!send) return;
    for (const [client, text] of this.#waiting.splice(0)) send(client, text);
  }

  connect(client: string, vsn: string | undefined): void {
    this.#sessions.set(client, new RealtimeSession(versionOf(vsn), this.#tableNamed));
  }

  disconnect(client: string): void {
    const session = this.#sessions.get(client);
    this.#sessions.delete(client);
    for (const topic of session?.topics ?? []) this.#leave(topic, client);
  }

  receive(client: string, text: string): void {
    const session = this.#sessions.get(client);
    if (!session) return;
    const { texts, actions } = session.receive(text);
    for (const answer of texts) this.#deliver(client, answer);
    for (const action of actions) this.#act(client, session, action);
  }

  /** Tells the clients of rows, in the order in which this is called. */
  take(committed: CommittedRows): void {
    if (this.#sessions.size === 0) return;
    const { table, changes, committedAt } = committed;
    const written = new Map<string, string>();
    const dataOf = (position: number, schema: string): string => {
      const key = `${position} ${schema}`;
      const change = changes[position];
      const text = written.get(key) ?? (change ? changeText(table, change, committedAt, schema) : '');
      written.set(key, text);
      return text;
    };
    for (const [client, session] of this.#sessions) {
      for (const text of session.tell(committed, dataOf)) this.#deliver(client, text);
    }
  }

  /** Sends to every client of a topic but one. */
  broadcast(topic: string, event: string, payload: unknown, except?: string): void {
    for (const [client, session] of this.#sessions) {
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
    if (this.#send) this.#send(client, text);
    else if (this.#waiting.length < maxWaiting) this.#waiting.push([client, text]);
  }
}
