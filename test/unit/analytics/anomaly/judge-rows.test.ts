import assert from 'node:assert/strict';
import { episodesOf } from '../../../../nodes/analytics/anomaly/episodes.ts';
import { judgeRows } from '../../../../nodes/analytics/anomaly/judge-rows.ts';
import { severityLimitsOf } from '../../../../nodes/analytics/anomaly/severity-limits.ts';
import type { BaselineModel } from '../../../../nodes/analytics/baseline/baseline-model.ts';

const hourMs = 3_600_000;
const limits = { drift: 5, low: 10, medium: 20, high: 30, critical: 45, isCalibrated: true };

/** Rows about an expected 100 kWh that moves a little; null is a row that was not measured. */
function rowsOf(deviations: readonly (number | null)[], expected = 100) {
  const expectedOf = (row: number) => expected * (1 + 0.1 * Math.sin(row));
  return {
    start: Float64Array.from(deviations.keys(), (row) => row * hourMs),
    actual: Float64Array.from(deviations, (deviation, row) => (deviation === null ? NaN : expectedOf(row) + deviation)),
    expected: Float64Array.from(deviations, (_, row) => expectedOf(row)),
  };
}

const verdictsOf = (deviations: readonly (number | null)[], expected?: number) =>
  judgeRows(rowsOf(deviations, expected), { limits, resolutionKwh: 0.01 }).map((verdict) =>
    verdict ? `${verdict.severity} ${verdict.type}` : '',
  );

describe('the verdict on a row', () => {
  it('grows with the deviation, to both sides', () => {
    assert.deepEqual(verdictsOf([4, 11, -21, 31, -46]), [
      '',
      'low energy_spike',
      'medium energy_drop',
      'high energy_spike',
      'critical energy_drop',
    ]);
  });

  it('is critical the third time that high stands on the same side', () => {
    assert.deepEqual(
      verdictsOf([31, -31, 31, 31, 31]).map((verdict) => verdict.split(' ')[0]),
      ['high', 'high', 'high', 'high', 'critical'],
    );
  });

  it('sees a small deviation that stays as a drift, from its sixth row on', () => {
    assert.deepEqual(verdictsOf([6, 6, 6, 6, 6, 6, 11]), [
      '',
      '',
      '',
      '',
      '',
      'low sustained_drift',
      'medium sustained_drift',
    ]);
    assert.deepEqual(verdictsOf([6, 6, 6, -6, 6, 6, 6]), Array(7).fill(''));
  });

  it('is none where the deviation is less than a twentieth of the expected', () => {
    assert.deepEqual(verdictsOf([46], 1000), ['']);
  });

  it('is none below the resolution of the meter', () => {
    const tight = { drift: 0.0001, low: 0.0002, medium: 0.0003, high: 0.0004, critical: 0.0005, isCalibrated: true };
    const rows = { start: Float64Array.of(0), actual: Float64Array.of(0.01), expected: Float64Array.of(0.004) };
    assert.deepEqual(judgeRows(rows, { limits: tight, resolutionKwh: 0.01 }), [null]);
  });

  it('is missing data where nothing was measured, graver from the third row on', () => {
    assert.deepEqual(verdictsOf([null, null, null, 0]), [
      'low missing_data',
      'low missing_data',
      'medium missing_data',
      '',
    ]);
  });

  it('is a flatline where the meter stands while the expected moves', () => {
    const rows = rowsOf(Array<number>(7).fill(0), 30);
    const verdicts = judgeRows({ ...rows, actual: new Float64Array(7).fill(30) }, { limits, resolutionKwh: 0.01 });
    assert.deepEqual(
      verdicts.map((verdict) => verdict?.type ?? null),
      [null, null, null, null, null, 'flatline', 'flatline'],
    );
  });
});

describe('an episode', () => {
  it('joins rows of one event and names the worst', () => {
    const rows = rowsOf([0, 11, 25, 12, 0, -50, null]);
    const episodes = episodesOf(rows, judgeRows(rows, { limits, resolutionKwh: 0.01 }));
    assert.deepEqual(
      episodes.map(({ type, severity, from, worstAt, rowCount }) => [
        type,
        severity,
        from / hourMs,
        worstAt / hourMs,
        rowCount,
      ]),
      [
        ['energy_spike', 'medium', 1, 2, 3],
        ['energy_drop', 'critical', 5, 5, 1],
        ['missing_data', 'low', 6, 6, 1],
      ],
    );
    assert.match(episodes[0]!.description, /^Energy consumption 23 % above baseline, for 3 intervals$/);
    assert.ok(Math.abs(episodes[0]!.deviation! - 25) < 1e-9);
  });

  it('that goes on becomes a drift and stays one event', () => {
    const rows = rowsOf([11, 11, 11, 11, 11, 11, 11]);
    const [only, ...others] = episodesOf(rows, judgeRows(rows, { limits, resolutionKwh: 0.01 }));
    assert.deepEqual([only?.type, only?.severity, only?.rowCount, others.length], ['sustained_drift', 'medium', 7, 0]);
  });
});

describe('severity limits', () => {
  const quantiles = { q95: 1, q99: 2, q997: 3, q9995: 4 };
  const model = (count: number) =>
    ({ residualQuantiles: { count, ...quantiles }, trained: { residualSd: 10 } }) as BaselineModel;

  it('are the quantiles of what the model got wrong', () => {
    const { isCalibrated, ...rest } = severityLimitsOf(model(200));
    assert.deepEqual(rest, { drift: 1, low: 2, medium: 3, high: 4, critical: 6 });
    assert.equal(isCalibrated, true);
  });

  it('are multiples of the spread where there are too few, and say so', () => {
    const { isCalibrated, low, high } = severityLimitsOf(model(199));
    assert.deepEqual([isCalibrated, low, high], [false, 30, 50]);
  });
});
