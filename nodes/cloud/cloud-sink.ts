import { randomBytes } from 'node:crypto';
import { type Clock, defineErrors, defineService, textOf, type ValuesOf } from '../kernel/index.ts';
import type { Store } from '../history/index.ts';
import { type BatchRecord, Outbox, type OutboxState } from './outbox.ts';
import { type MessageClass, messageClasses } from './outbox-schema.ts';
import { type OutboxBound, outboxWrites } from './outbox-store.ts';
import type { Publisher } from './publish-report.ts';
import { startPublisherThread } from './publisher-thread.ts';
import type { cloudVariables } from './variables.ts';

export interface CloudState {
  /** False: no project is configured, and nothing is queued. */
  readonly enabled: boolean;
  /** Something was published within the last minute, or nothing waits and Pub/Sub answers. */
  readonly pubsubConnected: boolean;
  readonly publishErrorsTotal: number;
  /** Epoch milliseconds; null before the first success. */
  readonly lastPublishTs: number | null;
  readonly lastPublishMs: number | null;
  /** Messages that wait. */
  readonly depth: number;
  readonly bytes: number;
  /** Age of the oldest message that waits; null when none does. */
  readonly oldestAgeMs: number | null;
  /** Messages that were given up since the store was made, because the queue was full or too old. */
  readonly dropped: Readonly<Record<MessageClass, number>>;
  /** Messages that Pub/Sub refused as invalid. */
  readonly dead: number;
  /** Batches since the start that may have arrived twice. */
  readonly duplicatesRisk: number;
  /** What an operator should look at, in sentences. */
  readonly warnings: readonly string[];
}

/** An event of a flow. */
export interface OwnEvent {
  readonly messageType: string;
  /** Anything that JSON can hold. */
  readonly payload: unknown;
}

export interface CloudSinkOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly siteId: string;
  readonly gatewayVersion: string;
  readonly settings: ValuesOf<typeof cloudVariables>;
  readonly onPublishError: () => void;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
  /** The way to Pub/Sub; the official client in its own thread when left out. */
  readonly openPublisher?: () => Publisher;
}

type BatchListener = (batch: BatchRecord) => void;

const errors = defineErrors({
  cloud_off: {
    status: 503,
    message: () => 'Nothing can be published: no Google Cloud project is configured (GCP_PROJECT_ID).',
  },
  bad_cloud_event: {
    status: 400,
    message: ({ field, limit, value }) =>
      `The event's ${String(field)} must be ${String(limit)}, found ${String(value)}.`,
  },
});

const megabyte = 1_000_000;
const hourMs = 3_600_000;
const watchMs = 1000;
const warnShare = 0.8;
const maxPayloadBytes = 100_000;
const messageTypeForm = /^[a-z][a-z0-9_]{0,63}$/;

/** The gateway's way to the cloud. */
export const cloudSink = defineService<CloudSink>('cloud sink');

/** The queue to Pub/Sub with its switch: while no project is configured it neither queues nor loads anything. */
export class CloudSink {
  readonly #options: CloudSinkOptions;
  readonly #bound: OutboxBound;
  readonly #outbox: Outbox | undefined;
  readonly #listeners = new Set<BatchListener>();

  /** Switches the queue on or off in the store, and starts to send. */
  static async start(options: CloudSinkOptions): Promise<CloudSink> {
    const { store, siteId, settings } = options;
    const enabled = settings.GCP_PROJECT_ID !== '';
    const bound = boundOf(settings);
    const origin = `${siteId}.${randomBytes(4).toString('hex')}`;
    await store.write(outboxWrites.configure, { enabled, origin, ...bound });
    return new CloudSink(options, bound, enabled);
  }

  private constructor(options: CloudSinkOptions, bound: OutboxBound, enabled: boolean) {
    const { store, clock, siteId, gatewayVersion, settings, onPublishError, report } = options;
    this.#options = options;
    this.#bound = bound;
    if (!enabled) return;
    const openPublisher = (): Publisher =>
      startPublisherThread({
        projectId: settings.GCP_PROJECT_ID,
        topic: settings.GCP_PUBSUB_TOPIC,
        emulatorHost: settings.PUBSUB_EMULATOR_HOST,
        timeoutMs: settings.PUBSUB_TIMEOUT_MS,
      });
    this.#outbox = new Outbox({
      store,
      clock,
      random: Math.random,
      sender: { siteId, gatewayVersion },
      openPublisher: options.openPublisher ?? openPublisher,
      publishTimeoutMs: settings.PUBSUB_TIMEOUT_MS,
      replay: {
        messagesPerSecond: settings.OUTBOX_REPLAY_PER_S,
        bytesPerSecond: settings.OUTBOX_REPLAY_KB_PER_S * 1000,
      },
      onPublishError,
      onBatch: (batch) => this.#tell(batch),
      report,
    });
  }

  state(): CloudState {
    if (!this.#outbox) return stateWhenOff;
    return cloudStateOf(this.#outbox.state(), this.#bound, this.#options.clock.now());
  }

  /** Sequence number of the oldest frame that Pub/Sub has not got; null when it has them all or none is wanted. */
  oldestFrameSeq(): number | null {
    if (!this.#outbox) return null;
    const { usage } = this.#outbox.state();
    // Before the queue was looked at, it may refer to any frame.
    return usage ? usage.oldestFrameSeq : 0;
  }

  /**
   * Queues an event that no table of the gateway holds; it is never dropped. Resolves with its sequence number after it is
   * on the disk. Throws `cloud_off`, `bad_cloud_event` and what the store throws.
   */
  async publish({ messageType, payload }: OwnEvent): Promise<number> {
    if (!this.#outbox) throw errors.cloud_off();
    if (!messageTypeForm.test(messageType)) {
      const limit = 'a lower-case name of up to 64 letters, digits and underscores';
      throw errors.bad_cloud_event({ field: 'type', limit, value: JSON.stringify(messageType) });
    }
    const { store, clock } = this.#options;
    const event = {
      class: 'event',
      messageType,
      payload: jsonOf(payload),
      createdAt: Math.round(clock.now()),
    } as const;
    return store.write(outboxWrites.enqueue, event);
  }

  /** Calls back after each batch. Returns the function that unsubscribes. */
  subscribe(listener: BatchListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back with the state now and every second. Returns the function that ends it. */
  watch(listener: (state: CloudState) => void): () => void {
    listener(this.state());
    const watching = this.#options.clock.every(watchMs, () => listener(this.state()));
    return () => watching.cancel();
  }

  async stop(): Promise<void> {
    await this.#outbox?.stop();
  }

  #tell(batch: BatchRecord): void {
    for (const listener of this.#listeners) {
      try {
        listener(batch);
      } catch (thrown) {
        this.#options.report(`a listener of the cloud sink failed at message ${batch.firstSeq}: ${textOf(thrown)}`);
      }
    }
  }
}

const stateWhenOff: CloudState = {
  enabled: false,
  pubsubConnected: false,
  publishErrorsTotal: 0,
  lastPublishTs: null,
  lastPublishMs: null,
  depth: 0,
  bytes: 0,
  oldestAgeMs: null,
  dropped: droppedOf([]),
  dead: 0,
  duplicatesRisk: 0,
  warnings: [],
};

/** What the outbox knows, as the status page shows it. */
export function cloudStateOf(outbox: OutboxState, bound: OutboxBound, now: number): CloudState {
  const { classes = [], deadRows = 0 } = outbox.usage ?? {};
  const depth = classes.reduce((sum, { rows }) => sum + rows, 0);
  const bytes = classes.reduce((sum, each) => sum + each.bytes, 0);
  const oldest = Math.min(...classes.map(({ oldestCreatedAt }) => oldestCreatedAt ?? Infinity));
  return {
    enabled: true,
    pubsubConnected: outbox.connected,
    publishErrorsTotal: outbox.publishErrorsTotal,
    lastPublishTs: outbox.lastPublishTs,
    lastPublishMs: outbox.lastPublishMs,
    depth,
    bytes,
    oldestAgeMs: Number.isFinite(oldest) ? Math.max(0, now - oldest) : null,
    dropped: droppedOf(classes),
    dead: deadRows,
    duplicatesRisk: outbox.unknownOutcomes,
    warnings: [
      ...(outbox.blockedBy === null ? [] : [`Pub/Sub refuses to publish: ${outbox.blockedBy}`]),
      ...(isNearlyFull(depth, bytes, bound) ? ['the queue to the cloud is more than 80 % full'] : []),
      ...(deadRows > 0 ? [`${deadRows} messages were refused by Pub/Sub and set aside`] : []),
    ],
  };
}

function droppedOf(classes: readonly { class: MessageClass; droppedRows: number }[]): Record<MessageClass, number> {
  const rows = new Map(classes.map(({ class: name, droppedRows }) => [name, droppedRows]));
  return Object.fromEntries(messageClasses.map((name) => [name, rows.get(name) ?? 0])) as Record<MessageClass, number>;
}

function isNearlyFull(depth: number, bytes: number, { maxRows, maxBytes }: OutboxBound): boolean {
  return depth > warnShare * maxRows || bytes > warnShare * maxBytes;
}

function boundOf(settings: ValuesOf<typeof cloudVariables>): OutboxBound {
  return {
    maxRows: settings.OUTBOX_MAX_ROWS,
    maxBytes: settings.OUTBOX_MAX_MB * megabyte,
    maxAgeMs: settings.OUTBOX_MAX_AGE_H * hourMs,
  };
}

function jsonOf(payload: unknown): string {
  // Undefined, functions and symbols have no JSON.
  const json = JSON.stringify(payload) as string | undefined;
  if (json === undefined) throw errors.bad_cloud_event({ field: 'payload', limit: 'JSON', value: typeof payload });
  const bytes = Buffer.byteLength(json);
  if (bytes > maxPayloadBytes) {
    throw errors.bad_cloud_event({ field: 'payload', limit: `at most ${maxPayloadBytes} bytes`, value: bytes });
  }
  return json;
}
