import { textOf, type Timer } from '../kernel/index.ts';
import type { Store } from '../history/index.ts';
import { CloudLink, type CloudLinkOptions } from './cloud-link.ts';
import type { OutgoingMessage, Sender } from './envelope.ts';
import { afterFailure, afterSuccess, freshLane, type LaneState } from './lane.ts';
import type { MessageClass } from './outbox-schema.ts';
import { type Batch, outboxReads, type OutboxUsage, outboxWrites } from './outbox-store.ts';
import type { PublishFailure } from './publish-report.ts';
import { RateBudget } from './rate-budget.ts';

export interface OutboxOptions extends CloudLinkOptions {
  readonly store: Store;
  /** 0 to 1, for the jitter of the backoff. */
  readonly random: () => number;
  readonly sender: Sender;
  /** Limits on what is caught up after an outage; live data and events are not limited. */
  readonly replay: { readonly messagesPerSecond: number; readonly bytesPerSecond: number };
  readonly onPublishError: () => void;
  readonly onBatch: (batch: BatchRecord) => void;
  /** Told what an operator should know, in a sentence. */
  readonly report: (text: string) => void;
}

/** What became of one batch. */
export interface BatchRecord {
  readonly orderingKey: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly messages: number;
  readonly stored: number;
  readonly latencyMs: number;
  /** Null when all were stored. */
  readonly failure: PublishFailure | null;
}

export interface OutboxState {
  readonly connected: boolean;
  readonly publishErrorsTotal: number;
  /** Epoch milliseconds of the newest success; null before the first. */
  readonly lastPublishTs: number | null;
  readonly lastPublishMs: number | null;
  /** Batches whose outcome stayed unknown: their messages may arrive twice. */
  readonly unknownOutcomes: number;
  /** Why nothing goes until somebody acts; null otherwise. */
  readonly blockedBy: string | null;
  /** Null before the store was asked first. */
  readonly usage: OutboxUsage | null;
}

type LaneName = 'event' | 'aggregate' | 'live' | 'backlog';

interface Lane {
  readonly name: LaneName;
  readonly class: MessageClass;
  readonly orderingKey: string;
  state: LaneState;
  /** Stored by Pub/Sub and still in the queue, because the store could not delete. */
  owed: readonly number[];
  running: Promise<void> | undefined;
  wake: Timer | undefined;
}

const lookMs = 500;
const maxBatchBytes = 1_000_000;
/** Telemetry older than this is backlog: it goes its own way, so that the present is never behind it. */
const liveLimitMs = 5000;
const failuresUntilRebuild = 10;
const stopMs = 500;

/**
 * Sends what the store has queued: at least once, in the order of the queue within a lane, one batch in flight per lane. A
 * row leaves the queue only after Pub/Sub has stored its message. Telemetry is split: rows from a moving mark on are live,
 * those before it are backlog under an ordering key of its own. The mark only moves forward, so each key stays in order.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #lanes: readonly Lane[];
  readonly #budgets: { readonly messages: RateBudget; readonly bytes: RateBudget };
  readonly #looking: Timer;
  readonly #link: CloudLink;
  #usage: OutboxUsage | null = null;
  /** First sequence number of the live lane; unknown until the store was asked. */
  #liveFrom: number | undefined;
  #stopped = false;
  #storeFault = '';
  #errors = 0;
  #unknownOutcomes = 0;
  #storedSinceBurial = false;

  constructor(options: OutboxOptions) {
    const { clock, sender, replay } = options;
    const now = clock.monotonic();
    this.#options = options;
    this.#lanes = lanesOf(sender.siteId);
    this.#budgets = {
      messages: new RateBudget(replay.messagesPerSecond, now),
      bytes: new RateBudget(replay.bytesPerSecond, now),
    };
    this.#link = new CloudLink(options);
    this.#looking = clock.every(lookMs, () => void this.look());
  }

  state(): OutboxState {
    const { lastSuccess } = this.#link;
    return {
      connected: this.#link.isConnected(this.#isIdle()),
      publishErrorsTotal: this.#errors,
      lastPublishTs: lastSuccess?.at ?? null,
      lastPublishMs: lastSuccess?.latencyMs ?? null,
      unknownOutcomes: this.#unknownOutcomes,
      blockedBy: this.#lanes.find(({ state }) => state.blockedBy !== null)?.state.blockedBy ?? null,
      usage: this.#usage,
    };
  }

  /** Looks for rows and starts the lanes that have some. Runs by itself twice a second. */
  async look(): Promise<void> {
    if (this.#stopped) return;
    try {
      this.#usage = await this.#options.store.read(outboxReads.usage, undefined);
    } catch (thrown) {
      this.#storeFailed(thrown);
      return;
    }
    this.#liveFrom ??= this.#usage.headSeq + 1;
    for (const lane of this.#lanes) if (this.#hasWork(lane)) this.#run(lane);
    if (this.#isIdle()) await this.#link.probe();
    if (this.#lanes.some(({ state }) => state.failures > 0)) this.#link.rebuildWhenHopeless();
  }

  /** Resolves when no lane has anything in flight. */
  async idle(): Promise<void> {
    await Promise.all(this.#lanes.map(({ running }) => running ?? Promise.resolve()));
  }

  /** Waits shortly for the batches in flight; what has no answer then is sent again at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#looking.cancel();
    for (const lane of this.#lanes) lane.wake?.cancel();
    const ended = this.idle().then(() => this.#link.close());
    await Promise.race([ended, new Promise<void>((resolve) => this.#options.clock.after(stopMs, resolve))]);
  }

  #hasWork(lane: Lane): boolean {
    const usage = this.#usage?.classes.find(({ class: name }) => name === lane.class);
    if (!usage || this.#liveFrom === undefined) return false;
    if (lane.owed.length > 0) return true;
    if (lane.name === 'live') return this.#liveFrom <= (this.#usage?.headSeq ?? 0);
    if (lane.name === 'backlog') return usage.oldestSeq !== null && usage.oldestSeq < this.#liveFrom;
    return usage.rows > 0;
  }

  #run(lane: Lane): void {
    lane.running ??= this.#drain(lane)
      .catch((thrown: unknown) => this.#storeFailed(thrown))
      .finally(() => {
        lane.running = undefined;
      });
  }

  async #drain(lane: Lane): Promise<void> {
    const { clock } = this.#options;
    let goesOn = true;
    while (goesOn && !this.#stopped && clock.monotonic() >= lane.state.waitsUntil) goesOn = await this.#step(lane);
  }

  /** One batch of the lane; true when the next may follow at once. */
  async #step(lane: Lane): Promise<boolean> {
    const { store, clock } = this.#options;
    await this.#settle(lane);
    if (lane.name === 'backlog' && this.#isOverBudget(lane)) return false;

    const { messages, vanished } = await this.#nextBatch(lane);
    if (vanished) {
      await store.write(outboxWrites.dropVanished, { ...vanished, at: clock.now() });
      return true;
    }
    const [first] = messages;
    if (!first) return false;
    if (lane.name === 'live' && clock.now() - first.createdAt > liveLimitMs) {
      this.#liveFrom = (this.#usage?.headSeq ?? 0) + 1;
      return false;
    }
    if (lane.name === 'backlog') this.#spend(messages);
    return this.#send(lane, messages, first.seq);
  }

  #nextBatch(lane: Lane): Promise<Batch> {
    const liveFrom = this.#liveFrom ?? 0;
    return this.#options.store.read(outboxReads.batch, {
      class: lane.class,
      fromSeq: lane.name === 'live' ? liveFrom : 0,
      belowSeq: lane.name === 'backlog' ? liveFrom : Number.MAX_SAFE_INTEGER,
      maxRows: lane.state.batchRows,
      maxBytes: maxBatchBytes,
      sender: this.#options.sender,
    });
  }

  async #send(lane: Lane, messages: readonly OutgoingMessage[], firstSeq: number): Promise<boolean> {
    const { orderingKey } = lane;
    const { stored, failure, latencyMs } = await this.#link.publish({ orderingKey, messages });
    lane.owed = stored;
    if (stored.length > 0) this.#succeeded();
    if (failure) await this.#failed(lane, messages, stored, failure);
    else lane.state = afterSuccess(lane.state);
    this.#options.onBatch({
      orderingKey,
      firstSeq,
      lastSeq: messages.at(-1)?.seq ?? firstSeq,
      messages: messages.length,
      stored: stored.length,
      latencyMs,
      failure,
    });
    await this.#settle(lane);
    return failure === null || failure.kind === 'invalid';
  }

  /** The connection stands: lanes that only waited for it need not wait longer. */
  #succeeded(): void {
    this.#storedSinceBurial = true;
    for (const lane of this.#lanes) {
      if (lane.state.failures > 0 && lane.state.blockedBy === null) lane.state = afterSuccess(lane.state);
    }
  }

  async #failed(
    lane: Lane,
    messages: readonly OutgoingMessage[],
    stored: readonly number[],
    failure: PublishFailure,
  ): Promise<void> {
    const { store, clock, random, onPublishError, report } = this.#options;
    const left = messages.map(({ seq }) => seq).filter((seq) => !stored.includes(seq));
    this.#errors += 1;
    onPublishError();
    if (failure.isOutcomeUnknown) this.#unknownOutcomes += 1;
    const [seq] = left;
    const isFoundInvalid = failure.kind === 'invalid' && left.length === 1;
    if (isFoundInvalid && this.#storedSinceBurial && seq !== undefined) {
      await store.write(outboxWrites.bury, { seq, reason: failure.reason, diedAt: clock.now() });
      this.#storedSinceBurial = false;
      report(`message ${seq} was refused by Pub/Sub and set aside: ${failure.reason}`);
      return;
    }
    const wasBlocked = lane.state.blockedBy !== null;
    // When nothing else gets through either, it is the topic that is wrong and not the message.
    const kind = isFoundInvalid ? 'permanent' : failure.kind;
    const batch = { kind, reason: failure.reason, rows: left.length };
    lane.state = afterFailure(lane.state, batch, clock.monotonic(), random);
    if (lane.state.blockedBy !== null && !wasBlocked) report(`Pub/Sub refuses to publish: ${failure.reason}`);
    await store.write(outboxWrites.countAttempt, left);
    if (lane.state.failures > 0 && lane.state.failures % failuresUntilRebuild === 0) this.#link.rebuild();
  }

  /** Deletes what Pub/Sub has stored. As long as that fails the lane sends nothing, so that nothing goes twice. */
  async #settle(lane: Lane): Promise<void> {
    if (lane.owed.length === 0) return;
    await this.#options.store.write(outboxWrites.acknowledge, lane.owed);
    lane.owed = [];
    this.#storeFault = '';
  }

  #isOverBudget(lane: Lane): boolean {
    const { clock } = this.#options;
    const now = clock.monotonic();
    const waitMs = Math.max(this.#budgets.messages.waitMs(now), this.#budgets.bytes.waitMs(now));
    if (waitMs === 0) return false;
    lane.wake?.cancel();
    lane.wake = clock.after(waitMs, () => this.#run(lane));
    return true;
  }

  #spend(messages: readonly OutgoingMessage[]): void {
    const now = this.#options.clock.monotonic();
    this.#budgets.messages.spend(messages.length, now);
    this.#budgets.bytes.spend(
      messages.reduce((sum, { data }) => sum + Buffer.byteLength(data), 0),
      now,
    );
  }

  #isIdle(): boolean {
    return this.#usage?.classes.every(({ rows }) => rows === 0) ?? false;
  }

  #storeFailed(thrown: unknown): void {
    const fault = textOf(thrown);
    if (fault !== this.#storeFault) this.#options.report(`the queue to the cloud stands still: ${fault}`);
    this.#storeFault = fault;
  }
}

function lanesOf(siteId: string): Lane[] {
  const lane = (name: LaneName, messageClass: MessageClass, orderingKey: string): Lane => ({
    name,
    class: messageClass,
    orderingKey,
    state: freshLane,
    owed: [],
    running: undefined,
    wake: undefined,
  });
  return [
    lane('event', 'event', `${siteId}/events`),
    lane('aggregate', 'aggregate', `${siteId}/aggregates`),
    lane('live', 'telemetry', siteId),
    lane('backlog', 'telemetry', `${siteId}/backlog`),
  ];
}
