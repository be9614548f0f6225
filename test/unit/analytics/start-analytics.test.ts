import assert from 'node:assert/strict';
import type { AnalyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import { baselines } from '../../../nodes/analytics/baseline/baselines.ts';
import { forecasts } from '../../../nodes/analytics/forecast/forecasts.ts';
import { startAnalytics } from '../../../nodes/analytics/start-analytics.ts';
import { machine, performanceOf } from './drift/performance.fixture.ts';

const alarms: AnalyticsContext['alarms'] = {
  define: () => Promise.resolve([]),
  setCondition: () => undefined,
};

describe('start of the analytics', () => {
  it('ends at once, whatever is being trained and waits for it', async () => {
    const { context } = performanceOf();
    const end = await startAnalytics({ ...context, alarms });
    const trainings = [
      forecasts.get().train(machine, 'prophet'),
      forecasts.get().train(machine, 'arima'),
      baselines.get().train(machine),
    ];
    const settled = Promise.allSettled(trainings);
    await new Promise((resolve) => setImmediate(resolve));
    const before = performance.now();
    await end();
    const codes = (await settled).map(
      (outcome) => outcome.status === 'rejected' && (outcome.reason as { code: string }).code,
    );
    assert.ok(performance.now() - before < 2000);
    assert.match(String(codes[0]), /^(worker_stopped|pool_closed)$/);
    assert.deepEqual(codes.slice(1), ['training_stopped', 'training_stopped']);
    assert.throws(() => baselines.get(), { code: 'service_not_started' });
  });
});
