import assert from 'node:assert/strict';
import { type AnalyticsContext, analyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import { type JobScheduler, jobScheduler } from '../../../nodes/analytics/jobs/job-scheduler.ts';
import { currentAnalyticsFacts } from '../../../nodes/analytics/system-facts.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const now = Date.UTC(2026, 1, 21, 12);
const dayMs = 24 * 3_600_000;

describe('facts of the analytics', () => {
  afterEach(() => {
    analyticsContext.withdraw();
    jobScheduler.withdraw();
  });

  /** Three machines with one sensor each: one measured a minute ago, one a day and a bit ago, one never. */
  function provide(read: (operation: { readonly name: string }, argument: unknown) => Promise<unknown>): void {
    const devices = ['now', 'late', 'silent'];
    const directory = {
      model: { sensors: devices.map((device, id) => ({ id, device })) },
      sensor: (id: number) => ({ id }),
      pointOf: ({ id }: { id: number }) => ({ id }),
    };
    const latest = ([id = -1]: readonly number[]) =>
      id === 2 ? [] : [{ sensorId: id, ts: now - (id === 0 ? 60_000 : dayMs + 1), value: 1, quality: 0 }];
    const machines = { directory, all: () => devices.map((device) => ({ device, uuid: `uuid of ${device}` })) };
    const context = { store: { read }, machines, history: { latest }, clock: new ManualClock(now) };
    analyticsContext.provide(context as unknown as AnalyticsContext);
    const status = () => ({ isRunning: true, timeZone: 'UTC', jobs: [] });
    jobScheduler.provide({ status } as unknown as JobScheduler);
  }

  it('count what was measured, trained and found', async () => {
    const asked: unknown[] = [];
    provide((operation, argument) => {
      asked.push(argument);
      return Promise.resolve(operation.name.endsWith('activeModelCount') ? 2 : { total: 5, anomalies: [] });
    });
    const { activeMachines, baselineModels, recentAnomalies, scheduler } = await currentAnalyticsFacts();
    assert.deepEqual([activeMachines, baselineModels, recentAnomalies, scheduler['running']], [1, 2, 5, true]);
    const machineIds = ['uuid of now', 'uuid of late', 'uuid of silent'];
    assert.deepEqual(asked, ['baseline', { from: now - dayMs, until: now, machineIds, limit: 0 }]);
  });

  it('leave out what the store does not tell', async () => {
    provide(() => Promise.reject(new Error('the disk is full')));
    const { activeMachines, baselineModels, recentAnomalies } = await currentAnalyticsFacts();
    assert.deepEqual([activeMachines, baselineModels, recentAnomalies], [1, null, null]);
  });
});
