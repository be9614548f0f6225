import type { ServerHttp2Stream } from 'node:http2';
import { protos } from '@google-cloud/pubsub';
import type { Random } from '../faults/support/random.ts';
import type { StoredMessage } from './pubsub-server.ts';

const { StreamingPullResponse } = protos.google.pubsub.v1;

const maxBatch = 100;

/**
 * The one subscription of the test server: every stored message is delivered until it is acknowledged. Streams break at
 * random, and what was not acknowledged on a broken one comes again, as Pub/Sub does it.
 */
export class PullSubscription {
  /** Chance that a delivery ends its stream, 0 to 1. */
  breakChance = 0;
  /** Messages that were delivered more than once. */
  redelivered = 0;
  readonly #random: Random;
  readonly #waiting: StoredMessage[] = [];
  readonly #delivered = new Map<string, StoredMessage>();
  readonly #streams = new Set<ServerHttp2Stream>();
  #nextAckId = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Messages that no subscriber has acknowledged yet. */
  get backlog(): number {
    return this.#waiting.length + this.#delivered.size;
  }

  add(messages: readonly StoredMessage[]): void {
    this.#waiting.push(...messages);
    this.#deliver();
  }

  /** Takes a StreamingPull call over. */
  open(stream: ServerHttp2Stream): void {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '14', 'grpc-message': 'broken by the test' }));
    stream.resume();
    this.#streams.add(stream);
    stream.on('close', () => {
      this.#streams.delete(stream);
      this.#returnUnacknowledged();
    });
    this.#deliver();
  }

  acknowledge(ackIds: readonly string[]): void {
    for (const ackId of ackIds) this.#delivered.delete(ackId);
  }

  #deliver(): void {
    const [stream] = this.#streams;
    while (stream && !stream.destroyed && !stream.writableEnded && this.#waiting.length > 0) {
      stream.write(grpcFrame(this.#response(this.#waiting.splice(0, maxBatch))));
      if (this.#random.chance(this.breakChance)) stream.end();
    }
  }

  #response(messages: readonly StoredMessage[]): Uint8Array {
    const receivedMessages = messages.map((stored) => {
      const ackId = String((this.#nextAckId += 1));
      this.#delivered.set(ackId, stored);
      const { attributes, data, orderingKey, messageId } = stored;
      return { ackId, message: { attributes, data: Buffer.from(data), orderingKey, messageId } };
    });
    return StreamingPullResponse.encode({ receivedMessages }).finish();
  }

  #returnUnacknowledged(): void {
    this.redelivered += this.#delivered.size;
    this.#waiting.unshift(...this.#delivered.values());
    this.#delivered.clear();
    this.#deliver();
  }
}

/** One message on a gRPC stream: no compression, length, body. */
export function grpcFrame(message: Uint8Array): Buffer {
  const header = Buffer.alloc(grpcHeaderBytes);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

export const grpcHeaderBytes = 5;
