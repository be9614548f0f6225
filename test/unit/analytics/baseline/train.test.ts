import assert from 'node:assert/strict';
import { expect as expectRow } from '../../../../nodes/analytics/baseline/baseline-model.ts';
import { type BaselineTraining, trainBaseline } from '../../../../nodes/analytics/baseline/train.ts';
import { hourMs, hoursOf } from './observations.fixture.ts';

const drivers = ['temperature', 'pieces'];
const training = (observations: BaselineTraining['observations']): BaselineTraining => ({
  observations,
  drivers,
  temperature: 'temperature',
  intervalMs: hourMs,
  timeZone: 'UTC',
});
const line = hoursOf(1000, ({ temperature, pieces }) => 200 + 3 * temperature + 0.2 * pieces, 5);
const building = hoursOf(
  1000,
  ({ temperature }) => 100 + 8 * Math.max(0, temperature - 20) + 5 * Math.max(0, 10 - temperature),
  5,
);
const office = hoursOf(1680, ({ hourOfWeek, temperature }) => (hourOfWeek % 24 > 8 ? 90 : 30) + temperature, 3);

describe('training a baseline', () => {
  it('chooses the form that the plant has', () => {
    assert.deepEqual(
      [line, building, office].map((observations) => trainBaseline(training(observations)).form.name),
      ['linear', 'change-point', 'time-of-week'],
    );
  });

  it('finds the coefficients and says what they are worth', () => {
    const { coefficients, trained, heldOut, fit } = trainBaseline(training(line));
    const [intercept, temperature, pieces] = coefficients;
    for (const [coefficient, truth] of [
      [intercept, 200],
      [temperature, 3],
      [pieces, 0.2],
    ] as const) {
      assert.ok(Math.abs(coefficient!.value - truth) < 4 * coefficient!.standardError, coefficient!.name);
      assert.ok(coefficient!.p < 1e-10);
      assert.equal(coefficient!.t, coefficient!.value / coefficient!.standardError);
    }
    assert.ok(Math.abs(pieces!.vif! - 1) < 0.05);
    assert.ok(Math.abs(fit.residualSd - 5) < 0.5);
    assert.ok(Math.abs(trained.rho) < 0.1 && Math.abs(trained.durbinWatson! - 2) < 0.2);
    assert.ok(heldOut.rmse > trained.rmse && heldOut.rmse < 1.05 * trained.rmse);
  });

  it('finds the balance points', () => {
    const { form } = trainBaseline(training(building));
    const points = form.terms.flatMap((term) => ('point' in term ? [term.point] : []));
    assert.equal(points.length, 2);
    assert.ok(Math.abs(points[0]! - 10) < 1 && Math.abs(points[1]! - 20) < 1, String(points));
  });

  it('holds as many new rows in its interval as it says', () => {
    const model = trainBaseline(training(line));
    const later = hoursOf(1000, ({ temperature, pieces }) => 200 + 3 * temperature + 0.2 * pieces, 5, 2);
    const inside = later.target.filter((kwh, row) => {
      const row2 = { temperature: later.drivers['temperature']![row]!, pieces: later.drivers['pieces']![row]! };
      const { lower, upper } = expectRow(model, row2, 0);
      return kwh >= lower && kwh <= upper;
    });
    assert.ok(inside.length > 930 && inside.length < 970, String(inside.length));
  });

  it('ranks drivers by what they move, whatever their unit', () => {
    const { drivers: summaries } = trainBaseline(training(line));
    assert.deepEqual(
      summaries.map(({ name }) => name),
      drivers,
    );
    assert.ok(Math.abs(summaries.reduce((sum, { importance }) => sum + importance, 0) - 1) < 1e-12);
    assert.ok(summaries[0]!.importance > summaries[1]!.importance);
    assert.ok(summaries[0]!.rSquaredLoss > summaries[1]!.rSquaredLoss);
  });

  it('leaves out rows that were not measured, and drivers that are the energy or nothing', () => {
    const holed = { ...line, target: line.target.map((kwh, row) => (row < 100 ? NaN : kwh)) };
    const power = line.target.map((kwh) => kwh * 1.01);
    const observations = { ...holed, drivers: { ...line.drivers, power, still: new Float64Array(1000).fill(3) } };
    const model = trainBaseline({
      ...training(observations),
      drivers: [...drivers, 'power', 'still'],
      electrical: ['power'],
    });
    assert.equal(model.trained.rowCount, 900);
    assert.deepEqual(
      model.drivers.map(({ name }) => name),
      drivers,
    );
    assert.deepEqual(
      model.remarks.map((remark) => remark.split(' was left out')[0]),
      ['power', 'still'],
    );
  });

  it('refuses what it cannot train on', () => {
    const few = hoursOf(49, () => 5, 1);
    assert.throws(() => trainBaseline(training(few)), { code: 'too_few_rows', status: 422 });
    assert.throws(() => trainBaseline({ ...training(line), drivers: ['humidity'] }), { code: 'missing_driver' });
    const circular = { ...line, drivers: { power: line.target } };
    assert.throws(() => trainBaseline({ ...training(circular), drivers: ['power'], electrical: ['power'] }), {
      code: 'no_driver',
    });
    assert.deepEqual(trainBaseline({ ...training(circular), drivers: ['power'] }).remarks, []);
  });

  it('survives being stored', () => {
    const model = trainBaseline(training(office));
    const stored = JSON.parse(JSON.stringify(model)) as typeof model;
    const row = { temperature: 12, pieces: 40 };
    assert.deepEqual(expectRow(stored, row, 30), expectRow(model, row, 30));
  });
});

describe('what a baseline expects', () => {
  const model = trainBaseline(training(line));

  it('needs every driver, as a number', () => {
    assert.throws(() => expectRow(model, { temperature: 12 }, 0), {
      code: 'missing_driver',
      facts: { field: 'inputs.pieces' },
    });
    assert.throws(() => expectRow(model, { temperature: 12, pieces: NaN }, 0), { code: 'bad_value' });
  });

  it('warns outside of what it was trained on', () => {
    assert.equal(expectRow(model, { temperature: 15, pieces: 100 }, 0).warnings.length, 0);
    assert.match(expectRow(model, { temperature: 90, pieces: 100 }, 0).warnings[0]!, /^temperature = 90 lies outside/);
  });
});
