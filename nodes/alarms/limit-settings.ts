import type { AlarmLevel, AlarmLimit, PointDescriptor, Sensor } from '../site/index.ts';
import { compareSeverity } from './alarm.ts';
import type { LimitLevel, LimitSettings } from './limit-alarm.ts';

interface Defaults {
  readonly deadbandPct: number;
  readonly offDelayS: number;
}

/** Starting values of EEMUA 191 and ISA-18.2 by what is measured. */
const temperature: Defaults = { deadbandPct: 1, offDelayS: 60 };
const pressureOrVoltage: Defaults = { deadbandPct: 2, offDelayS: 15 };
const flowOrPower: Defaults = { deadbandPct: 5, offDelayS: 15 };
const level: Defaults = { deadbandPct: 5, offDelayS: 60 };
const stateOfCharge: Defaults = { deadbandPct: 2, offDelayS: 60 };
const anything: Defaults = { deadbandPct: 0, offDelayS: 0 };

const defaultsByUnit: Readonly<Record<string, Defaults>> = {
  '°C': temperature,
  K: temperature,
  V: pressureOrVoltage,
  kV: pressureOrVoltage,
  Pa: pressureOrVoltage,
  kPa: pressureOrVoltage,
  bar: pressureOrVoltage,
  A: flowOrPower,
  W: flowOrPower,
  kW: flowOrPower,
  MW: flowOrPower,
  kvar: flowOrPower,
  kVA: flowOrPower,
  'm³/h': flowOrPower,
  'L/min': flowOrPower,
  '%': level,
};

const sides: Readonly<Record<AlarmLevel, 1 | -1>> = { HH: 1, H: 1, L: -1, LL: -1 };

/** Silence after which a point is stale: three missed polls, and never so short that a deploy trips it. */
export function staleAfterMs(periodMs: number): number {
  return Math.max(3 * periodMs, 10_000);
}

/** The limits of a sensor, ready to be watched; undefined for one without. */
export function limitSettingsOf(sensor: Sensor, point: PointDescriptor): LimitSettings | undefined {
  const levels = levelsOf(sensor.alarms ?? {});
  if (levels.length === 0) return undefined;
  const { deadband, deadbandPct, offDelayS, chatterCount } = sensor.alarmOptions ?? {};
  const defaults = point.role === 'soc' ? stateOfCharge : (defaultsByUnit[point.unit] ?? anything);
  const [low, high] = sensor.range ?? point.range ?? [0, 0];
  return {
    levels,
    // A share of the range and never of the limit: that would vanish at zero and lie on the wrong side below it.
    deadband: deadband ?? ((high - low) * (deadbandPct ?? defaults.deadbandPct)) / 100,
    offDelayMs: (offDelayS ?? defaults.offDelayS) * 1000,
    chatterCount: chatterCount ?? null,
    staleMs: staleAfterMs(point.periodMs),
  };
}

function levelsOf(limits: Readonly<Partial<Record<AlarmLevel, AlarmLimit>>>): LimitLevel[] {
  const entries = Object.entries(limits) as [AlarmLevel, AlarmLimit][];
  return entries
    .map(([level, { limit, priority, delayS }]) => ({
      level,
      limit,
      priority,
      delayMs: delayS * 1000,
      side: sides[level],
    }))
    .sort(compareSeverity);
}
