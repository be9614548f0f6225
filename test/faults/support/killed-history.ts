import type { Frame } from '../../../nodes/site/index.ts';
import { meterFrame, meterIndex } from '../../unit/history/history.fixture.ts';

const index = meterIndex();
const startMs = Date.UTC(2026, 1, 21, 17, 45);
const cycleMs = 20_000;

/** Time of a cycle: one each twenty seconds, a little late each time. */
export function killedTs(cycle: number): number {
  return startMs + cycle * cycleMs + (cycle % 7);
}

/** The cycle of a time that `killedTs` has made. */
export function killedCycle(ts: number): number {
  return Math.floor((ts - startMs) / cycleMs);
}

/** The frame of a cycle, the same in each process. */
export function killedFrame(cycle: number): Frame {
  const power = cycle % 13 === 0 ? null : ((cycle * 37) % 1000) / 100;
  return meterFrame(index, killedTs(cycle), [power, (cycle % 5000) / 10], { cycle });
}
