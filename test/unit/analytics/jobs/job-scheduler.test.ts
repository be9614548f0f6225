import assert from 'node:assert/strict';
import { JobScheduler, type ScheduledJob } from '../../../../nodes/analytics/jobs/job-scheduler.ts';
import type { JobOutcome, JobRun } from '../../../../nodes/analytics/jobs/job-store.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { memoryStore } from './memory-jobs.fixture.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A Saturday. */
const start = Date.parse('2026-02-21T17:45:00Z');
const done: JobOutcome = { counts: { machines: 1 }, failures: [] };

describe('the job scheduler', () => {
  let clock: ManualClock;
  let store: ReturnType<typeof memoryStore>;
  let runs: string[];
  let reports: string[];

  beforeEach(() => {
    clock = new ManualClock(start);
    store = memoryStore();
    [runs, reports] = [[], []];
  });

  const note = (id: string) => () => {
    runs.push(`${id} ${new Date(clock.now()).toISOString().slice(5, 16)}`);
    return Promise.resolve(done);
  };
  const hourly = (run: ScheduledJob['run'] = note('hourly')): ScheduledJob => ({
    id: 'hourly',
    name: 'Hourly',
    schedule: { minute: 5 },
    run,
  });
  const weekly = (run = note('weekly')): ScheduledJob => ({
    id: 'weekly',
    name: 'Weekly',
    schedule: { weekday: 0, hour: 2, minute: 0 },
    run,
  });
  const startWith = (...jobs: readonly ScheduledJob[]) =>
    JobScheduler.start({ jobs, timeZone: 'Europe/London', store, clock, report: (text) => reports.push(text) });
  /** Minute by minute, so that what was started can end in between. */
  async function pass(scheduler: JobScheduler, ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += minuteMs) {
      clock.advance(minuteMs);
      await scheduler.settled();
    }
  }

  it('runs each job at its times', async () => {
    const scheduler = await startWith(hourly(), weekly());
    await pass(scheduler, 10 * hourMs);
    assert.deepEqual(runs.slice(0, 2), ['hourly 02-21T18:05', 'hourly 02-21T19:05']);
    assert.equal(runs.filter((run) => run.startsWith('hourly')).length, 10);
    assert.deepEqual(
      runs.filter((run) => run.startsWith('weekly')),
      ['weekly 02-22T02:00'],
    );
  });

  it('says when each runs next and what it did last', async () => {
    const scheduler = await startWith(hourly());
    assert.equal(scheduler.status().jobs[0]?.lastRun, null);
    await pass(scheduler, 25 * minuteMs);
    const { isRunning, timeZone, jobs } = scheduler.status();
    assert.deepEqual([isRunning, timeZone], [true, 'Europe/London']);
    const [hourlyJob] = jobs;
    assert.equal(hourlyJob?.nextRunAt, Date.parse('2026-02-21T19:05:00Z'));
    const at = Date.parse('2026-02-21T18:05:00Z');
    assert.deepEqual(hourlyJob.lastRun, { jobId: 'hourly', cause: 'schedule', startedAt: at, endedAt: at, ...done });
  });

  it('catches up once with what was missed, and not with what was before it was kept', async () => {
    const first = await startWith(hourly(), weekly());
    await pass(first, 25 * minuteMs);
    await first.stop();
    clock.advance(30 * hourMs);
    runs = [];
    const second = await startWith(hourly(), weekly());
    await second.settled();
    assert.deepEqual(runs, ['hourly 02-23T00:10', 'weekly 02-23T00:10']);
    assert.deepEqual(
      second.status().jobs.map(({ lastRun }) => lastRun?.cause),
      ['missed', 'missed'],
    );
    await second.stop();
    const third = await startWith(hourly(), weekly());
    await third.settled();
    assert.equal(runs.length, 2);
    await third.stop();
  });

  it('starts nothing twice at a time', async () => {
    const { promise, resolve } = Promise.withResolvers<JobOutcome>();
    let count = 0;
    const scheduler = await startWith(
      hourly(() => {
        count += 1;
        return promise;
      }),
    );
    clock.advance(20 * minuteMs);
    assert.deepEqual([count, scheduler.trigger('hourly'), scheduler.status().jobs[0]?.isRunning], [1, false, true]);
    clock.advance(hourMs);
    assert.deepEqual([count, reports], [1, ['Hourly still runs: its next run is left out']]);
    resolve(done);
    await scheduler.settled();
    clock.advance(hourMs);
    assert.equal(count, 2);
  });

  it('runs one by hand, whatever its schedule, and refuses what it does not know', async () => {
    const scheduler = await startWith(hourly(), weekly());
    assert.equal(scheduler.trigger('weekly'), true);
    await scheduler.settled();
    assert.deepEqual(runs, ['weekly 02-21T17:45']);
    assert.equal(scheduler.status().jobs[1]?.lastRun?.cause, 'manual');
    assert.throws(() => scheduler.trigger('x'), /There is no job x; the jobs are hourly, weekly/);
  });

  it('keeps going after a job or a listener has failed, and tells of both', async () => {
    const scheduler = await startWith(hourly(() => Promise.reject(new Error('no history'))));
    const told: JobRun[] = [];
    scheduler.subscribe(() => assert.fail('a broken flow'));
    const unsubscribe = scheduler.subscribe((run) => told.push(run));
    await pass(scheduler, 2 * hourMs);
    assert.deepEqual(
      told.map(({ failures }) => failures),
      [['no history'], ['no history']],
    );
    assert.match(reports[0] ?? '', /A listener of the jobs failed at Hourly: a broken flow/);
    unsubscribe();
    await pass(scheduler, hourMs);
    assert.equal(told.length, 2);
  });

  it('follows a wall clock that is set', async () => {
    const scheduler = await startWith(hourly());
    clock.stepWall(30 * minuteMs);
    await pass(scheduler, minuteMs);
    assert.deepEqual(runs, ['hourly 02-21T18:16']);
    clock.stepWall(-30 * minuteMs);
    await pass(scheduler, 21 * minuteMs);
    assert.deepEqual(runs.slice(1), ['hourly 02-21T18:05']);
  });

  it('makes up for a run that its end has cut short', async () => {
    const untilStopped = (stop: AbortSignal) =>
      new Promise<JobOutcome>((resolve) => stop.addEventListener('abort', () => resolve(done)));
    const first = await startWith(hourly(untilStopped));
    clock.advance(25 * minuteMs);
    await first.stop();
    const second = await startWith(hourly());
    await second.settled();
    assert.deepEqual(runs, ['hourly 02-21T18:10']);
  });

  it('starts nothing after its end', async () => {
    const scheduler = await startWith(hourly());
    await scheduler.stop();
    clock.advance(5 * hourMs);
    assert.deepEqual([runs, scheduler.status().isRunning], [[], false]);
  });
});
