import assert from 'node:assert/strict';
import { type DayFigures, dayFigures, daySums, type DaySum } from '../../../nodes/billing/daily-energy.ts';
import type { EnergySensor } from '../../../nodes/billing/energy-sensors.ts';
import { localDaysIn } from '../../../nodes/billing/local-days.ts';

const sensorOf = (tag: string, changes: Partial<EnergySensor>): EnergySensor => ({
  sensorId: 1,
  tag,
  equipmentTag: null,
  subsystem: null,
  kind: 'electrical',
  role: null,
  isExport: false,
  source: 'counter',
  scale: 1,
  counted: false,
  ...changes,
});

const load = sensorOf('LOAD', { role: 'load', counted: true });
const rack1 = sensorOf('RACK-1', { role: 'it' });
const rack2 = sensorOf('RACK-2', { role: 'it' });
const host = sensorOf('HOST', { kind: 'thermal', subsystem: 'thermal-l3', counted: true });
const hostCheck = sensorOf('HOST-CHECK', { kind: 'thermal', subsystem: 'thermal-l3', role: 'sub' });
const cooler = sensorOf('COOLER', { kind: 'thermal', subsystem: 'thermal-reject' });

const sum = (sensor: EnergySensor, kwh: number | null, measuredShare = 1): DaySum => ({ sensor, kwh, measuredShare });
const whole = [
  sum(load, 1000),
  sum(rack1, 500),
  sum(rack2, 300),
  sum(host, 400),
  sum(hostCheck, 399),
  sum(cooler, 350),
];

describe('figures of a day', () => {
  it('follow from the sums of its meters', () => {
    assert.deepEqual(dayFigures(whole), {
      electrical_kwh: 1000,
      thermal_kwht_recovered: 400,
      thermal_kwht_rejected: 350,
      heat_recovery_ratio: 0.4,
      pue_estimate: 1.25,
      reasons: {},
    });
  });

  const missing: [title: string, sums: DaySum[], figure: keyof DayFigures, reason: string][] = [
    ['no meter', [], 'electrical_kwh', 'the block has no electrical meter'],
    ['no heat meter at the host', [sum(load, 1)], 'thermal_kwht_recovered', 'the block has no heat meter at its host'],
    ['no heat meter at the host', [sum(load, 1)], 'heat_recovery_ratio', 'the block has no heat meter at its host'],
    ['no heat meter at the cooler', [sum(host, 1)], 'thermal_kwht_rejected', 'the block has no heat meter at its rejection'],
    ['no IT meter', [sum(load, 1)], 'pue_estimate', 'the block has no meter of its IT load'],
    ['no meter of the whole', [sum(rack1, 1)], 'pue_estimate', 'the block has no meter of its whole load'],
    ['a silent meter', [sum(load, null), sum(rack1, 1)], 'electrical_kwh', 'LOAD has no measurement on this day'],
    ['a silent meter', [sum(load, 1), sum(rack1, null)], 'pue_estimate', 'RACK-1 has no measurement on this day'],
    ['a patchy meter', [sum(load, 1), sum(rack1, 1, 0.949)], 'pue_estimate', 'RACK-1 was measured for 94 % of the day'],
    ['a patchy meter', [sum(load, 1, 0.5), sum(host, 1)], 'heat_recovery_ratio', 'LOAD was measured for 50 % of the day'],
    ['no energy', [sum(load, 0), sum(host, 0)], 'heat_recovery_ratio', 'no energy was used'],
    ['no energy', [sum(load, 1), sum(rack1, 0)], 'pue_estimate', 'no energy was used'],
  ]; // prettier-ignore
  for (const [title, sums, figure, reason] of missing) {
    it(`are null with a reason: ${figure} with ${title}`, () => {
      const figures = dayFigures(sums);
      assert.equal(figures[figure], null);
      assert.equal(figures.reasons[figure], reason);
    });
  }

  it('are ratios while 95 % of the day were measured', () => {
    assert.equal(dayFigures([sum(load, 2, 0.95), sum(rack1, 1, 0.95)]).pue_estimate, 2);
  });
});

describe('sums of days', () => {
  const hourMs = 3_600_000;
  const days = localDaysIn('Europe/London', Date.parse('2026-10-24'), Date.parse('2026-10-27'));
  const first = days[0]!.start;

  it('follow the days of the clocks, of 24, 25 and 24 hours', () => {
    const start = Float64Array.from({ length: 73 }, (_, hour) => first + hour * hourMs);
    const ones = new Float64Array(73).fill(1);
    const series = { sensor: load, start, kwh: ones, sampleCount: ones, goodRatio: ones };
    const sums = daySums(series, days, hourMs, days[2]!.end);
    assert.deepEqual(
      sums.map(({ kwh, measuredShare }) => [kwh, measuredShare]),
      [
        [24, 1],
        [25, 1],
        [24, 1],
      ],
    );
  });

  it('say what part of a day was measured, of a running one so far', () => {
    const start = Float64Array.from([first, first + 2 * hourMs, days[2]!.start + hourMs]);
    const kwh = Float64Array.from([1, 2, 4]);
    const goodRatio = Float64Array.from([1, 0.4, 1]);
    const series = { sensor: load, start, kwh, sampleCount: kwh, goodRatio };
    const sums = daySums(series, days, hourMs, days[2]!.start + 2 * hourMs);
    assert.deepEqual(
      sums.map((day) => [day.kwh, Math.round(day.measuredShare * 1000) / 1000]),
      [
        [3, 0.058],
        [null, 0],
        [4, 0.5],
      ],
    );
  });
});
