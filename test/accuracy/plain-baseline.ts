/** Plain arithmetic over hours, which shares no code with what it checks. */

/** What one coefficient multiplies, as the answer about a model states it. */
export interface PlainTerm {
  readonly kind: 'driver' | 'above' | 'below' | 'segment';
  readonly driver: string;
  readonly point?: number;
  readonly from?: number;
  readonly to?: number | null;
}

export interface PlainHour {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly kwh: number;
  readonly drivers: Readonly<Record<string, number>>;
}

export interface PlainFit {
  /** In the order of the terms. */
  readonly slopes: readonly number[];
  /** By group of hours. */
  readonly intercepts: ReadonlyMap<number, number>;
  /** Mean of the intercepts over the hours. */
  readonly intercept: number;
  readonly rSquared: number;
  readonly rmse: number;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Least squares by the normal equations of columns about the mean of their group. */
export function refit(
  hours: readonly PlainHour[],
  terms: readonly PlainTerm[],
  groupOf: (start: number) => number,
): PlainFit {
  const rows = hours.map(({ start, kwh, drivers }) => ({ group: groupOf(start), values: [...termValues(terms, drivers), kwh] })); // prettier-ignore
  const means = new Map([...Map.groupBy(rows, ({ group }) => group)].map(([group, own]) => [group, own[0]!.values.map((_, column) => mean(own.map(({ values }) => values[column]!)))])); // prettier-ignore
  const centred = rows.map(({ group, values }) => values.map((value, column) => value - means.get(group)![column]!));
  const count = terms.length;
  const products = terms.map((_, i) => Array.from({ length: count + 1 }, (__, j) => total(centred.map((row) => row[i]! * row[j]!)))); // prettier-ignore
  const slopes = solve(products);
  const intercepts = new Map([...means].map(([group, values]) => [group, values[count]! - total(slopes.map((slope, i) => slope * values[i]!))])); // prettier-ignore
  const fit = { slopes, intercepts };
  const errors = hours.map((hour) => (hour.kwh - expectedOf(fit, terms, hour.drivers, groupOf(hour.start))) ** 2);
  const average = mean(hours.map(({ kwh }) => kwh));
  return {
    ...fit,
    intercept: mean(rows.map(({ group }) => intercepts.get(group)!)),
    rSquared: 1 - total(errors) / total(hours.map(({ kwh }) => (kwh - average) ** 2)),
    rmse: Math.sqrt(mean(errors)),
  };
}

/** kWh, not below zero. */
export function expectedOf(
  { slopes, intercepts }: Pick<PlainFit, 'slopes' | 'intercepts'>,
  terms: readonly PlainTerm[],
  drivers: Readonly<Record<string, number>>,
  group: number,
): number {
  const values = termValues(terms, drivers);
  return Math.max(0, intercepts.get(group)! + total(slopes.map((slope, i) => slope * values[i]!)));
}

/** Hour of the local week, 0 is Sunday 00:00. */
export function hourOfWeek(start: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
  const parts = new Map(format.formatToParts(start).map(({ type, value }) => [type, value]));
  return 24 * weekdays.indexOf(parts.get('weekday')!) + Number(parts.get('hour'));
}

function termValues(terms: readonly PlainTerm[], drivers: Readonly<Record<string, number>>): number[] {
  return terms.map(({ kind, driver, point = NaN, from = NaN, to = null }) => {
    const value = drivers[driver]!;
    if (kind === 'above') return value > point ? value - point : 0;
    if (kind === 'below') return value < point ? point - value : 0;
    if (kind === 'driver') return value;
    const within = to !== null && value > to ? to : value;
    return within > from ? within - from : 0;
  });
}

/** Gauss and Jordan with the largest pivot; the right side is the last column. */
function solve(equations: readonly (readonly number[])[]): number[] {
  const table = equations.map((row) => [...row]);
  for (const [column] of table.entries()) {
    const largest = table.slice(column).reduce((best, row) => (Math.abs(row[column]!) > Math.abs(best[column]!) ? row : best)); // prettier-ignore
    const place = table.indexOf(largest);
    [table[column], table[place]] = [largest, table[column]!];
    const pivot = largest.map((value) => value / largest[column]!);
    table[column] = pivot;
    for (const [row, values] of table.entries()) {
      if (row !== column) table[row] = values.map((value, each) => value - values[column]! * pivot[each]!);
    }
  }
  return table.map((row) => row.at(-1)!);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function mean(values: readonly number[]): number {
  return total(values) / values.length;
}
