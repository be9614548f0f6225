import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { type BaselineModel, expect as expectRow } from '../../nodes/analytics/baseline/baseline-model.ts';
import { trainBaseline } from '../../nodes/analytics/baseline/train.ts';
import { baselineReference, checkDrift } from '../../nodes/analytics/drift/check-drift.ts';
import { kolmogorovSmirnov } from '../../nodes/analytics/drift/kolmogorov-smirnov.ts';
import { populationStability } from '../../nodes/analytics/drift/population-stability.ts';
import { trendOf } from '../../nodes/analytics/drift/trend.ts';
import { seededRandom, type Random } from '../../nodes/ids/random.ts';
import { dayMs, machine, now, performanceOf } from '../unit/analytics/drift/performance.fixture.ts';
import { report, skip } from './data-files.ts';
import { plainKolmogorovSmirnov, plainStabilityIndex, plainTheilSen } from './plain-drift.ts';

const hourMs = 3_600_000;
const simulations = 400;
const noiseSd = 5;

/** Hours whose noise resembles that of the hour before by `rho`. */
function hoursOf(count: number, random: Random, { shift = 0, rho = 0 } = {}) {
  const pieces = Float64Array.from({ length: count }, () => 200 * random.uniform());
  let noise = random.normal();
  const target = pieces.map((each) => {
    noise = rho * noise + Math.sqrt(1 - rho ** 2) * random.normal();
    return 100 + 0.5 * each + noiseSd * noise + shift;
  });
  const start = Float64Array.from(pieces.keys(), (row) => row * hourMs);
  return { start, target, drivers: { pieces }, hourOfWeek: Uint16Array.from(pieces.keys(), (row) => row % 168) };
}

function isDrift(model: BaselineModel, hours: ReturnType<typeof hoursOf>): boolean {
  const { target: actual, drivers } = hours;
  const residuals = actual.map((kwh, row) => kwh - expectRow(model, { pieces: drivers.pieces[row]! }, 0).expected);
  return checkDrift(baselineReference(model), { actual, residuals, drivers }).isDrift;
}

const scipy = `
import sys, json, scipy.stats as s
a, b = json.load(sys.stdin)
print(repr(float(s.ks_2samp(a, b).statistic)), repr(float(s.theilslopes(b, range(len(b)))[0])))
`;

describe('the drift check', function () {
  this.timeout(60_000);

  for (const rho of [0, 0.6]) {
    it(`is quiet without a drift and finds one standard deviation in a week, neighbours alike by ${rho}`, () => {
      const random = seededRandom(2);
      const model = trainBaseline({
        observations: hoursOf(2160, random, { rho }),
        drivers: ['pieces'],
        intervalMs: hourMs,
        timeZone: 'UTC',
      });
      const shareOf = (count: number, shift: number): number => {
        const found = Array.from({ length: simulations }, () => isDrift(model, hoursOf(count, random, { shift, rho })));
        return found.filter(Boolean).length / simulations;
      };
      const [falseAlarms, finds] = [shareOf(24, 0), shareOf(168, noiseSd)];
      report('false alarms of one-day checks', falseAlarms, 'below 0.05');
      report('one SD over a week found', finds, 'above 0.95');
      assert.ok(falseAlarms < 0.05);
      assert.ok(finds > 0.95);
    });
  }

  it('does so from the history to the answer', async () => {
    const quiet = performanceOf();
    await quiet.baselines.train(machine);
    const days = 56;
    quiet.clock.advance(days * dayMs);
    let alarms = 0;
    for (let day = 0; day < days; day += 1) {
      const span = { from: now + day * dayMs, until: now + (day + 1) * dayMs };
      if ((await quiet.performance.checkDrift(machine, 'baseline', span)).isDrift) alarms += 1;
    }
    // The noise of the press has an SD of 3 kWh.
    const moved = performanceOf((at) => (at >= now ? 3 : 0));
    await moved.baselines.train(machine);
    moved.clock.advance(days * dayMs);
    let finds = 0;
    for (let week = 0; week < days / 7; week += 1) {
      const span = { from: now + 7 * week * dayMs, until: now + 7 * (week + 1) * dayMs };
      if ((await moved.performance.checkDrift(machine, 'baseline', span)).isDrift) finds += 1;
    }
    report('false alarms on 56 days of the press', alarms, 'at most 2');
    report('weeks found of 8', finds, 'all');
    assert.ok(alarms <= 2);
    assert.equal(finds, 8);
  });

  it('rests on statistics that a plain recomputation confirms', () => {
    const random = seededRandom(7);
    const normals = (count: number, shift = 0) => Array.from({ length: count }, () => random.normal() + shift);
    let [worst, smallest] = [0, 1];
    for (const [n, m, shift] of [
      [720, 24, 0],
      [720, 168, 0.3],
      [500, 80, 0],
      [300, 96, 1],
      [90, 100, 0.5],
    ] as const) {
      // prettier-ignore
      const [a, b] = [normals(n), normals(m, shift)];
      const [first, second] = [Float64Array.from(a), Float64Array.from(b)];
      const [ks, plain] = [kolmogorovSmirnov(first, second), plainKolmogorovSmirnov(a, b)];
      const indexes = [populationStability(first, second), m < 72 ? null : plainStabilityIndex(a, b)] as const;
      const slope = trendOf(b.map((value, day) => ({ at: day * dayMs, value }))).perDay!;
      const x = b.map((_, day) => day);
      const pairs = [[ks.distance, plain.distance], [ks.p, plain.p], [indexes[0] ?? 0, indexes[1] ?? 0], [slope, plainTheilSen(x, b)]]; // prettier-ignore
      worst = Math.max(worst, ...pairs.map(([ours = 0, other = 0]) => Math.abs(ours - other)));
      smallest = Math.min(smallest, ks.p);
    }
    report('largest difference from the plain statistics', worst, 'below 1e-9');
    assert.ok(worst < 1e-9);
    assert.ok(smallest < 1e-6, 'something must have moved');
  });

  it('has the distance and the slope of scipy', function () {
    const random = seededRandom(9);
    const [a, b] = [720, 168].map((count) => Array.from({ length: count }, () => random.normal()));
    const answer = spawnSync('/usr/bin/python3', ['-c', scipy], { input: JSON.stringify([a, b]), encoding: 'utf8' });
    if (answer.status !== 0) skip(this, 'the Debian package python3-scipy');
    const [distance = NaN, slope = NaN] = answer.stdout.trim().split(' ').map(Number);
    const ours = kolmogorovSmirnov(Float64Array.from(a!), Float64Array.from(b!)).distance;
    const trend = trendOf(b!.map((value, day) => ({ at: day * dayMs, value }))).perDay ?? NaN;
    report('difference from scipy', Math.max(Math.abs(ours - distance), Math.abs(trend - slope)), 'below 1e-12');
    assert.ok(Math.abs(ours - distance) < 1e-12);
    assert.ok(Math.abs(trend - slope) < 1e-12);
  });
});
