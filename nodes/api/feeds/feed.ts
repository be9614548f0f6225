import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Clock, Message } from '../../kernel/index.ts';
import { apiErrors } from '../errors.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import type { Upgrade } from '../upgrades.ts';
import { Broadcast } from './broadcast.ts';
import { FeedClient } from './feed-client.ts';
import { feedErrors } from './feed-errors.ts';
import type { FeedKind } from './feed-kind.ts';
import type { Interest } from './interest.ts';

const maxIncomingBytes = 4096;

/** Compression would cost a buffer and much work for each client, and make their frames differ. */
const handshake = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  maxPayload: maxIncomingBytes,
  perMessageDeflate: false,
});

/** A client came, said something or went. */
export interface ClientSign {
  readonly topic: 'connect' | 'message' | 'disconnect';
  /** Id of the client. */
  readonly client: string;
  /** What it said, bytes only where the kind hears them; null when it came or went. */
  readonly said: string | Buffer | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** The node of a flow that a feed belongs to while it is deployed. */
export interface FeedOwner {
  readonly kind: FeedKind;
  readonly maxClients: number;
  readonly onClients: (count: number) => void;
  readonly onSign: (sign: ClientSign) => void;
}

interface FeedOptions {
  /** Names the feed in metrics and errors. */
  readonly path: string;
  readonly clock: Clock;
  readonly metrics: GatewayMetrics;
}

/** The clients of one WebSocket path. It outlives its owner, so that a deploy ends no connection. */
export class Feed {
  readonly #options: FeedOptions;
  readonly #broadcast: Broadcast;
  #owner: FeedOwner | undefined;

  constructor(options: FeedOptions) {
    const { path, clock, metrics } = options;
    this.#options = options;
    this.#broadcast = new Broadcast({ clock, onSent: (messages) => metrics.recordFeedMessages(path, messages) });
    metrics.setFeedClients(path, 0);
  }

  get hasOwner(): boolean {
    return this.#owner !== undefined;
  }

  /** Undefined while the node is closed: the clients stay, and nobody else gets in. */
  setOwner(owner: FeedOwner | undefined): void {
    this.#owner = owner;
    owner?.onClients(this.#broadcast.clients.size);
  }

  /** Throws `bad_feed_message`. */
  publish(message: Message): void {
    this.#broadcast.send(this.#owner?.kind.messagesOf(message, this.#broadcast.clients.size) ?? []);
  }

  /** Takes a client in. Throws `route_closed`, `feed_full` or what the kind refuses. */
  admit(upgrade: Upgrade): void {
    const owner = this.#owner;
    if (!owner) throw apiErrors.route_closed({ value: this.#options.path });
    const { maxClients, kind } = owner;
    if (this.#broadcast.clients.size >= maxClients) throw feedErrors.feed_full({ limit: maxClients });
    const interest = kind.interestOf(upgrade);
    const { request, socket, head } = upgrade;
    const hearsBytes = kind.hearsBytes === true;
    handshake.handleUpgrade(request, socket, head, (webSocket) => this.#join(webSocket, upgrade, interest, hearsBytes));
  }

  ping(): void {
    for (const client of this.#broadcast.clients.values()) client.ping();
  }

  /** Ends all connections with a close frame, at once where `isFinal`. */
  end(code: number, reason: string, isFinal = false): void {
    const { path, metrics } = this.#options;
    for (const client of this.#broadcast.clients.values()) {
      client.close(code, reason);
      if (isFinal) client.terminate();
    }
    metrics.setFeedClients(path, null);
  }

  #join(
    webSocket: WebSocket,
    { socket: stream, parameters, query }: Upgrade,
    interest: Interest,
    hearsBytes: boolean,
  ): void {
    const { path, clock, metrics } = this.#options;
    const tell = (topic: ClientSign['topic'], said: ClientSign['said'] = null): void =>
      this.#owner?.onSign({ topic, client: client.id, said, parameters, query: Object.fromEntries(query) });
    const client = new FeedClient({
      webSocket,
      stream,
      clock,
      onText: (text) => tell('message', text),
      ...(hearsBytes && { onBytes: (bytes: Buffer) => tell('message', bytes) }),
      onClose: () => {
        leave();
        this.#countClients();
        tell('disconnect');
      },
      onCut: (reason) => metrics.recordFeedCut(path, reason),
    });
    const leave = this.#broadcast.add(client, interest);
    this.#countClients();
    tell('connect');
  }

  #countClients(): void {
    const count = this.#broadcast.clients.size;
    this.#options.metrics.setFeedClients(this.#options.path, count);
    this.#owner?.onClients(count);
  }
}
