import assert from 'node:assert/strict';
import { type BaselineModel, expect as expectRow } from '../../nodes/analytics/baseline/baseline-model.ts';
import { trainBaseline } from '../../nodes/analytics/baseline/train.ts';
import { checkDrift } from '../../nodes/analytics/drift/check-drift.ts';
import { seededRandom, type Random } from '../../nodes/ids/random.ts';
import { report } from './data-files.ts';

const hourMs = 3_600_000;
const simulations = 400;
const noiseSd = 5;

function hoursOf(count: number, random: Random, shift = 0) {
  const pieces = Float64Array.from({ length: count }, () => 200 * random.uniform());
  const target = pieces.map((each) => 100 + 0.5 * each + noiseSd * random.normal() + shift);
  const start = Float64Array.from(pieces.keys(), (row) => row * hourMs);
  return { start, target, drivers: { pieces }, hourOfWeek: Uint16Array.from(pieces.keys(), (row) => row % 168) };
}

function isDrift(model: BaselineModel, hours: ReturnType<typeof hoursOf>): boolean {
  const { target: actual, drivers } = hours;
  const residuals = actual.map((kwh, row) => kwh - expectRow(model, { pieces: drivers.pieces[row]! }, 0).expected);
  return checkDrift(model, { actual, residuals, drivers }).isDrift;
}

describe('the drift check', function () {
  this.timeout(60_000);

  it('is quiet without a drift and finds one standard deviation in a week', () => {
    const random = seededRandom(2);
    const model = trainBaseline({
      observations: hoursOf(720, random),
      drivers: ['pieces'],
      intervalMs: hourMs,
      timeZone: 'UTC',
    });
    const shareOf = (count: number, shift: number): number => {
      const found = Array.from({ length: simulations }, () => isDrift(model, hoursOf(count, random, shift)));
      return found.filter(Boolean).length / simulations;
    };
    const [falseAlarms, finds] = [shareOf(24, 0), shareOf(168, noiseSd)];
    report('false alarms of one-day checks', falseAlarms, 'below 0.05');
    report('one SD over a week found', finds, 'above 0.95');
    assert.ok(falseAlarms < 0.05);
    assert.ok(finds > 0.95);
  });
});
