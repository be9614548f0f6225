import assert from 'node:assert/strict';
import { analyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import baseline from '../../../nodes/analytics/baseline.ts';
import { baselines } from '../../../nodes/analytics/baseline/baselines.ts';
import { setIdentity } from '../../../nodes/kernel/index.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { hourAt, press, pressAnalytics, start } from './press.fixture.ts';

type Row = Readonly<Record<string, number | boolean | string | null>>;
const iso = (hour: number): string => new Date(hourAt(hour)).toISOString();
const spanOf = (from: number, until: number) => ({ start_time: iso(from), end_time: iso(until) });

/** The error as it was thrown. */
async function errorOf(flow: TestFlow, message: object): Promise<{ message: string; status: number }> {
  return (await flow.askForError('node', message)).cause as { message: string; status: number };
}

describe('baseline node', () => {
  let analytics: Awaited<ReturnType<typeof pressAnalytics>>;

  beforeEach(async () => {
    analytics = await pressAnalytics({ more: (hour) => (hour >= 310 && hour < 313 ? 60 : 0) });
    analyticsContext.provide(analytics.context);
    baselines.provide(analytics.baselines);
  });
  afterEach(async () => {
    await TestFlow.close();
    baselines.withdraw();
    analyticsContext.withdraw();
  });

  async function answerTo(operation: string, question: object = {}, req?: object): Promise<Record<string, unknown>> {
    const flow = await TestFlow.ofNode(baseline, { operation });
    const { payload, statusCode } = await flow.ask('node', { payload: { machine_id: press.uuid, ...question }, req });
    assert.equal(statusCode, 200);
    await TestFlow.close();
    return payload as Record<string, unknown>;
  }
  const train = (question: object = { start_date: iso(0), end_date: iso(300) }) => answerTo('train', question);

  it('trains as the contract shows it', async () => {
    const { success, model_version, statistics, message, is_active } = await train();
    assert.deepEqual(
      [success, model_version, is_active, message],
      [true, 1, true, 'Baseline model trained successfully'],
    );
    const { r_squared, rmse, mae, training_samples } = statistics as Record<string, number>;
    assert.ok(r_squared! > 0.98 && mae! < rmse! && Math.abs(rmse! - 2) < 0.3);
    assert.equal(training_samples, 299);
  });

  it('lists the models and tells all of one', async () => {
    await train();
    const { model_id } = await train({ drivers: ['production'] });
    const { machine_id, total_models, models } = await answerTo('models');
    assert.deepEqual([machine_id, total_models], [press.uuid, 2]);
    const [newest, first] = models as Row[];
    assert.deepEqual(Object.keys(newest!).slice(0, 10), [
      'id',
      'machine_id',
      'model_name',
      'model_version',
      'training_samples',
      'r_squared',
      'rmse',
      'mae',
      'is_active',
      'created_at',
    ]);
    assert.deepEqual(
      [newest?.['id'], newest?.['model_name'], newest?.['is_active'], first?.['is_active']],
      [model_id, 'baseline_v2', true, false],
    );
    assert.equal(newest?.['created_at'], '2026-01-20T16:02:00+00:00');
    const model = await answerTo('model', { model_id });
    const { intercept, production } = model['coefficients'] as Record<string, number>;
    assert.ok(Math.abs(intercept! - 33) < 1.5 && Math.abs(production! - 0.5) < 0.03, `${intercept}, ${production}`);
    assert.deepEqual(model['feature_importance'], { production: 1 });
    const [, slope] = model['coefficient_statistics'] as Row[];
    assert.deepEqual(Object.keys(slope!), ['name', 'value', 'standard_error', 't', 'p', 'vif']);
    assert.ok(Number((model['held_out'] as Row)['cv_rmse']) < 0.2);
  });

  it('expects energy of either name of the inputs, with an interval', async () => {
    await train();
    const inputs = { outdoor_temp_c: 25, production_count: 100 };
    const answer = await answerTo('predict', { inputs });
    assert.deepEqual(Object.keys(answer).slice(0, 5), [
      'machine_id',
      'predicted_energy',
      'unit',
      'model_version',
      'confidence',
    ]);
    assert.deepEqual([answer['unit'], answer['model_version'], answer['confidence']], ['kWh', 1, 0.95]);
    const [low, middle, high] = [answer['lower_bound'], answer['predicted_energy'], answer['upper_bound']].map(
      Number,
    ) as [number, number, number];
    assert.ok(high - middle > 3 && Math.abs(high + low - 2 * middle) < 1e-6);
    assert.equal((await answerTo('predict', { features: inputs }))['predicted_energy'], middle);
  });

  it('shows the deviation of each hour, and how it adds up', async () => {
    await train();
    const { time_period, deviations, statistics } = await answerTo('deviation', spanOf(305, 320));
    assert.deepEqual(time_period, { start: '2026-01-16T17:00:00+00:00', end: '2026-01-17T08:00:00+00:00' });
    const rows = deviations as Row[];
    assert.equal(rows.length, 15);
    assert.equal(rows[0]?.['timestamp'], '2026-01-16T17:00:00+00:00');
    const flagged = rows.filter((row) => row['is_anomaly']);
    assert.ok([5, 6, 7].every((row) => rows[row]?.['anomaly_type'] === 'energy_spike'));
    for (const { actual, predicted, deviation, deviation_percent } of rows) {
      assert.ok(Math.abs(Number(actual) - Number(predicted) - Number(deviation)) < 1e-6);
      assert.ok(Math.abs((100 * Number(deviation)) / Number(predicted) - Number(deviation_percent)) < 1e-6);
    }
    const of = statistics as Record<string, number>;
    const sizes = rows.map(({ deviation }) => Number(deviation));
    assert.equal(of['anomaly_count'], flagged.length);
    assert.ok(Math.abs(of['avg_deviation']! - sizes.reduce((a, b) => a + b) / 15) < 1e-6);
    assert.equal(of['max_deviation'], Math.max(...sizes.map(Math.abs)));
    const { points, total } = await answerTo('cusum', spanOf(305, 320));
    assert.equal((points as Row[]).at(-1)?.['cusum'], total);
    const savings = await answerTo('savings', { start: iso(305), end: iso(320) });
    assert.ok(Math.abs(Number(savings['saved_energy']) + Number(total)) < 1e-6);
    assert.ok(Number(savings['saved_energy']) < -150 && Number(savings['enpi']) > 1);
    assert.ok(Number(savings['uncertainty']) > 0);
  });

  const refusals: [operation: string, question: object, status: number, message: RegExp][] = [
    ['models', { machine_id: 'x' }, 404, /^Machine not found$/],
    ['model', { model_id: 'x' }, 404, /^Model not found$/],
    ['predict', { inputs: { production: 1 } }, 422, /inputs\.outdoor_temperature is missing/],
    ['predict', {}, 422, /inputs must be an object/],
    ['predict', { inputs: { production: '1' } }, 422, /inputs.production must be a number, found 1/],
    ['train', { drivers: ['vibes'] }, 422, /does not measure vibes; it measures energy, power/],
    ['train', { drivers: 'production' }, 422, /drivers must be a list of names/],
    ['train', { start_date: iso(9), end_date: iso(8) }, 400, /^Invalid time range$/],
    ['deviation', spanOf(9, 8), 400, /^Invalid time range$/],
    ['deviation', { start_time: iso(9) }, 422, /end_time must be a time in ISO 8601/],
    ['deviation', spanOf(-30, -20), 404, /^No data available for this period$/],
  ];
  for (const [operation, question, status, message] of refusals) {
    it(`refuses ${operation} of ${JSON.stringify(question)}`, async () => {
      await analytics.baselines.train(press, { span: { from: start, until: hourAt(300) } });
      const flow = await TestFlow.ofNode(baseline, { operation });
      const error = await errorOf(flow, { payload: { machine_id: press.uuid, ...question } });
      assert.match(error.message, message);
      assert.equal(error.status, status);
    });
  }

  it('knows no model where none was trained, nor for a key of another site', async () => {
    const flow = await TestFlow.ofNode(baseline, { operation: 'predict' });
    const { message } = await errorOf(flow, { payload: { machine_id: press.uuid, inputs: {} } });
    assert.equal(message, 'Model not trained');
    await TestFlow.close();
    const { id } = await analytics.baselines.train(press);
    const foreign = await TestFlow.ofNode(baseline, { operation: 'model' });
    const req = { query: {}, params: { model_id: id } };
    setIdentity(req, { keyId: 'k', scopes: new Set(['read']), sites: new Set(['WEST']), arrivedAt: 0 });
    assert.equal((await errorOf(foreign, { req })).message, 'Model not found');
  });
});
