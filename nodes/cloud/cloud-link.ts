import { type Clock, textOf } from '../kernel/index.ts';
import { publishFailure, type Publisher, type PublishReport } from './publish-report.ts';

export interface CloudLinkOptions {
  readonly clock: Clock;
  readonly openPublisher: () => Publisher;
  /** Limit of one publish call, milliseconds; an answer that is later counts as none. */
  readonly publishTimeoutMs: number;
}

/** What a batch came to, and how long the answer took. */
export interface Publication extends PublishReport {
  readonly latencyMs: number;
}

export interface LastSuccess {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly latencyMs: number;
}

const connectedMs = 60_000;
const probeMs = 30_000;
const hopelessMs = 5 * 60_000;
/** Lanes fail together; one new client is enough for all of them. */
const minClientAgeMs = 30_000;
/** What the client may take beyond the limit of its call before it counts as stuck. */
const deadlineSlackMs = 3000;

/** The connection to Pub/Sub: each call is bounded in time, silence is probed, and a client that lost its way is replaced. */
export class CloudLink {
  readonly #options: CloudLinkOptions;
  #publisher: Publisher;
  #builtAt: number;
  #succeededAt = -Infinity;
  #lastSuccess: LastSuccess | null = null;
  #probedAt = -Infinity;
  #probeSucceeded = false;

  constructor(options: CloudLinkOptions) {
    this.#options = options;
    this.#publisher = options.openPublisher();
    this.#builtAt = options.clock.monotonic();
  }

  /** The newest publication of which something was stored; null before the first. */
  get lastSuccess(): LastSuccess | null {
    return this.#lastSuccess;
  }

  /** True after a recent success; while there is nothing to send, after a probe that was answered. */
  isConnected(isIdle: boolean): boolean {
    if (this.#options.clock.monotonic() - this.#succeededAt <= connectedMs) return true;
    return isIdle && this.#probeSucceeded;
  }

  /** A call that is never answered counts as a failure with an unknown outcome. */
  async publish(batch: Parameters<Publisher['publish']>[0]): Promise<Publication> {
    const { clock } = this.#options;
    const startedAt = clock.monotonic();
    const report = await this.#inTime(batch);
    const latencyMs = clock.monotonic() - startedAt;
    if (report.stored.length > 0) {
      this.#succeededAt = clock.monotonic();
      this.#lastSuccess = { at: clock.now(), latencyMs };
    }
    return { ...report, latencyMs };
  }

  /** Asks for the topic when nothing was stored for a while. */
  async probe(): Promise<void> {
    const now = this.#options.clock.monotonic();
    if (now - this.#succeededAt < probeMs || now - this.#probedAt < probeMs) return;
    this.#probedAt = now;
    this.#probeSucceeded = await this.#publisher.probe().then(
      (failure) => failure === null,
      () => false,
    );
  }

  /** A client in the place of one that is old enough to be at fault. */
  rebuild(): void {
    const now = this.#options.clock.monotonic();
    if (now - this.#builtAt < minClientAgeMs) return;
    void this.#publisher.close();
    this.#publisher = this.#options.openPublisher();
    this.#builtAt = now;
  }

  /** The client is known to lose its way for good after long outages. To be called while publishing fails. */
  rebuildWhenHopeless(): void {
    const since = Math.max(this.#succeededAt, this.#builtAt);
    if (this.#options.clock.monotonic() - since >= hopelessMs) this.rebuild();
  }

  close(): Promise<void> {
    return this.#publisher.close();
  }

  async #inTime(batch: Parameters<Publisher['publish']>[0]): Promise<PublishReport> {
    const { clock, publishTimeoutMs } = this.#options;
    const { promise: expired, reject } = Promise.withResolvers<never>();
    const deadline = clock.after(publishTimeoutMs + deadlineSlackMs, () => {
      reject(new Error('the Pub/Sub client did not answer'));
    });
    try {
      return await Promise.race([this.#publisher.publish(batch), expired]);
    } catch (thrown) {
      return { stored: [], failure: publishFailure(undefined, textOf(thrown)) };
    } finally {
      deadline.cancel();
    }
  }
}
