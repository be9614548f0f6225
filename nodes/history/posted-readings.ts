import { defineErrors, type Timer } from '../kernel/index.ts';
import type { SiteRuntime } from '../site/index.ts';
import type { HistoryService } from './history-service.ts';
import { PostedFrames } from './posted-frames.ts';
import { PostedSensors } from './posted-sensors.ts';
import { readingsOf } from './readings.ts';

/** What was recorded together. */
export interface RecordedReadings {
  readonly readings: number;
  readonly frames: number;
}

/** Messages that become frames together. */
interface Gathering {
  /** Epoch milliseconds: the time of the readings that state none. */
  readonly startedAt: number;
  readonly frames: PostedFrames;
  readonly timer: Timer;
  readonly recorded: PromiseWithResolvers<RecordedReadings>;
}

type PostedHistory = Pick<HistoryService, 'clock' | 'flush' | 'state'>;

const errors = defineErrors({
  readings_not_stored: {
    status: 503,
    message: ({ value }) => `The store cannot be written: ${String(value)} readings wait in memory.`,
  },
});

const gatherMs = 50;
/** A message of so many readings is a tick of its own: waiting for more would gain nothing. */
const tickReadings = 1000;

/**
 * Takes what flows post into the one history: readings of many messages become few frames on the site's bus. Nothing of it
 * reaches the process image.
 */
export class PostedReadings {
  readonly #history: PostedHistory;
  readonly #bus: SiteRuntime['bus'];
  readonly #sensors: PostedSensors;
  #gathering: Gathering | undefined;
  #cycle = 0;

  constructor(history: PostedHistory, site: Pick<SiteRuntime, 'model' | 'devices' | 'image' | 'bus'>) {
    this.#history = history;
    this.#bus = site.bus;
    this.#sensors = new PostedSensors(site);
  }

  /**
   * Takes the readings of a message; resolves when they are on the disk, with all that was recorded together. Rejects with
   * what `readingsOf` throws, and with `readings_not_stored`: then they are published, and recorded once the store works.
   */
  async take(payload: unknown): Promise<RecordedReadings> {
    const now = this.#history.clock.now();
    const readings = readingsOf(payload, this.#sensors, now);
    if (readings.length === 0) return { readings: 0, frames: 0 };
    const gathering = (this.#gathering ??= this.#open(now));
    const { startedAt, frames, recorded } = gathering;
    for (const reading of readings) {
      // One time for all that comes together makes few frames; a second reading of a sensor keeps its own.
      frames.add(reading, reading.ts ?? (frames.has(reading.sensor, startedAt) ? now : startedAt));
    }
    if (readings.length >= tickReadings) this.#close();
    return recorded.promise;
  }

  /** Records what was gathered, now. Runs by itself. */
  async flush(): Promise<void> {
    const recorded = this.#gathering?.recorded.promise;
    this.#close();
    await recorded;
  }

  #open(startedAt: number): Gathering {
    return {
      startedAt,
      frames: new PostedFrames(),
      timer: this.#history.clock.after(gatherMs, () => this.#close()),
      recorded: Promise.withResolvers(),
    };
  }

  #close(): void {
    if (!this.#gathering) return;
    const { frames, timer, recorded } = this.#gathering;
    this.#gathering = undefined;
    timer.cancel();
    recorded.resolve(this.#record(frames));
  }

  async #record(posted: PostedFrames): Promise<RecordedReadings> {
    const { readings } = posted;
    const frames = posted.frames(this.#nextCycle());
    for (const frame of frames) this.#bus.publish(frame);
    await this.#history.flush();
    if (this.#history.state().waiting > 0) throw errors.readings_not_stored({ value: readings });
    return { readings, frames: frames.length };
  }

  /** Not used by an earlier run either: the store takes the same device, time and cycle for a repeated write. */
  #nextCycle(): number {
    const microseconds = Math.round(this.#history.clock.now()) * 1000;
    return (this.#cycle = Math.max(this.#cycle + 1, microseconds));
  }
}

const known = new WeakMap<HistoryService, PostedReadings>();

/** What takes readings into a running history: one for all nodes, so that a deploy loses none. */
export function postedReadingsOf(history: HistoryService, site: SiteRuntime): PostedReadings {
  const posted = known.get(history) ?? new PostedReadings(history, site);
  known.set(history, posted);
  return posted;
}
