import { demandsOf, type ExpectedDemand, type LoadForecast } from './load-forecast.ts';

export interface PeakForecast {
  /** Of the interval with the highest expected demand. */
  readonly peak: ExpectedDemand;
  /** The highest demand of the clock hours with the highest, highest first: the peak's hour alone is missed on one day in ten. */
  readonly topHours: readonly ExpectedDemand[];
  readonly forecast: LoadForecast;
}

const hourMs = 3_600_000;
const topHourCount = 2;

export function peakOf(forecast: LoadForecast): PeakForecast {
  const highest = demandsOf(forecast).sort((a, b) => b.kw - a.kw);
  const hourOf = ({ at: start }: ExpectedDemand): number => Math.floor(start / hourMs);
  const topHours = highest
    .filter((each, position) => highest.findIndex((other) => hourOf(other) === hourOf(each)) === position)
    .slice(0, topHourCount);
  const [peak] = topHours;
  if (!peak) throw new Error('a forecast without an interval has no peak');
  return { peak, topHours, forecast };
}
