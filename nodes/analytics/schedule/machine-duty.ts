import { zoneClock } from '../../kernel/index.ts';
import { readCounted } from '../counted-intervals.ts';
import { readLoad } from '../forecast/read-load.ts';
import type { AnalyticsHistory, TimeSpan } from '../history.ts';
import type { MachineSensors } from '../machines/machine-sensors.ts';
import { at, quantileOfSorted, sorted } from '../statistics/column.ts';

/** How a machine works while it works, by its own past. */
export interface MachineDuty {
  /** Median mean power of the quarters of an hour in which it worked; null where it never did. */
  readonly powerKw: number | null;
  /** Median pieces an hour of the same quarters; null for a machine that counts none. */
  readonly unitsPerHour: number | null;
  /** Local hour, 0 to 23, from which on it works at least half as often as in its busiest hour. */
  readonly usualStartHour: number | null;
}

export interface DutyQuestion {
  readonly sensors: MachineSensors;
  readonly ratedPowerKw: number;
  readonly span: TimeSpan;
  readonly timeZone: string;
}

const interval = '15min';
const quartersPerHour = 4;
/** Of its rated power: what a machine that counts no pieces draws at least while it works. */
const workingShare = 0.1;

/** Reads when a machine worked: made pieces or, where it counts none, drew power. Throws `no_data`. */
export async function readDuty(history: AnalyticsHistory, question: DutyQuestion): Promise<MachineDuty> {
  const { sensors, ratedPowerKw, span, timeZone } = question;
  const load = await readLoad(history, sensors, interval, span);
  const powerOf = (row: number): number => at(load.values, row) * quartersPerHour;
  const startOf = (row: number): number => load.start + row * load.intervalMs;
  const pieces = sensors.production ? await readPieces(history, sensors.production, span) : null;
  const piecesOf = (row: number): number => pieces?.get(startOf(row)) ?? NaN;
  const rows = [...load.values.keys()].filter((row) => !Number.isNaN(powerOf(row)));
  const working = rows.filter((row) => (pieces ? piecesOf(row) > 0 : powerOf(row) >= workingShare * ratedPowerKw));
  return {
    powerKw: medianOf(working.map(powerOf)),
    unitsPerHour: pieces && medianOf(working.map((row) => piecesOf(row) * quartersPerHour)),
    usualStartHour: startHourOf(rows.map(startOf), new Set(working.map(startOf)), timeZone),
  };
}

async function readPieces(
  history: AnalyticsHistory,
  counter: NonNullable<MachineSensors['production']>,
  span: TimeSpan,
): Promise<ReadonlyMap<number, number>> {
  const { start, counted, isComplete } = await readCounted(history, counter, interval, span);
  const whole = [...start.keys()].filter((row) => isComplete[row] === 1);
  return new Map(whole.map((row) => [at(start, row), at(counted, row)]));
}

function startHourOf(starts: readonly number[], working: ReadonlySet<number>, timeZone: string): number | null {
  const clock = zoneClock(timeZone);
  const known = new Float64Array(24);
  const worked = new Float64Array(24);
  for (const start of starts) {
    const hour = Math.floor(clock.at(start).minuteOfDay / 60);
    known[hour] = at(known, hour) + 1;
    if (working.has(start)) worked[hour] = at(worked, hour) + 1;
  }
  const shares = worked.map((count, hour) => count / Math.max(1, at(known, hour)));
  const busiest = Math.max(...shares);
  return busiest === 0 ? null : shares.findIndex((share) => share >= busiest / 2);
}

function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : quantileOfSorted(sorted(values), 0.5);
}
