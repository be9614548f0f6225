import assert from 'node:assert/strict';
import { trainBaseline } from '../../../../nodes/analytics/baseline/train.ts';
import { expect as expectRow } from '../../../../nodes/analytics/baseline/baseline-model.ts';
import type { Observations } from '../../../../nodes/analytics/baseline/observations.ts';
import { baselineReference, checkDrift } from '../../../../nodes/analytics/drift/check-drift.ts';
import { kolmogorovSmirnov } from '../../../../nodes/analytics/drift/kolmogorov-smirnov.ts';
import { populationStability } from '../../../../nodes/analytics/drift/population-stability.ts';
import { trendOf } from '../../../../nodes/analytics/drift/trend.ts';
import { seededRandom } from '../../../../nodes/ids/random.ts';
import { hourMs, hoursOf } from '../baseline/observations.fixture.ts';

const random = seededRandom(3);
const normals = (count: number, mean = 0): Float64Array =>
  Float64Array.from({ length: count }, () => mean + random.normal());

describe('the test of Kolmogorov and Smirnov', () => {
  it('measures the largest distance', () => {
    const { distance } = kolmogorovSmirnov(Float64Array.of(1, 2, 3, 4), Float64Array.of(3, 4, 5, 6));
    assert.equal(distance, 0.5);
  });

  it('alarms as often as its p says where nothing moved', () => {
    const alarms = Array.from({ length: 400 }, () => kolmogorovSmirnov(normals(300), normals(24)).p < 0.05);
    const share = alarms.filter(Boolean).length / alarms.length;
    assert.ok(share > 0.02 && share < 0.08, String(share));
  });

  it('finds a shift of one SD in a week', () => {
    assert.ok(kolmogorovSmirnov(normals(720), normals(168, 1)).p < 1e-6);
  });
});

describe('the population stability index', () => {
  it('is about zero without a change, and says nothing of a day', () => {
    assert.ok(populationStability(normals(720), normals(720))! < 0.03);
    assert.equal(populationStability(normals(720), normals(24)), null);
  });

  it('is large where values moved', () => {
    assert.ok(populationStability(normals(720), normals(168, 1))! > 0.5);
  });
});

describe('a drift check', () => {
  const energyOf = ({ temperature, pieces }: { temperature: number; pieces: number }) =>
    200 + 3 * temperature + 0.2 * pieces;
  const model = trainBaseline({
    observations: hoursOf(2000, energyOf, 5),
    drivers: ['temperature', 'pieces'],
    temperature: 'temperature',
    intervalMs: hourMs,
    timeZone: 'UTC',
  });
  const check = (rows: Observations, shift: number) => {
    const actual = rows.target.map((kwh) => kwh + shift);
    const expected = actual.map((_, row) => {
      const [temperature, pieces] = ['temperature', 'pieces'].map((name) => rows.drivers[name]![row]!);
      return expectRow(model, { temperature: temperature!, pieces: pieces! }, 0).expected;
    });
    return checkDrift(baselineReference(model), {
      actual,
      residuals: actual.map((kwh, row) => kwh - expected[row]!),
      drivers: rows.drivers,
    });
  };

  it('is quiet on a day like those of the training', () => {
    const alarms = Array.from({ length: 100 }, (_, day) => check(hoursOf(24, energyOf, 5, day + 10), 0).isDrift);
    assert.ok(alarms.filter(Boolean).length <= 4, String(alarms.filter(Boolean).length));
  });

  it('finds what the plant uses more, and stays below its threshold otherwise', () => {
    const moved = check(hoursOf(168, energyOf, 5, 7), 5);
    assert.deepEqual([moved.isDrift, moved.type, moved.score > 0.25], [true, 'concept_drift', true]);
    const still = check(hoursOf(168, energyOf, 5, 7), 0);
    assert.deepEqual([still.isDrift, still.score < 0.25], [false, true]);
  });

  it('takes no improvement for a drift', () => {
    const rows = hoursOf(168, energyOf, 1, 9);
    const { isDrift, residualP, rmse, trainedRmse } = check(rows, 0);
    assert.ok(residualP < 0.01 && rmse < trainedRmse);
    assert.equal(isDrift, false);
  });

  it('tells drivers that moved from a plant that did', () => {
    const busy = hoursOf(168, energyOf, 5, 8);
    const pieces = busy.drivers['pieces']!.map((count) => count + 100);
    const rows = { ...busy, drivers: { ...busy.drivers, pieces }, target: busy.target.map((kwh) => kwh + 20) };
    assert.equal(check(rows, 0).type, 'data_drift');
  });
});

describe('the trend of evaluations', () => {
  const dayMs = 86_400_000;
  const series = (values: readonly number[]) => values.map((value, day) => ({ at: day * dayMs, value }));

  it('has the median slope and a direction only where a test finds one', () => {
    assert.deepEqual(trendOf(series([1, 2, 3, 4, 5, 6])), { direction: 'degrading', perDay: 1 });
    assert.deepEqual(trendOf(series([6, 5, 4, 3, 2, 1])), { direction: 'improving', perDay: -1 });
    assert.equal(trendOf(series([1, 3, 2, 3, 1, 2])).direction, 'stable');
    assert.deepEqual(trendOf(series([1, 9])), { direction: 'stable', perDay: null });
  });

  it('is not led by one bad day', () => {
    assert.equal(trendOf(series([2, 2.1, 1.9, 50, 2, 2.1, 1.9])).direction, 'stable');
  });
});
