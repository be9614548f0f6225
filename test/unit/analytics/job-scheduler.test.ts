import assert from 'node:assert/strict';
import { analyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import jobSchedulerNode from '../../../nodes/analytics/job-scheduler.ts';
import { analyticsJobs } from '../../../nodes/analytics/jobs/analytics-jobs.ts';
import { JobScheduler, jobScheduler } from '../../../nodes/analytics/jobs/job-scheduler.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { machine, performanceOf } from './drift/performance.fixture.ts';

const hourMs = 3_600_000;

describe('job-scheduler node', () => {
  let parts: ReturnType<typeof performanceOf>;
  let scheduler: JobScheduler;

  beforeEach(async () => {
    parts = performanceOf();
    const { context, clock } = parts;
    const anomalies = { detectAll: () => Promise.resolve({ counts: { machines: 1, new_anomalies: 0 }, failures: [] }) };
    const jobs = analyticsJobs({ ...parts, anomalies });
    const report = () => undefined;
    scheduler = await JobScheduler.start({ jobs, timeZone: 'UTC', store: context.store, clock, report });
    analyticsContext.provide(context);
    jobScheduler.provide(scheduler);
  });
  afterEach(async () => {
    await TestFlow.close();
    await scheduler.stop();
    jobScheduler.withdraw();
    analyticsContext.withdraw();
  });

  it('shows the jobs as the contract does, with what they did', async () => {
    parts.clock.advance(5 * 60_000);
    await scheduler.settled();
    const flow = await TestFlow.ofNode(jobSchedulerNode, { operation: 'status' });
    const { jobs, ...rest } = (await flow.ask('node', { payload: {} })).payload as { jobs: Record<string, unknown>[] };
    assert.deepEqual(rest, { enabled: true, running: true, job_count: 4, time_zone: 'UTC' });
    assert.deepEqual(jobs[0], {
      id: 'baseline_retrain',
      name: 'Weekly Baseline Retraining',
      next_run: '2026-03-22T02:00:00+00:00',
      trigger: "cron[month='*', day='*', day_of_week='0', hour='2', minute='0']",
      is_running: false,
      last_run: null,
    });
    assert.deepEqual(jobs[1]?.['last_run'], {
      job_id: 'anomaly_detect',
      name: 'Hourly Anomaly Detection',
      cause: 'schedule',
      success: true,
      started_at: '2026-03-16T12:05:00+00:00',
      ended_at: '2026-03-16T12:05:00+00:00',
      duration_ms: 0,
      counts: { machines: 1, new_anomalies: 0 },
      failures: [],
    });
  });

  it('runs a job at once, and tells so', async () => {
    const flow = await TestFlow.ofNode(jobSchedulerNode, { operation: 'trigger' });
    const trigger = async (job_id: string) =>
      (await flow.ask('node', { req: { query: {}, params: { job_id } } })).payload;
    const triggered = { success: true, job_id: 'kpi_calculate', message: 'Job triggered successfully' };
    assert.deepEqual(await trigger('kpi_calculate'), triggered);
    await scheduler.settled();
    assert.equal(scheduler.status().jobs[2]?.lastRun?.cause, 'manual');
    const { code, message } = await flow.askForError('node', { payload: { job_id: 'daily' } });
    assert.equal(code, 'unknown_job');
    assert.match(message, /baseline_retrain, anomaly_detect, kpi_calculate, training_cleanup/);
  });

  it('says of a job that runs already that nothing was started', async () => {
    const flow = await TestFlow.ofNode(jobSchedulerNode, { operation: 'trigger' });
    scheduler.trigger('baseline_retrain');
    assert.deepEqual((await flow.ask('node', { payload: { job_id: 'baseline_retrain' } })).payload, {
      success: false,
      job_id: 'baseline_retrain',
      message: 'Job is already running',
    });
  });

  it('sends each run when it has ended', async () => {
    const flow = await TestFlow.ofNode(jobSchedulerNode, { operation: 'runs' });
    const next = flow.next('out1');
    parts.clock.advance(6 * 60_000);
    const { topic, payload } = await next;
    assert.equal(topic, 'anomaly_detect');
    assert.equal((payload as { success: boolean }).success, true);
    assert.deepEqual(flow.statuses('node').at(-1), { fill: 'green', shape: 'dot', text: 'anomaly_detect' });
    await TestFlow.close();
    parts.clock.advance(hourMs);
    await scheduler.settled();
  });

  it('reads the stored key figures of days', async () => {
    scheduler.trigger('kpi_calculate');
    await scheduler.settled();
    const flow = await TestFlow.ofNode(jobSchedulerNode, { operation: 'kpi_days' });
    const { payload } = await flow.ask('node', { payload: { machine_id: machine.uuid } });
    const { machine_name: name, days } = payload as { machine_name: string; days: { date: string }[] };
    assert.deepEqual([name, days.map(({ date }) => date)], ['Press', ['2026-03-15']]);
  });
});
