import assert from 'node:assert/strict';
import { dayMs, hourMs, machine, now, performanceOf } from './performance.fixture.ts';

const lastWeek = { from: now - 7 * dayMs, until: now - hourMs };

describe('the performance of models', () => {
  async function trained(more?: (epochMs: number) => number) {
    const parts = performanceOf(more);
    const start = parts.performance.retrain(machine, 'baseline');
    assert.ok(start.isTriggered);
    const ended = await start.ended;
    assert.equal(ended.failure, null);
    await parts.performance.settled();
    return { ...parts, jobId: ended.id };
  }

  it('retrains once at a time, and tells what came of it', async () => {
    const { performance, baselines } = performanceOf();
    const start = performance.retrain(machine, 'baseline');
    assert.ok(start.isTriggered);
    assert.deepEqual(performance.retrain(machine, 'baseline'), {
      isTriggered: false,
      reason: 'Training already in progress',
    });
    assert.equal((await performance.training(start.job.id)).model, null);
    await start.ended;
    const { job, kind, machineId, model } = await performance.training(start.job.id);
    assert.deepEqual([job.state, kind, machineId, model?.version], ['completed', 'baseline', machine.uuid, 1]);
    assert.equal(model?.id, (await baselines.active(machine)).id);
    await assert.rejects(performance.training('x'), { code: 'unknown_training' });
  });

  for (const kind of ['baseline', 'forecast_mstl'] as const) {
    it(`notes who wants a ${kind} retrained, and why`, async () => {
      const { performance, entries } = performanceOf();
      const requester = { keyId: 'k1', source: 'analytics', via: 'http' } as const;
      const start = performance.retrain(machine, kind, { requester, trigger: 'drift', triggerReason: 'New tool' });
      assert.ok(start.isTriggered);
      await start.result;
      const [{ kind: entryKind, requester: noted, details } = assert.fail()] = entries;
      assert.deepEqual([entryKind, noted], ['model_trained', requester]);
      assert.deepEqual(
        [details['model'], details['trigger_type'], details['trigger_reason']],
        [kind, 'drift', 'New tool'],
      );
    });
  }

  it('keeps what a training says of itself', async () => {
    const { performance, baselines, clock } = await trained();
    const { evaluations, direction, perDay } = await performance.trend(machine, 'baseline', 30);
    const { heldOut } = (await baselines.active(machine)).model;
    const [only, ...others] = evaluations;
    assert.deepEqual([only?.cause, only?.rmse, only?.rSquared], ['training', heldOut.rmse, heldOut.rSquared]);
    assert.deepEqual([others.length, direction, perDay], [0, 'stable', null]);
    await assert.rejects(performance.trend(machine, 'forecast_arima', 30), { code: 'model_not_trained' });
    clock.advance(31 * dayMs);
    await assert.rejects(performance.trend(machine, 'baseline', 30), { code: 'no_data' });
  });

  it('finds no drift where nothing moved', async () => {
    const { performance } = await trained();
    const { isDrift, type, score, rmse, trainedRmse, evaluation } = await performance.checkDrift(
      machine,
      'baseline',
      lastWeek,
    );
    assert.deepEqual([isDrift, type, score < 0.25], [false, 'no_drift', true]);
    assert.ok(Math.abs(rmse / trainedRmse - 1) < 0.25);
    assert.equal(evaluation.rowCount, 7 * 24 - 1);
    assert.deepEqual(await performance.alerts([machine], ['baseline']), []);
  });

  it('finds a machine that uses more, and raises an alert until it is fine again', async () => {
    const since = now - 2 * dayMs;
    const parts = await trained();
    const { performance, context } = parts;
    const moved = performanceOf((at) => (at >= since ? 9 : 0)).context.history;
    Object.assign(context, { history: moved });
    const { isDrift, type } = await performance.checkDrift(machine, 'baseline', { from: since, until: now - dayMs });
    assert.deepEqual([isDrift, type], [true, 'concept_drift']);
    assert.deepEqual(await performance.alerts([machine], ['baseline']), []);
    parts.clock.advance(2 * dayMs);
    await performance.checkDrift(machine, 'baseline', { from: now, until: now + dayMs });
    const alerts = await performance.alerts([machine], ['baseline']);
    assert.deepEqual(
      alerts.map((alert) => alert.type),
      ['drift_detected', 'performance_degradation'],
    );
    assert.deepEqual(
      alerts.map(({ createdAt }) => createdAt),
      [now + dayMs, now + dayMs],
    );
    const start = performance.retrain(machine, 'baseline');
    assert.ok(start.isTriggered);
    await start.ended;
    await performance.settled();
    assert.deepEqual(await performance.alerts([machine], ['baseline']), []);
  });

  it('judges a forecast by the days that it would have forecast', async function () {
    this.timeout(10_000);
    const { performance } = performanceOf();
    const start = performance.retrain(machine, 'forecast_mstl');
    assert.ok(start.isTriggered);
    await start.ended;
    const { isDrift, rmse, trainedRmse, evaluation } = await performance.checkDrift(machine, 'forecast_mstl', lastWeek);
    assert.equal(isDrift, false);
    // What no forecast can know has 8.1 kWh: the noise of 3, and 0.5 of pieces whose 4 × (0 to 12) follow no day.
    for (const error of [rmse, trainedRmse]) assert.ok(error > 7 && error < 12, String(error));
    assert.ok(evaluation.rowCount >= 6 * 24);
  });

  it('refuses what is not there', async () => {
    const { performance } = performanceOf();
    await assert.rejects(performance.checkDrift(machine, 'baseline', lastWeek), { code: 'model_not_trained' });
    await assert.rejects(performance.checkDrift(machine, 'forecast_arima', lastWeek), { code: 'model_not_trained' });
    const future = { from: now + dayMs, until: now + 2 * dayMs };
    await assert.rejects(performance.checkDrift(machine, 'baseline', future), { code: 'bad_time_range' });
    const { performance: ready } = await trained();
    const before = { from: now - 400 * dayMs, until: now - 390 * dayMs };
    await assert.rejects(ready.checkDrift(machine, 'baseline', before), { code: 'no_data' });
  });

  it('checks every active model on the last whole day of its machine', async () => {
    const { performance } = await trained();
    const outcome = await performance.checkYesterday();
    assert.deepEqual(outcome, {
      counts: { models_checked: 1, models_drifted: 0, models_without_data: 0 },
      failures: [],
    });
    const { evaluations } = await performance.trend(machine, 'baseline', 30);
    const daily = evaluations.find(({ cause }) => cause === 'drift_check');
    // Midnight in Berlin.
    assert.deepEqual([daily?.at, daily?.rowCount], [Date.parse('2026-03-15T23:00:00Z'), 24]);
  });
});
