import { zoneClock } from '../../kernel/index.ts';
import { at } from '../statistics/column.ts';

/** A cell of the map: an hour or a day of local time. */
export interface HeatMapCell {
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Hour that the clocks show, 0 to 23; null for a day. Where the clocks go back an hour stands twice. */
  readonly hour: number | null;
  /** Epoch milliseconds: tells the two apart. */
  readonly start: number;
  /** kWh; null where nothing was measured. */
  readonly value: number | null;
  readonly isAnomaly: boolean;
}

export interface HourlyEnergy {
  /** Starts of the hours, epoch milliseconds. */
  readonly start: Float64Array;
  readonly kwh: Float64Array;
  /** Starts of the hours that were judged anomalous. */
  readonly anomalies: ReadonlySet<number>;
}

const hourMs = 3_600_000;

/** The hours of local dates from the first up to and with the last (YYYY-MM-DD). */
export function hourlyHeatMap(
  { start, kwh, anomalies }: HourlyEnergy,
  timeZone: string,
  first: string,
  last: string,
): readonly HeatMapCell[] {
  const clock = zoneClock(timeZone);
  const { start: from } = clock.dateOf(first);
  const { end: until } = clock.dateOf(last);
  const valueAt = new Map(Array.from(start, (hour, row) => [hour, at(kwh, row)]));
  const firstHour = Math.ceil(from / hourMs) * hourMs;
  return Array.from({ length: Math.ceil((until - firstHour) / hourMs) }, (_, position) => {
    const hourStart = firstHour + position * hourMs;
    const { date, minuteOfDay } = clock.at(hourStart);
    const value = valueAt.get(hourStart) ?? null;
    return { date, hour: Math.floor(minuteOfDay / 60), start: hourStart, value, isAnomaly: anomalies.has(hourStart) };
  });
}

/** The same hours added up by date: a day is anomalous where one of its hours is. */
export function dailyHeatMap(cells: readonly HeatMapCell[]): readonly HeatMapCell[] {
  const days = Map.groupBy(cells, ({ date }) => date);
  return [...days].map(([date, hours]) => {
    return {
      date,
      hour: null,
      start: hours[0]?.start ?? NaN,
      value: sumOfKnown(hours),
      isAnomaly: hours.some(({ isAnomaly }) => isAnomaly),
    };
  });
}

/** Cells of several machines added up by date and hour. An hour that a local day has twice is one cell. */
export function sumOfHeatMaps(maps: readonly (readonly HeatMapCell[])[]): readonly HeatMapCell[] {
  const groups = [...Map.groupBy(maps.flat(), ({ date, hour }) => `${date} ${String(hour).padStart(2, '0')}`)];
  return groups
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, cells]) => {
      const [first] = cells;
      return first ? [{ ...first, value: sumOfKnown(cells), isAnomaly: cells.some(({ isAnomaly }) => isAnomaly) }] : [];
    });
}

function sumOfKnown(cells: readonly HeatMapCell[]): number | null {
  const known = cells.flatMap(({ value }) => value ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
