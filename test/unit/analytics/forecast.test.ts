import assert from 'node:assert/strict';
import { analyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import forecast from '../../../nodes/analytics/forecast.ts';
import { forecasts } from '../../../nodes/analytics/forecast/forecasts.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { compressor, runForecasts, type RunningForecasts } from './forecast/forecasts.fixture.ts';

interface Prediction {
  readonly timestamp: string;
  readonly predicted_energy: number;
  readonly predicted_power: number;
  readonly lower_bound: number;
  readonly upper_bound: number;
  readonly confidence: number;
}
interface Metrics {
  readonly mape: number;
  readonly rmse: number;
  readonly coverage: number;
  readonly seasonal_naive: { readonly mape: number };
}

describe('forecast node', function () {
  this.timeout(20_000);
  let running: RunningForecasts;
  const machine_id = compressor;

  before(async () => {
    running = await runForecasts(29);
    analyticsContext.provide(running.context);
    forecasts.provide(running.forecasts);
  });
  after(async () => {
    forecasts.withdraw();
    analyticsContext.withdraw();
    await running.close();
  });
  afterEach(() => TestFlow.close());

  const answer = async (operation: string, question: object): Promise<Record<string, unknown>> => {
    const flow = await TestFlow.ofNode(forecast, { operation });
    return (await flow.ask('node', { payload: { machine_id, ...question } })).payload as Record<string, unknown>;
  };
  const refusal = async (operation: string, question: object) => {
    const flow = await TestFlow.ofNode(forecast, { operation });
    return flow.askForError('node', { payload: { machine_id, ...question } });
  };

  it('answers POST /api/v1/forecast/predict', async () => {
    const body = await answer('predict', { model_type: 'mstl', forecast_hours: 24 });
    const predictions = body['predictions'] as Prediction[];
    assert.deepEqual(
      [body['machine_name'], body['model_type'], body['forecast_start'], body['forecast_end']],
      ['Compressor-1', 'mstl', '2026-02-02T18:00:00+00:00', '2026-02-03T18:00:00+00:00'],
    );
    assert.deepEqual(Object.keys(predictions[0]!), [
      'timestamp',
      'predicted_energy',
      'lower_bound',
      'upper_bound',
      'confidence',
    ]);
    assert.deepEqual([predictions[0]?.timestamp, predictions[0]?.confidence], ['2026-02-02T19:00:00+00:00', 0.95]);
    assert.deepEqual([predictions.length, predictions.at(-1)?.timestamp], [24, body['forecast_end']]);
    const total = predictions.reduce((sum, { predicted_energy }) => sum + predicted_energy, 0);
    assert.ok(Math.abs(Number(body['total_predicted_energy']) - total) < 1e-6);
  });

  it('answers POST /api/v1/forecast/train/arima, and shows the model where the answer says', async () => {
    const dates = { start_date: '2026-01-05T08:00:00Z', end_date: '2026-02-02T07:59:59Z' };
    const body = await answer('train_arima', { ...dates, model_params: { p: 1, d: 0, q: 0 } });
    const { mape, rmse, coverage, seasonal_naive } = body['metrics'] as Metrics;
    assert.deepEqual(
      [body['success'], body['model_type'], body['machine_id'], body['training_samples'], body['model_type_used']],
      [true, 'arima', machine_id, 28 * 24, 'arima'],
    );
    assert.deepEqual(body['model_params'], { p: 1, d: 0, q: 0, seasonal: { p: 0, d: 1, q: 0, period_hours: 168 } });
    assert.ok([mape, rmse, coverage, seasonal_naive.mape].every(Number.isFinite));
    assert.equal(body['model_path'], `/api/v1/forecast/models/${machine_id}#/arima`);
    await TestFlow.close();
    const models = await answer('models', {});
    const { trained, path, last_modified, model_id } = models['arima'] as Record<string, unknown>;
    assert.deepEqual([trained, path, model_id], [true, body['model_path'], body['model_id']]);
    assert.equal(last_modified, '2026-02-02T18:24:00+00:00');
    assert.deepEqual(models['prophet'], { trained: false, path: null, last_modified: null });
  });

  it('answers POST /api/v1/forecast/train/mstl', async () => {
    const body = await answer('train_mstl', { lookback_days: 21 });
    assert.deepEqual([body['training_samples'], body['model_params']], [21 * 24, null]);
  });

  it('answers GET /api/v1/forecast/demand', async () => {
    const body = await answer('demand', { hours: '2' });
    const predictions = body['predictions'] as Prediction[];
    assert.deepEqual([body['unit'], body['interval_minutes'], predictions.length], ['kW', 15, 8]);
    assert.equal(predictions[0]?.timestamp, '2026-02-02T18:30:00+00:00');
    assert.ok(Math.abs(predictions[0].predicted_power - 107) < 5);
  });

  it('answers GET /api/v1/forecast/peak for a date of the factory', async () => {
    const body = await answer('peak', { date: '2026-02-03' });
    const { value, unit, timestamp } = body['predicted_peak'] as Record<string, unknown>;
    assert.deepEqual([body['date'], unit], ['2026-02-03', 'kW']);
    assert.ok(Math.abs(Number(value) - 110) < 4);
    assert.match(String(timestamp), /^2026-02-0[34]T.*:(00|15|30|45):00\+00:00$/);
    assert.equal((body['top_hours'] as unknown[]).length, 2);
  });

  for (const [name, operation, question, status, message] of [
    ['an unknown machine', 'models', { machine_id: 'x' }, 404, /Machine not found$/],
    ['a method that was not trained', 'predict', { model_type: 'prophet' }, 404, /Model not trained$/],
    ['another method', 'predict', { model_type: 'lstm' }, 422, /model_type must be arima, prophet, mstl/],
    [
      'hours beyond a week',
      'predict',
      { forecast_hours: 169 },
      422,
      /forecast_hours must be a whole number from 1 to 168/,
    ],
    ['a part of an hour', 'demand', { hours: 1.5 }, 422, /hours must be a whole number/],
    ['a date that is over', 'peak', { date: '2026-02-01' }, 422, /from 2026-02-02 to 2026-02-09, found 2026-02-01/],
    ['a date too far ahead', 'peak', { date: '2026-02-10' }, 422, /found 2026-02-10/],
    ['no date', 'peak', {}, 422, /date must be/],
    [
      'an order too high',
      'train_arima',
      { model_params: { p: 6 } },
      422,
      /p must be a whole number from 0 to 5, found 6/,
    ],
    ['orders that are none', 'train_arima', { model_params: 'auto' }, 422, /model_params/],
    ['another seasonality', 'train_prophet', { seasonality_mode: 'both' }, 422, /additive or multiplicative/],
    [
      'a span that ends before it starts',
      'train_mstl',
      { start_date: '2026-02-01', end_date: '2026-01-01' },
      400,
      /Invalid time range$/,
    ],
    ['a span of more than a year', 'train_mstl', { start_date: '2024-01-01', end_date: '2026-01-01' }, 422, /366 days/],
    ['a span to come', 'train_mstl', { start_date: '2027-01-01', end_date: '2027-02-01' }, 404, /No data available/],
    [
      'a span without data',
      'train_mstl',
      { start_date: '2025-01-01', end_date: '2025-02-01' },
      404,
      /No data available/,
    ],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const error = await refusal(operation, question);
      assert.match(error.message, message);
      assert.equal((error.cause as { status: number }).status, status);
    });
  }
});
