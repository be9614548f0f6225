import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { severityLimitsOf } from '../../nodes/analytics/anomaly/severity-limits.ts';
import { expect as expectRow } from '../../nodes/analytics/baseline/baseline-model.ts';
import { cusumOf } from '../../nodes/analytics/baseline/cusum.ts';
import { fitLeastSquares, predictRow } from '../../nodes/analytics/baseline/least-squares.ts';
import { completeRows, type Observations, pickRows } from '../../nodes/analytics/baseline/observations.ts';
import { savingsOf } from '../../nodes/analytics/baseline/savings.ts';
import { trainBaseline } from '../../nodes/analytics/baseline/train.ts';
import { twoSidedQuantile } from '../../nodes/analytics/statistics/student-t.ts';
import { zoneClock } from '../../nodes/kernel/index.ts';
import { publicTable, readTable, report, skip } from './data-files.ts';

const longleyFile = path.join(import.meta.dirname, 'data', 'longley.csv');
const longley = readTable(longleyFile);
const [target = '', ...drivers] = longley.columns;
/** Certified by NIST (Statistical Reference Datasets, Longley): intercept, then the drivers in their order, and s. */
const certified = [
  -3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807,
  1829.15146461355,
]; // prettier-ignore
const certifiedSd = 304.854073561965;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const limitNames = ['drift', 'low', 'medium', 'high'] as const;

function fitLongley() {
  const regressors = drivers.map((name) => ({ name, values: longley.numbers(name) }));
  return fitLeastSquares({ regressors, target: longley.numbers(target), groups: new Uint16Array(longley.rows.length) });
}

function correctDigits(value: number, truth: number): number {
  return -Math.log10(Math.max(1e-16, Math.abs(value - truth) / Math.abs(truth)));
}

const statsmodels = `
import sys, numpy, statsmodels.api as sm
table = numpy.genfromtxt(sys.argv[1], delimiter=',', skip_header=1)
x = sm.add_constant(table[:, 1:])
frame = sm.OLS(table[:, 0], x).fit().get_prediction(x).summary_frame(alpha=0.05)
print(','.join(repr(v) for v in list(frame['obs_ci_lower']) + list(frame['obs_ci_upper'])))
`;

describe('the baseline on public data', () => {
  it('has ten correct digits on Longley', () => {
    const fit = fitLongley();
    const digits = [fit.intercepts[0] ?? NaN, ...fit.slopes].map((value, row) => correctDigits(value, certified[row]!));
    const worst = Math.min(...digits, correctDigits(fit.residualSd, certifiedSd));
    report('correct digits of the worst coefficient', worst, 'at least 10');
    assert.ok(worst >= 10);
  });

  it('has the prediction intervals of statsmodels', function () {
    this.timeout(20_000);
    const answer = spawnSync('/usr/bin/python3', ['-c', statsmodels, longleyFile], { encoding: 'utf8' });
    if (answer.status !== 0) skip(this, 'the Debian package python3-statsmodels');
    const expected = answer.stdout.trim().split(',').map(Number);
    const fit = fitLongley();
    const columns = drivers.map((name) => longley.numbers(name));
    const t = twoSidedQuantile(0.95, fit.rowCount - fit.parameterCount);
    const bounds = [-1, 1].flatMap((side) =>
      longley.rows.map((_, row) => {
        const prediction = predictRow(fit, columns.map((values) => values[row]!), 0)!; // prettier-ignore
        return prediction.expected + side * t * prediction.sd;
      }),
    );
    const largest = Math.max(...bounds.map((bound, position) => Math.abs(bound - expected[position]!)));
    report('largest difference of an interval end', largest, 'within 1e-5 of values near 60 000');
    assert.ok(largest < 1e-5);
  });

  it('names a school’s anomalies as often as it says, in weeks that it did not see', function () {
    this.timeout(60_000);
    const observations = schoolOf(this);
    const weekOf = (row: number): number => Math.floor((observations.start[row]! - observations.start[0]!) / weekMs);
    const beyond = { drift: 0, low: 0, medium: 0, high: 0 };
    let count = 0;
    for (const side of [0, 1]) {
      const rowsOf = (which: number) => [...observations.start.keys()].filter((row) => weekOf(row) % 2 === which);
      const model = trainBaseline({
        observations: pickRows(observations, rowsOf(side)),
        drivers: ['tempf'],
        temperature: 'tempf',
        intervalMs: hourMs,
        timeZone: 'UTC',
      });
      const limits = severityLimitsOf(model);
      const unseen = completeRows(pickRows(observations, rowsOf(1 - side)), ['tempf']);
      report(
        `CV(RMSE) held out in the training of half ${side}`,
        model.heldOut.cvRmse ?? NaN,
        'a line in temperature has 0.80',
      );
      for (const [row, kwh] of unseen.target.entries()) {
        const { expected } = expectRow(model, { tempf: unseen.drivers['tempf']![row]! }, unseen.hourOfWeek[row]!);
        for (const name of limitNames) beyond[name] += Number(Math.abs(kwh - expected) > limits[name]);
      }
      count += unseen.target.length;
    }
    const nominal = { drift: 0.05, low: 0.01, medium: 0.003, high: 0.0005 };
    for (const name of limitNames) {
      const share = beyond[name] / count;
      report(`share of hours beyond ${name}`, share, `${nominal[name]} within 30 %, or two hours`);
      assert.ok(Math.abs(share - nominal[name]) <= Math.max(0.3 * nominal[name], 2 / count), name);
    }
  });

  it('sees the retrofit of a commercial building', function () {
    this.timeout(20_000);
    const table = publicTable(this, 'commercial_daily.csv');
    const all: Observations = {
      start: table.times('date'),
      target: table.numbers('kwh'),
      drivers: { tempf: table.numbers('tempf') },
      hourOfWeek: new Uint16Array(table.rows.length),
    };
    const days = (from: number, until: number) =>
      pickRows(
        all,
        Array.from({ length: until - from }, (_, day) => from + day),
      );
    const model = trainBaseline({ observations: days(0, 365), drivers: ['tempf'], temperature: 'tempf', intervalMs: dayMs, timeZone: 'UTC' }); // prettier-ignore
    const after = days(365, 730);
    const answers = after.target.map(
      (_, row) => expectRow(model, { tempf: after.drivers['tempf']![row]! }, 0).expected,
    );
    const { savedKwh, expectedKwh, fsu } = savingsOf(model, after.target, answers);
    report('R² of the first year', model.trained.rSquared ?? NaN, 'line in temperature 0.6909');
    report('CV(RMSE)', model.trained.cvRmse ?? NaN, 'ASHRAE asks for at most 0.30 of daily rows');
    report('saved share of the second year', savedKwh / expectedKwh, 'about 0.086');
    report('fractional savings uncertainty', fsu ?? NaN, 'below 0.5 at 68 %');
    assert.ok(model.trained.rSquared! > 0.7);
    assert.ok(savedKwh / expectedKwh > 0.07 && savedKwh / expectedKwh < 0.1);
    assert.ok(fsu! < 0.5);
    assert.equal(cusumOf(after.target, answers).at(-1)!.toFixed(0), (-savedKwh).toFixed(0));
  });
});

function schoolOf(test: Mocha.Context): Observations {
  const table = publicTable(test, 'school_hourly.csv');
  const start = table.times('time');
  const clock = zoneClock('UTC');
  return {
    start,
    target: table.numbers('kwh'),
    drivers: { tempf: table.numbers('tempf') },
    hourOfWeek: Uint16Array.from(start, (time) => clock.hourOfWeek(time)),
  };
}
