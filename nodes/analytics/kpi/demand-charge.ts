import { zoneClock, type ZoneClock } from '../../kernel/index.ts';
import type { Tariff } from '../../site/index.ts';
import type { CountedIntervals } from '../counted-intervals.ts';
import type { TimeSpan } from '../history.ts';
import { at, sumOf } from '../statistics/column.ts';

const hourMs = 3_600_000;

/**
 * Σ over the local months that the span touches and the tariffs with a demand price: highest mean power of a complete interval in
 * the tariff's hours × price × share of the month that the span covers. Null where no tariff has such a price.
 */
export function demandChargeOf(
  { start, counted, isComplete, intervalMs }: CountedIntervals,
  tariffAt: readonly Tariff[],
  timeZone: string,
  span: TimeSpan,
): number | null {
  if (tariffAt.every(({ demandPerKw }) => demandPerKw === undefined)) return null;
  const charges = [...monthsIn(zoneClock(timeZone), span)].map((month) => {
    const peakKwOf = new Map<Tariff, number>();
    for (let row = 0; row < start.length; row += 1) {
      const tariff = tariffAt[row];
      if (!tariff?.demandPerKw || isComplete[row] !== 1 || !isWithin(month, at(start, row))) continue;
      const kw = at(counted, row) / (intervalMs / hourMs);
      peakKwOf.set(tariff, Math.max(kw, peakKwOf.get(tariff) ?? 0));
    }
    const ofWholeMonth = sumOf([...peakKwOf].map(([{ demandPerKw = 0 }, kw]) => kw * demandPerKw));
    return ofWholeMonth * shareOf(month, span);
  });
  return sumOf(charges);
}

/** The local months that a span touches. */
function* monthsIn(clock: ZoneClock, { from, until }: TimeSpan): Generator<TimeSpan> {
  for (let next = from; next < until;) {
    const [year = NaN, month = NaN] = clock.at(next).date.split('-').map(Number);
    const startOf = (count: number): number => {
      return clock.dateOf(new Date(Date.UTC(year, month - 1 + count, 1)).toISOString().slice(0, 10)).start;
    };
    yield { from: startOf(0), until: startOf(1) };
    next = startOf(1);
  }
}

function shareOf(month: TimeSpan, span: TimeSpan): number {
  const coveredMs = Math.min(month.until, span.until) - Math.max(month.from, span.from);
  return coveredMs / (month.until - month.from);
}

function isWithin({ from, until }: TimeSpan, epochMs: number): boolean {
  return epochMs >= from && epochMs < until;
}
