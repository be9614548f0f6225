import { once } from 'node:events';
import http2, {
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { protos } from '@google-cloud/pubsub';
import { Random } from '../faults/support/random.ts';
import { grpcFrame, grpcHeaderBytes, PullSubscription } from './pubsub-subscription.ts';

const { AcknowledgeRequest, PublishRequest, PublishResponse, GetTopicRequest, Topic } = protos.google.pubsub.v1;
const nothing = new Uint8Array();

/** What goes wrong with one publish call. A call that hangs is never answered; half of those have stored their batch. */
export const publishFaults = ['refuse', 'hang', 'lostAck', 'halfStored'] as const;
export type PublishFault = (typeof publishFaults)[number];

export interface StoredMessage {
  /** The gateway's own id, the same in every copy. */
  readonly id: string;
  /** Pub/Sub's id, another one for each copy. */
  readonly messageId: string;
  readonly seq: number;
  readonly orderingKey: string;
  readonly messageType: string;
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface PubSubServerOptions {
  /** Chance of each fault, 0 to 1. */
  readonly faults?: Partial<Readonly<Record<PublishFault, number>>>;
  readonly seed?: number;
  /** The port to listen on; any free one when left out. */
  readonly port?: number;
}

interface GrpcStatus {
  readonly code: number;
  readonly message: string;
}

const unavailable: GrpcStatus = { code: 14, message: 'refused by the test' };
const invalidArgument: GrpcStatus = { code: 3, message: 'a message is invalid' };
const unimplemented: GrpcStatus = { code: 12, message: 'the test server does not know this method' };

/**
 * A Pub/Sub service on loopback: gRPC on node:http2 with the messages of the official client's own protos. It keeps what
 * was published, in order, delivers it to its one subscription and fails as it is told to.
 */
export class PubSubServer {
  readonly stored: StoredMessage[] = [];
  readonly subscription: PullSubscription;
  /** Takes what is stored in, in order; keeps and delivers it by default. */
  store: (messages: readonly StoredMessage[]) => void = (messages) => {
    this.stored.push(...messages);
    this.subscription.add(messages);
  };
  /** Publish calls, whatever became of them. */
  calls = 0;
  /** How often each fault has happened. */
  readonly happened: Record<PublishFault, number> = { refuse: 0, hang: 0, lostAck: 0, halfStored: 0 };
  /** Ids of messages that were stored although the client was not told so. */
  readonly unknownOutcome = new Set<string>();
  faults: Partial<Readonly<Record<PublishFault, number>>>;
  /** Messages that make their whole batch invalid, as an oversized attribute does. */
  refuses: (message: StoredMessage) => boolean = () => false;
  /** Answers every call with this status while it is set. */
  status: GrpcStatus | undefined;
  /** Newest batch of each ordering key of which the client was told. */
  readonly #newestAcknowledged = new Map<string, readonly StoredMessage[]>();
  readonly #random: Random;
  readonly #sessions = new Set<ServerHttp2Session>();
  #server: Http2Server | undefined;
  #port = 0;
  #nextMessageId = 0;

  static async start(options: PubSubServerOptions = {}): Promise<PubSubServer> {
    const server = new PubSubServer(options);
    server.#port = options.port ?? 0;
    await server.up();
    return server;
  }

  private constructor({ faults = {}, seed = 1 }: PubSubServerOptions) {
    this.faults = faults;
    this.#random = new Random(seed);
    this.subscription = new PullSubscription(this.#random);
  }

  /** `host:port`, as PUBSUB_EMULATOR_HOST wants it; the same after each `up`. */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  async up(): Promise<void> {
    const server = http2.createServer();
    server.on('session', (session) => {
      this.#sessions.add(session);
      session.on('close', () => this.#sessions.delete(session));
      session.on('error', () => undefined);
    });
    server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      void this.#answer(stream, headers);
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Closes every connection and the port. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#dropConnections();
    if (!server) return;
    server.close();
    await once(server, 'close');
  }

  /** The client or its connection is gone: the newest acknowledgement of each ordering key may not have been noted. */
  mayHaveMissedAnswers(): void {
    this.#markUnknown([...this.#newestAcknowledged.values()].flat());
  }

  async #answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    if (headers[':path'] === '/google.pubsub.v1.Subscriber/StreamingPull') {
      this.subscription.open(stream);
      return;
    }
    const body = await bodyOf(stream);
    if (!body || stream.destroyed) return;
    if (this.status) {
      refuse(stream, this.status);
      return;
    }
    switch (headers[':path']) {
      case '/google.pubsub.v1.Publisher/Publish':
        this.#publish(stream, this.#messagesIn(body));
        return;
      case '/google.pubsub.v1.Publisher/GetTopic':
        reply(stream, Topic.encode({ name: GetTopicRequest.decode(body).topic }).finish());
        return;
      case '/google.pubsub.v1.Subscriber/Acknowledge':
        this.subscription.acknowledge(AcknowledgeRequest.decode(body).ackIds);
        reply(stream, nothing);
        return;
      case '/google.pubsub.v1.Subscriber/ModifyAckDeadline':
        reply(stream, nothing);
        return;
      default:
        refuse(stream, unimplemented);
    }
  }

  #publish(stream: ServerHttp2Stream, messages: readonly StoredMessage[]): void {
    this.calls += 1;
    if (messages.some((message) => this.refuses(message))) {
      refuse(stream, invalidArgument);
      return;
    }
    const fault = publishFaults.find((name) => this.#random.chance(this.faults[name] ?? 0));
    if (fault) this.happened[fault] += 1;
    switch (fault) {
      case undefined:
        this.#acknowledge(stream, messages);
        return;
      case 'refuse':
        refuse(stream, unavailable);
        return;
      case 'hang':
        if (this.#random.chance(0.5)) this.#storeUnknown(messages);
        return;
      case 'lostAck':
        this.#storeUnknown(messages);
        this.#dropConnections();
        return;
      case 'halfStored':
        this.#storeUnknown(messages.slice(0, Math.ceil(messages.length / 2)));
        refuse(stream, unavailable);
    }
  }

  #acknowledge(stream: ServerHttp2Stream, messages: readonly StoredMessage[]): void {
    this.store(messages);
    const [{ orderingKey } = { orderingKey: '' }] = messages;
    this.#newestAcknowledged.set(orderingKey, messages);
    stream.on('close', () => {
      // The client had given up before the answer came.
      if (stream.rstCode !== http2.constants.NGHTTP2_NO_ERROR) this.#markUnknown(messages);
    });
    const messageIds = messages.map(({ messageId }) => messageId);
    reply(stream, PublishResponse.encode({ messageIds }).finish());
  }

  #messagesIn(body: Uint8Array): StoredMessage[] {
    return PublishRequest.decode(body).messages.map(({ attributes, data, orderingKey }) => ({
      id: attributes?.['id'] ?? '',
      messageId: String((this.#nextMessageId += 1)),
      seq: Number(attributes?.['seq']),
      orderingKey: orderingKey ?? '',
      messageType: attributes?.['message_type'] ?? '',
      data: Buffer.from((data ?? '') as Uint8Array).toString(),
      attributes: { ...attributes },
    }));
  }

  /** Answers that were just given may be lost with their connection. */
  #dropConnections(): void {
    this.mayHaveMissedAnswers();
    for (const session of this.#sessions) session.destroy();
  }

  #storeUnknown(messages: readonly StoredMessage[]): void {
    this.store(messages);
    this.#markUnknown(messages);
  }

  #markUnknown(messages: readonly StoredMessage[]): void {
    for (const { id } of messages) this.unknownOutcome.add(id);
  }
}

/** The bytes of the one message of a unary call; undefined when the client went away. */
async function bodyOf(stream: ServerHttp2Stream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).subarray(grpcHeaderBytes);
}

function reply(stream: ServerHttp2Stream, message: Uint8Array): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(grpcFrame(message));
}

function refuse(stream: ServerHttp2Stream, { code, message }: GrpcStatus): void {
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(code), 'grpc-message': message },
    { endStream: true },
  );
}
