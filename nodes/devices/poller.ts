import { type Clock, textOf, type Timer } from '../kernel/index.ts';
import { type AnswerTimes, type DeviceImage, Frame, type PointIndex, Quality } from '../site/index.ts';
import { type DecodedCycle, decodeAnswers, type ReadAnswer } from './decode.ts';
import type { Exchanges, RegisterRead } from './exchanges.ts';
import type { Lane } from './lane.ts';
import type { Profile } from './profile.ts';
import { planReads, type ReadRequest } from './read-plan.ts';
import { type DeviceMap, mapRegisters } from './register-map.ts';
import { findModels } from './sunspec.ts';
import { type ObserveOperation, unobserved } from './traffic.ts';
import type { ScaleFactors } from './write-plan.ts';

export interface PollerOptions {
  readonly siteId: string;
  readonly index: PointIndex;
  readonly profile: Profile;
  readonly image: DeviceImage;
  readonly exchanges: Exchanges;
  readonly lane: Lane;
  readonly clock: Clock;
  /** Start of the first cycle after `start`, so that devices do not all poll in the same millisecond. */
  readonly offsetMs: number;
  readonly observe?: ObserveOperation;
  /** The image has taken the frame in. */
  readonly onFrame: (frame: Frame) => void;
  /** Every read has failed for some time although the connection claims to be up. */
  readonly onStuck: () => void;
}

/** Time that the flow may add to the device's own answer time. */
const flowAllowanceMs = 300;
/** Cycles without any answer after which the connection is restarted; doubled after each restart in vain. */
const stuckCycles = 3;
const stuckCyclesMost = 48;

/** Polls one device: plans the reads of the due groups, sends one at a time, and makes one frame of the answers. */
export class Poller {
  readonly #options: PollerOptions;
  readonly #baseMs: number;
  #timers: Timer[] = [];
  #map: DeviceMap | undefined;
  #scaleFactors: ScaleFactors = new Map();
  readonly #dueGroups = new Set<string>();
  #tick = 0;
  #cycle = 0;
  #missed = 0;
  #running = false;
  #silentCycles = 0;
  #restartAfter = stuckCycles;

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#baseMs = Math.min(...Object.values(options.profile.groups).map(({ periodMs }) => periodMs));
    // SunSpec addresses are only known once the device has been asked.
    if (!options.profile.connection.sunspec) this.#map = mapRegisters(options.profile);
  }

  /** Cycles that could not start because the one before had not ended. */
  get missed(): number {
    return this.#missed;
  }

  /** The registers as this device has them; undefined before a SunSpec device was walked. */
  get map(): DeviceMap | undefined {
    return this.#map;
  }

  /** SunSpec scale factors as last read, by column. */
  get scaleFactors(): ScaleFactors {
    return this.#scaleFactors;
  }

  start(): void {
    const { clock, offsetMs } = this.#options;
    const begin = clock.after(offsetMs, () => {
      this.#timers = [clock.every(this.#baseMs, () => void this.#poll())];
      void this.#poll();
    });
    this.#timers = [begin];
  }

  stop(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers = [];
  }

  async #poll(): Promise<void> {
    this.#noteDueGroups(this.#tick++);
    if (!this.#options.exchanges.attached) return;
    if (this.#running) {
      this.#missed += 1;
      return;
    }
    this.#running = true;
    const due = new Set(this.#dueGroups);
    this.#dueGroups.clear();
    try {
      await this.#runCycle(due);
    } finally {
      this.#running = false;
    }
  }

  /** A group whose turn falls into a missed cycle stays due. */
  #noteDueGroups(tick: number): void {
    for (const [name, { periodMs }] of Object.entries(this.#options.profile.groups)) {
      if (tick % Math.max(1, Math.round(periodMs / this.#baseMs)) === 0) this.#dueGroups.add(name);
    }
  }

  async #runCycle(due: ReadonlySet<string>): Promise<void> {
    const { clock, image, index, siteId } = this.#options;
    const startedAt = clock.monotonic();
    const { scaleFactors, answered: late, ...columns } = await this.#readColumns(due);
    if (scaleFactors.size > 0) this.#scaleFactors = new Map([...this.#scaleFactors, ...scaleFactors]);
    const frame = new Frame({
      siteId,
      deviceId: index.deviceId,
      ts: clock.now(),
      cycle: ++this.#cycle,
      durationMs: clock.monotonic() - startedAt,
      origin: 'polled',
      index,
      ...columns,
    });
    image.update(frame, late, clock.monotonic());
    this.#watchSilence(frame);
    this.#options.onFrame(frame);
  }

  /** Of the answers it names only those that the image could not learn before, as a scale factor came later. */
  async #readColumns(due: ReadonlySet<string>): Promise<DecodedCycle> {
    try {
      this.#map ??= mapRegisters(this.#options.profile, await this.#walkModels());
    } catch (thrown) {
      return unread(this.#options.index, textOf(thrown));
    }
    const answers: ReadAnswer[] = [];
    const learned = new Set<number>();
    for (const request of planReads(this.#map, due)) {
      const { answer, ...times } = await this.#ask(request);
      answers.push(answer);
      // A write may come before the next read: it must be judged by what this one has told.
      const columns = decodeAnswers(this.#map, [answer]);
      this.#options.image.learn(columns, columns.answered, times);
      for (const column of columns.answered) learned.add(column);
    }
    const cycle = decodeAnswers(this.#map, answers);
    return { ...cycle, answered: new Set([...cycle.answered].filter((column) => !learned.has(column))) };
  }

  /** A failed read is a value here: the frame has to tell it. */
  #ask(request: ReadRequest): Promise<{ readonly answer: ReadAnswer } & AnswerTimes> {
    const { clock, lane } = this.#options;
    return lane.run('poll', async () => {
      const askedAt = clock.monotonic();
      const answer = await this.#read(request).then(
        (words) => ({ request, words }),
        (thrown: unknown) => ({ request, failure: textOf(thrown) }),
      );
      return { answer, askedAt, answeredAt: clock.monotonic() };
    });
  }

  #read(read: RegisterRead): Promise<Uint16Array> {
    const { exchanges, profile, observe = unobserved } = this.#options;
    const timeoutMs = profile.connection.timeoutMs + flowAllowanceMs;
    return observe(read, () => exchanges.read(read, timeoutMs));
  }

  #walkModels(): Promise<Map<number, number>> {
    const { lane, profile } = this.#options;
    const read = (address: number, quantity: number): Promise<Uint16Array> =>
      lane.run('poll', () => this.#read({ functionCode: 3, address, quantity }));
    return findModels(read, profile.connection.sunspec?.bases ?? []);
  }

  #watchSilence(frame: Frame): void {
    if (frame.anyGood) {
      this.#silentCycles = 0;
      this.#restartAfter = stuckCycles;
      return;
    }
    this.#silentCycles += 1;
    if (this.#silentCycles < this.#restartAfter) return;
    this.#silentCycles = 0;
    this.#restartAfter = Math.min(stuckCyclesMost, this.#restartAfter * 2);
    this.#options.onStuck();
  }
}

function unread(index: PointIndex, reason: string): DecodedCycle {
  return {
    values: new Float64Array(index.size).fill(NaN),
    quality: new Uint8Array(index.size).fill(Quality.bad),
    reasons: new Map(index.points.map((_, column) => [column, reason])),
    answered: new Set(),
    scaleFactors: new Map(),
  };
}
