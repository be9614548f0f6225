/** Plain arithmetic over single readings, which shares no code with what it checks. */

/** What a sensor showed at the end of a minute, and the mean of its samples in that minute. */
export interface MinuteReading {
  /** Start of the minute, epoch milliseconds. */
  readonly start: number;
  readonly last: number;
  readonly mean: number;
  readonly samples: number;
}

export interface Interval {
  readonly start: number;
  readonly value: number;
}

export interface Price {
  readonly factory: string;
  readonly ratePerKwh: number;
  readonly demandPerKw?: number;
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
}

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;

/** What a counter shows before a time. */
export function counterBefore(readings: readonly MinuteReading[], time: number): number {
  return readings.findLast(({ start }) => start < time)?.last ?? NaN;
}

/** What a counter rose by in each interval of a range. */
export function risesOf(readings: readonly MinuteReading[], from: number, until: number, stepMs: number): Interval[] {
  return startsOf(from, until, stepMs).map((start) => ({
    start,
    value: counterBefore(readings, start + stepMs) - counterBefore(readings, start),
  }));
}

/** The mean of all samples of each interval of a range. */
export function meansOf(readings: readonly MinuteReading[], from: number, until: number, stepMs: number): Interval[] {
  return startsOf(from, until, stepMs).map((start) => {
    const own = readings.filter((reading) => reading.start >= start && reading.start < start + stepMs);
    const samples = own.reduce((sum, reading) => sum + reading.samples, 0);
    return { start, value: own.reduce((sum, { mean, samples: count }) => sum + mean * count, 0) / samples };
  });
}

function startsOf(from: number, until: number, stepMs: number): number[] {
  const starts: number[] = [];
  for (let start = Math.ceil(from / stepMs) * stepMs; start < until; start += stepMs) starts.push(start);
  return starts;
}

export interface LocalTime {
  readonly date: string;
  readonly hour: number;
  readonly minute: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** What the clocks of a zone show, from the runtime's own calendar. */
export function localTime(time: number, timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }); // prettier-ignore
  const part = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const date = `${part['year']}-${part['month']}-${part['day']}`;
  return { date, hour: Number(part['hour']), minute: Number(part['minute']), weekday: new Date(date).getUTCDay() };
}

/** The first instant, to the quarter of an hour, at which the clocks show a date, and the first after it. */
export function localDay(date: string, timeZone: string): { readonly from: number; readonly until: number } {
  const near = startsOf(Date.parse(date) - 86_400_000, Date.parse(date) + 2 * 86_400_000, quarterMs);
  const own = near.filter((time) => localTime(time, timeZone).date === date);
  return { from: own[0] ?? NaN, until: (own.at(-1) ?? NaN) + quarterMs };
}

/** The price of a local time; a holiday is a Sunday. */
export function priceAt(prices: readonly Price[], holidays: readonly string[], local: LocalTime): Price {
  const day = holidays.includes(local.date) ? 0 : local.weekday;
  const clock = `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`;
  const found = prices.find(({ days, from, to }) => {
    const isInHours = from < to ? clock >= from && clock < to : clock >= from || clock < to;
    return days.includes(day) && isInHours;
  });
  if (!found) throw new Error(`nothing prices ${local.date} ${clock}`);
  return found;
}

/** The highest quarter in the hours of each price, in proportion to the share of its local month that the quarters are. */
export function demandChargeOf(
  quarters: readonly { start: number; value: number; local: { date: string }; price: Price }[],
  timeZone: string,
): number {
  const months = Map.groupBy(quarters, ({ local }) => local.date.slice(0, 7));
  const charges = [...months].map(([month, own]) => {
    const [year = NaN, number = NaN] = month.split('-').map(Number);
    const next = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
    const monthMs = localDay(next, timeZone).from - localDay(`${month}-01`, timeZone).from;
    const byPrice = [...Map.groupBy(own, ({ price }) => price)];
    const ofWhole = byPrice.map(([{ demandPerKw = 0 }, each]) => 4 * demandPerKw * Math.max(...each.map(({ value }) => value))); // prettier-ignore
    return (sum(ofWhole) * own.length * quarterMs) / monthMs;
  });
  return sum(charges);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
