import { withoutNoise } from '../kernel/index.ts';
import type { EnergySensor } from './energy-sensors.ts';
import type { EnergySeries } from './energy-series.ts';
import type { LocalDay } from './local-days.ts';

/** What one sensor measured on one day. */
export interface DaySum {
  readonly sensor: EnergySensor;
  /** Null when no bucket of the day has a measurement. */
  readonly kwh: number | null;
  /** Share of the day, so far as it has passed, that good samples cover. */
  readonly measuredShare: number;
}

/** Totals of a block on one day. A figure that could not be measured is null, and its reason stands under its name. */
export interface DayFigures {
  readonly electrical_kwh: number | null;
  readonly thermal_kwht_recovered: number | null;
  readonly thermal_kwht_rejected: number | null;
  readonly heat_recovery_ratio: number | null;
  readonly pue_estimate: number | null;
  readonly reasons: Readonly<Record<string, string>>;
}

type Figure = { readonly value: number } | { readonly reason: string };

/** A ratio of energies that were not measured over the same time says nothing; an invoice's limit is 5 % missing, too. */
const minMeasuredShare = 0.95;
const ratioDigits = 1e4;

/** The sums of a series over days, of which the last may be running. */
export function daySums(
  { sensor, start, kwh, goodRatio }: EnergySeries,
  days: readonly LocalDay[],
  lengthMs: number,
  now: number,
): readonly DaySum[] {
  let row = 0;
  return days.map((day) => {
    let [sum, covered, rows] = [0, 0, 0];
    while ((start[row] ?? Infinity) < day.start) row += 1;
    for (; (start[row] ?? Infinity) < day.end; row += 1) {
      sum += kwh[row] ?? 0;
      covered += goodRatio[row] ?? 0;
      rows += 1;
    }
    const passed = Math.max(1, Math.floor((Math.min(now, day.end) - day.start) / lengthMs));
    return { sensor, kwh: rows > 0 ? withoutNoise(sum) : null, measuredShare: Math.min(1, covered / passed) };
  });
}

/**
 * The figures of a block on one day:
 * - electrical energy: the counted meters (see `energySensorsOf`);
 * - recovered and rejected heat: the heat meters of the subsystems `thermal-l3` (the host) and `thermal-reject`;
 * - heat recovery ratio = recovered heat / electrical energy;
 * - PUE estimate = energy of the whole block (meters of the role `load`) / energy of its IT (meters of the role `it`).
 */
export function dayFigures(sums: readonly DaySum[]): DayFigures {
  const ofHeat = (subsystem: string): readonly DaySum[] =>
    sums.filter(({ sensor }) => sensor.kind === 'thermal' && sensor.subsystem === subsystem && sensor.role !== 'sub');
  const electrical = sums.filter(({ sensor }) => sensor.kind === 'electrical' && sensor.counted);
  const whole = electrical.filter(({ sensor }) => sensor.role === 'load');
  const it = sums.filter(({ sensor }) => sensor.role === 'it' && !sensor.isExport);
  const recovered = ofHeat('thermal-l3');
  return bodyOf({
    electrical_kwh: energyOf(electrical, 'the block has no electrical meter'),
    thermal_kwht_recovered: energyOf(recovered, 'the block has no heat meter at its host'),
    thermal_kwht_rejected: energyOf(ofHeat('thermal-reject'), 'the block has no heat meter at its rejection'),
    heat_recovery_ratio: ratioOf(
      [recovered, 'the block has no heat meter at its host'],
      [electrical, 'the block has no electrical meter'],
    ),
    pue_estimate: ratioOf(
      [whole, 'the block has no meter of its whole load'],
      [it, 'the block has no meter of its IT load'],
    ),
  });
}

function energyOf(sums: readonly DaySum[], whenNone: string): Figure {
  if (sums.length === 0) return { reason: whenNone };
  const silent = sums.find(({ kwh }) => kwh === null);
  if (silent) return { reason: `${silent.sensor.tag} has no measurement on this day` };
  return { value: withoutNoise(sums.reduce((total, { kwh }) => total + (kwh ?? 0), 0)) };
}

type Term = readonly [sums: readonly DaySum[], whenNone: string];

function ratioOf(over: Term, under: Term): Figure {
  const [numerator, denominator] = [energyOf(...over), energyOf(...under)];
  if ('reason' in numerator) return numerator;
  if ('reason' in denominator) return denominator;
  const patchy = [...over[0], ...under[0]].find(({ measuredShare }) => measuredShare < minMeasuredShare);
  if (patchy) {
    const share = `${Math.floor(patchy.measuredShare * 100)} %`;
    return { reason: `${patchy.sensor.tag} was measured for ${share} of the day` };
  }
  if (denominator.value <= 0) return { reason: 'no energy was used' };
  return { value: Math.round((numerator.value / denominator.value) * ratioDigits) / ratioDigits };
}

function bodyOf(figures: Readonly<Record<Exclude<keyof DayFigures, 'reasons'>, Figure>>): DayFigures {
  const entries = Object.entries<Figure>(figures);
  const values = entries.map(([name, figure]) => [name, 'value' in figure ? figure.value : null]);
  const reasons = entries.flatMap(([name, figure]) => ('reason' in figure ? [[name, figure.reason]] : []));
  return {
    ...(Object.fromEntries(values) as Omit<DayFigures, 'reasons'>),
    reasons: Object.fromEntries(reasons) as DayFigures['reasons'],
  };
}
