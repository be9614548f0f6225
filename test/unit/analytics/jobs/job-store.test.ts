import assert from 'node:assert/strict';
import jobStore, { type JobRun, jobReads, jobWrites } from '../../../../nodes/analytics/jobs/job-store.ts';
import { describeEngines } from '../../../support/store-engines.ts';

const runAt = (startedAt: number, changes: Partial<JobRun> = {}): JobRun => ({
  jobId: 'hourly',
  cause: 'schedule',
  startedAt,
  endedAt: startedAt + 5,
  counts: { machines: 2 },
  failures: [],
  ...changes,
});

describeEngines('the store of the jobs', (engine) => {
  it('knows since when a job is kept, and its newest run', () => {
    const connection = engine.connect([jobStore]);
    const keep = (at: number) => jobWrites.keepJobs.run(connection, { jobIds: ['hourly', 'daily'], at });
    assert.deepEqual(keep(100)[0], { jobId: 'hourly', since: 100, lastRun: null });
    for (const run of [runAt(200), runAt(300, { failures: ['no data'] })]) jobWrites.addRun.run(connection, run);
    const [hourly, daily] = keep(400);
    assert.deepEqual(hourly, { jobId: 'hourly', since: 100, lastRun: runAt(300, { failures: ['no data'] }) });
    assert.deepEqual(daily, { jobId: 'daily', since: 100, lastRun: null });
  });

  it('forgets old runs, but never the newest of a job', () => {
    const connection = engine.connect([jobStore]);
    const runs = [runAt(100), runAt(200), runAt(300), runAt(50, { jobId: 'weekly' })];
    for (const run of runs) jobWrites.addRun.run(connection, run);
    assert.equal(jobWrites.forgetRuns.run(connection, 1000), 2);
    assert.equal(jobWrites.forgetRuns.run(connection, 1000), 0);
    const known = jobWrites.keepJobs.run(connection, { jobIds: ['hourly', 'weekly'], at: 1 });
    assert.deepEqual(
      known.map(({ lastRun }) => lastRun?.startedAt),
      [300, 50],
    );
  });

  it('keeps one row of key figures for a machine and a date', () => {
    const connection = engine.connect([jobStore]);
    const day = (date: string, calculatedAt: number) => ({ machineId: 'm', date, calculatedAt, document: '{}' });
    for (const each of [day('2026-01-31', 1), day('2026-02-01', 2), day('2026-01-31', 3)]) {
      jobWrites.saveKpiDay.run(connection, each);
    }
    assert.equal(jobReads.newestKpiDate.run(connection, 'm'), '2026-02-01');
    assert.equal(jobReads.newestKpiDate.run(connection, 'x'), null);
    const all = jobReads.kpiDays.run(connection, { machineId: 'm', first: '2026-01-01', last: '2026-02-01' });
    assert.deepEqual(all, [day('2026-01-31', 3), day('2026-02-01', 2)]);
    const january = jobReads.kpiDays.run(connection, { machineId: 'm', first: '2026-01-01', last: '2026-01-31' });
    assert.equal(january.length, 1);
  });
});
