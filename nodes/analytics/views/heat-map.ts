import { at } from '../statistics/column.ts';
import { zoneClock } from '../../kernel/index.ts';

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
    const known = hours.flatMap(({ value }) => value ?? []);
    return {
      date,
      hour: null,
      start: hours[0]?.start ?? NaN,
      value: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
      isAnomaly: hours.some(({ isAnomaly }) => isAnomaly),
    };
  });
}
