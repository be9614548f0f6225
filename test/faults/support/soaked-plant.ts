import type { Frame } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { meterFrame, meterIndex } from '../../unit/history/history.fixture.ts';
import { Random } from './random.ts';

export const pollMs = 5000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const clockSteps = [-dayMs, -hourMs, hourMs, dayMs];

/** Devices of the plant. */
export const meters = Array.from({ length: 10 }, (_, device) => meterIndex(`meter-${device}`, 100 * device + 41));

/** What a meter says at a tick, the same whenever it is asked: power that swings, energy that counts and is reset. */
export function frameAt(device: number, tick: number, ts: number): Frame {
  const power = Math.round(5000 * Math.sin(tick / 500 + device)) / 100;
  const energy = ((tick * (device + 1)) % 30_000) / 10;
  const isRead = (tick * 31 + device * 17) % 101 !== 0;
  return meterFrame(meters[device]!, ts, [isRead ? power : null, isRead ? energy : null], { cycle: tick });
}

/** The clock of a plant that is set again and again, the same for the same seed. */
export class SoakedClock extends ManualClock {
  readonly #random: Random;
  #stepMs = 0;

  constructor(seed: number) {
    super(Date.UTC(2026, 1, 21, 17, 45));
    this.#random = new Random(seed);
  }

  /** The time at which the frames of a tick come, epoch milliseconds; to be asked for each tick in turn. */
  timeOf(tick: number): number {
    const ofHour = (tick * pollMs) % hourMs;
    if (ofHour === 10 * minuteMs) this.stepWall((this.#stepMs = this.#random.pick(clockSteps)));
    if (ofHour === 40 * minuteMs) this.stepWall(-this.#stepMs);
    return this.now() + Math.floor(this.#random.between(0, 1000));
  }
}
