import type { Clock, Timer } from '../../kernel/index.ts';
import type { FeedClient } from './feed-client.ts';
import type { FeedMessage } from './feed-kind.ts';
import { type Interest, type Labels, wants } from './interest.ts';
import { textFrame } from './text-frame.ts';

const batchMs = 50;
const maxBatchBytes = 262_144;

/** Clients that want the same get the same bytes. */
interface Group {
  readonly interest: Interest;
  readonly clients: Set<FeedClient>;
}

interface WaitingFrame {
  readonly frame: Buffer;
  readonly labels: Labels;
}

interface BroadcastOptions {
  readonly clock: Clock;
  /** Told how many messages were handed to clients. */
  readonly onSent: (messages: number) => void;
}

/**
 * Sends messages to all clients that want them. Those of 50 ms go out together: one frame for each message, joined once for
 * each group and written once to each client.
 */
export class Broadcast {
  readonly #options: BroadcastOptions;
  readonly #clients = new Map<string, FeedClient>();
  readonly #groups = new Map<string, Group>();
  #batch: WaitingFrame[] = [];
  #batchBytes = 0;
  #timer: Timer | undefined;

  constructor(options: BroadcastOptions) {
    this.#options = options;
  }

  get clients(): ReadonlyMap<string, FeedClient> {
    return this.#clients;
  }

  /** Returns the function that takes the client out. */
  add(client: FeedClient, interest: Interest): () => void {
    const key = JSON.stringify(interest);
    const group = this.#groups.get(key) ?? { interest, clients: new Set() };
    this.#groups.set(key, group);
    group.clients.add(client);
    this.#clients.set(client.id, client);
    return () => {
      this.#clients.delete(client.id);
      group.clients.delete(client);
      if (group.clients.size === 0) this.#groups.delete(key);
    };
  }

  send(messages: readonly FeedMessage[]): void {
    if (this.#clients.size === 0) return;
    for (const { text, labels, client } of messages) {
      if (client === undefined) this.#gather({ frame: textFrame(text), labels });
      else this.#sendTo(client, text);
    }
  }

  #gather(waiting: WaitingFrame): void {
    this.#batch.push(waiting);
    this.#batchBytes += waiting.frame.length;
    if (this.#batchBytes > maxBatchBytes) this.#flush();
    else this.#timer ??= this.#options.clock.after(batchMs, () => this.#flush());
  }

  /** What was gathered before goes first, so that every client reads in the order of sending. */
  #sendTo(id: string, text: string): void {
    const client = this.#clients.get(id);
    if (!client) return;
    this.#flush();
    client.send(textFrame(text));
    this.#options.onSent(1);
  }

  #flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const batch = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    let sent = 0;
    for (const { interest, clients } of this.#groups.values()) {
      const frames = batch.filter(({ labels }) => wants(interest, labels)).map(({ frame }) => frame);
      if (frames.length === 0) continue;
      const joined = Buffer.concat(frames);
      sent += frames.length * clients.size;
      for (const client of clients) client.send(joined);
    }
    if (sent > 0) this.#options.onSent(sent);
  }
}
