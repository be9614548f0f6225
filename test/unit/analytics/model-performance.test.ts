import assert from 'node:assert/strict';
import { analyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import { modelPerformance } from '../../../nodes/analytics/drift/model-performance.ts';
import modelPerformanceNode from '../../../nodes/analytics/model-performance.ts';
import { setIdentity } from '../../../nodes/kernel/index.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { dayMs, machine, now, performanceOf } from './drift/performance.fixture.ts';

const iso = (epochMs: number) => new Date(epochMs).toISOString();
const baseline = { model_type: 'baseline', machine_id: machine.uuid };

describe('model-performance node', () => {
  let parts: ReturnType<typeof performanceOf>;

  beforeEach(() => {
    parts = performanceOf();
    analyticsContext.provide(parts.context);
    modelPerformance.provide(parts.performance);
  });
  afterEach(async () => {
    await TestFlow.close();
    modelPerformance.withdraw();
    analyticsContext.withdraw();
  });

  async function ask(operation: string, question: object): Promise<Record<string, unknown>> {
    await TestFlow.close();
    const flow = await TestFlow.ofNode(modelPerformanceNode, { operation });
    const { payload, statusCode } = await flow.ask('node', { req: { query: question, params: {} } });
    assert.equal(statusCode, 200);
    return payload as Record<string, unknown>;
  }
  async function refused(operation: string, question: object): Promise<string | undefined> {
    await TestFlow.close();
    const flow = await TestFlow.ofNode(modelPerformanceNode, { operation });
    return (await flow.askForError('node', { payload: question })).code;
  }
  async function train() {
    await parts.baselines.train(machine);
    await parts.performance.settled();
  }

  it('starts a training and tells how far it is', async () => {
    const triggered = await ask('retrain', { ...baseline, trigger_type: 'manual', reason: 'Testing' });
    const { training_job_id: id } = triggered;
    assert.deepEqual(triggered, {
      triggered: true,
      trigger_type: 'manual',
      reason: 'Testing',
      training_job_id: id,
      estimated_completion: '2026-03-16T12:00:05+00:00',
    });
    while (parts.trainings.job(String(id))?.endedAt === null) await new Promise((resolve) => setImmediate(resolve));
    const { model, ...job } = await ask('job', { job_id: id });
    assert.deepEqual(job, {
      training_job_id: id,
      model_type: 'baseline',
      machine_id: machine.uuid,
      machine_name: 'Press',
      status: 'completed',
      progress: 1,
      requested_at: '2026-03-16T12:00:00+00:00',
      started_at: '2026-03-16T12:00:00+00:00',
      completed_at: '2026-03-16T12:00:00+00:00',
      estimated_completion: '2026-03-16T12:00:05+00:00',
      error: null,
    });
    assert.deepEqual(
      [(model as { model_version: number }).model_version, (model as { is_active: boolean }).is_active],
      [1, true],
    );
  });

  it('says that a training is under way', async () => {
    const { promise: rows, resolve: read } = Promise.withResolvers<never>();
    Object.assign(parts.context, { history: { series: () => rows } });
    const running = assert.rejects(train(), /no history/);
    assert.deepEqual(await ask('retrain', { ...baseline, model_type: 'anomaly', trigger_type: 'drift' }), {
      triggered: false,
      trigger_type: 'drift',
      reason: 'Training already in progress',
      training_job_id: null,
    });
    read(Promise.reject(new Error('no history')));
    await running;
  });

  it('checks for drift as the contract shows it', async () => {
    await train();
    const span = { evaluation_start: iso(now - 3 * dayMs), evaluation_end: iso(now - dayMs) };
    const {
      drift_score: score,
      current_performance: current,
      ...answer
    } = await ask('drift_check', { ...baseline, ...span });
    assert.ok(Number(score) >= 0 && Number(score) < 0.25);
    assert.deepEqual(Object.keys(current as object), ['r_squared', 'rmse', 'mae', 'rows']);
    const { drift_detected, drift_type, recommendation, threshold, model_version, evaluated } = answer;
    assert.deepEqual(
      [drift_detected, drift_type, recommendation, threshold, model_version],
      [false, 'no_drift', 'Model performance is stable', 0.25, 1],
    );
    assert.deepEqual(evaluated, { start: '2026-03-13T12:00:00+00:00', end: '2026-03-15T12:00:00+00:00' });
  });

  it('shows the trend of the evaluations', async () => {
    await train();
    const { metrics, ...trend } = await ask('trend', { ...baseline, model_type: 'anomaly', days: '7' });
    assert.deepEqual(trend, {
      model_type: 'anomaly',
      machine_id: machine.uuid,
      machine_name: 'Press',
      trend_direction: 'stable',
      degradation_rate: null,
    });
    const [{ r_squared, rmse, mae, ...rest } = {}] = metrics as Record<string, unknown>[];
    assert.deepEqual(rest, {
      evaluation_date: '2026-03-16T12:00:00+00:00',
      model_version: 1,
      drift_detected: false,
      drift_score: 0,
      cause: 'training',
    });
    for (const figure of [r_squared, rmse, mae]) assert.equal(typeof figure, 'number');
  });

  it('lists the alerts that stand, of the machines that the key may see', async () => {
    await train();
    parts.clock.advance(dayMs);
    Object.assign(parts.context, { history: performanceOf((at) => (at >= now ? 20 : 0)).context.history });
    await ask('drift_check', { ...baseline, evaluation_start: iso(now), evaluation_end: iso(now + dayMs) });
    const alerts = (await ask('alerts', {})) as unknown as Record<string, unknown>[];
    const [, { alert_id, current_value, threshold, message, ...alert } = {}] = alerts;
    assert.deepEqual(alert, {
      model_type: 'baseline',
      machine_id: machine.uuid,
      machine_name: 'Press',
      alert_type: 'performance_degradation',
      severity: 'high',
      created_at: '2026-03-17T12:00:00+00:00',
      status: 'unresolved',
    });
    assert.ok(Number(current_value) > Number(threshold));
    assert.match(String(message), /^RMSE rose above threshold/);
    const anomalies = (await ask('alerts', { model_type: 'anomaly' })) as unknown as Record<string, unknown>[];
    assert.deepEqual(anomalies[1], { ...alerts[1], model_type: 'anomaly', alert_id });
    assert.deepEqual(await ask('alerts', { model_type: 'forecast_arima' }), []);
    const request = { query: {}, params: {} };
    setIdentity(request, { keyId: 'k', scopes: new Set(['read']), sites: new Set(['WEST']), arrivedAt: 0 });
    await TestFlow.close();
    const flow = await TestFlow.ofNode(modelPerformanceNode, { operation: 'alerts' });
    assert.deepEqual((await flow.ask('node', { req: request })).payload, []);
  });

  const refusals: [operation: string, question: object, code: string][] = [
    ['retrain', { ...baseline, model_type: 'lstm', trigger_type: 'manual' }, 'bad_value'],
    ['retrain', { ...baseline, trigger_type: 'often' }, 'bad_value'],
    ['retrain', { ...baseline, machine_id: 'x', trigger_type: 'manual' }, 'unknown_machine'],
    ['job', { job_id: 'x' }, 'unknown_training'],
    ['trend', { ...baseline, days: '0' }, 'bad_value'],
    ['trend', baseline, 'model_not_trained'],
    ['drift_check', { ...baseline, evaluation_start: iso(now), evaluation_end: iso(now - dayMs) }, 'bad_time_range'],
    ['drift_check', { ...baseline, evaluation_start: iso(now - dayMs), evaluation_end: iso(now) }, 'model_not_trained'],
    ['drift_check', { ...baseline, evaluation_start: 'yesterday', evaluation_end: iso(now) }, 'bad_value'],
  ];
  for (const [operation, question, code] of refusals) {
    it(`refuses ${operation} of ${JSON.stringify(question)} as ${code}`, async () => {
      assert.equal(await refused(operation, question), code);
    });
  }
});
