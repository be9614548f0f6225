import { PubSub, type Topic } from '@google-cloud/pubsub';
import { textOf } from '../kernel/index.ts';
import type { OutgoingMessage } from './envelope.ts';
import { maxBatchRows } from './outbox-schema.ts';
import {
  isAnswerToProbe,
  publishFailure,
  type PublishFailure,
  type Publisher,
  type PublishReport,
} from './publish-report.ts';

export interface PubSubOptions {
  readonly projectId: string;
  readonly topic: string;
  /** Address of an emulator, `host:port`; empty for Google's own service. */
  readonly emulatorHost: string;
  /** Limit of one request, milliseconds. */
  readonly timeoutMs: number;
}

/** The client's own limit of a batch is larger than ours, so that one of ours stays one request. */
const maxRequestBytes = 9 * 1024 * 1024;

/** Handed through to gRPC; the client's own types do not know them. */
const channelOptions: object = {
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2000,
};

/**
 * The official client with its own retry off: the outbox decides when to try again. Runs in a thread of its own, because
 * loading the client takes most of a second.
 */
export class PubSubPublisher implements Publisher {
  readonly #client: PubSub;
  readonly #topic: Topic;
  readonly #timeoutMs: number;

  constructor({ projectId, topic, emulatorHost, timeoutMs }: PubSubOptions) {
    // The client looks for Google's metadata server even when it talks to an emulator.
    if (emulatorHost !== '') process.env['METADATA_SERVER_DETECTION'] = 'none';
    this.#timeoutMs = timeoutMs;
    this.#client = new PubSub({
      projectId,
      ...(emulatorHost !== '' && { apiEndpoint: emulatorHost, emulatorMode: true }),
      ...channelOptions,
    });
    this.#topic = this.#client.topic(topic, {
      messageOrdering: true,
      batching: { maxMessages: maxBatchRows, maxMilliseconds: 5, maxBytes: maxRequestBytes },
      gaxOpts: this.#callOptions(),
    });
  }

  async publish(batch: { orderingKey: string; messages: readonly OutgoingMessage[] }): Promise<PublishReport> {
    const { orderingKey, messages } = batch;
    const outcomes = await Promise.allSettled(
      messages.map(({ data, attributes }) =>
        this.#topic.publishMessage({ data: Buffer.from(data), attributes: { ...attributes }, orderingKey }),
      ),
    );
    const stored = messages.filter((_, position) => outcomes[position]?.status === 'fulfilled').map(({ seq }) => seq);
    const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
    if (!rejected) return { stored, failure: null };
    // A failed publish closes its ordering key until it is told to go on.
    this.#topic.resumePublishing(orderingKey);
    return { stored, failure: publishFailure(codeOf(rejected.reason), textOf(rejected.reason)) };
  }

  async probe(): Promise<PublishFailure | null> {
    try {
      await this.#topic.getMetadata(this.#callOptions());
      return null;
    } catch (thrown) {
      return isAnswerToProbe(codeOf(thrown)) ? null : publishFailure(codeOf(thrown), textOf(thrown));
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  #callOptions(): { timeout: number; retry: null } {
    return { timeout: this.#timeoutMs, retry: null };
  }
}

function codeOf(thrown: unknown): number | undefined {
  const code = (thrown as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'number' ? code : undefined;
}
