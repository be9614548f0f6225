import assert from 'node:assert/strict';
import { type JobStart, TrainingJobs } from '../../../../nodes/analytics/jobs/training-jobs.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

function started(start: JobStart) {
  assert.ok(start.isTriggered);
  return start;
}

describe('training jobs', () => {
  it('go through their states, with progress', async () => {
    const clock = new ManualClock();
    const jobs = new TrainingJobs(clock);
    const seen: unknown[] = [];
    const { job, ended } = started(
      jobs.start('baseline m1', (report) => {
        seen.push(jobs.job(job.id)?.state);
        report(0.5);
        seen.push(jobs.job(job.id)?.progress);
        clock.advance(700);
        return Promise.resolve();
      }),
    );
    assert.equal(job.state, 'pending');
    const end = await ended;
    assert.deepEqual(
      [...seen, end.state, end.progress, end.endedAt! - end.startedAt!],
      ['running', 0.5, 'completed', 1, 700],
    );
    const again = started(jobs.start('baseline m1', () => Promise.resolve()));
    assert.equal(again.job.expectedEnd - again.job.requestedAt, 700);
    await again.ended;
  });

  it('are refused twice for one subject, and wait for each other', async () => {
    const jobs = new TrainingJobs(new ManualClock());
    const order: string[] = [];
    const train = (name: string) => () => {
      order.push(name);
      return Promise.resolve();
    };
    const first = started(jobs.start('a', train('a')));
    assert.deepEqual(jobs.start('a', train('twice')), { isTriggered: false, reason: 'Training already in progress' });
    const second = started(jobs.start('b', train('b')));
    await Promise.all([first.ended, second.ended]);
    assert.deepEqual(order, ['a', 'b']);
    assert.ok(jobs.start('a', train('a')).isTriggered);
  });

  it('fail with the reason, and let the next one run', async () => {
    const jobs = new TrainingJobs(new ManualClock());
    const failed = started(jobs.start('a', () => Promise.reject(new Error('too few rows'))));
    const next = started(jobs.start('b', () => Promise.resolve()));
    assert.deepEqual([(await failed.ended).state, (await failed.ended).failure], ['failed', 'too few rows']);
    assert.equal((await next.ended).state, 'completed');
  });

  it('do not begin once they are stopped, but for the one that runs', async () => {
    const jobs = new TrainingJobs(new ManualClock());
    const { promise, resolve } = Promise.withResolvers<string>();
    const running = started(jobs.start('a', () => promise));
    const waiting = started(jobs.start('b', () => Promise.reject(new Error('it ran'))));
    while (jobs.job(running.job.id)?.state === 'pending') await Promise.resolve();
    jobs.stop();
    resolve('a model');
    assert.equal(await running.result, 'a model');
    await assert.rejects(waiting.result, { code: 'training_stopped', status: 503 });
    assert.equal((await waiting.ended).state, 'failed');
    await assert.rejects(
      jobs.train('c', () => Promise.resolve()),
      { code: 'training_stopped' },
    );
  });

  it('are forgotten a day after they ended', async () => {
    const clock = new ManualClock();
    const jobs = new TrainingJobs(clock);
    await started(jobs.start('a', () => Promise.resolve())).ended;
    assert.equal(jobs.forgetOld(), 0);
    clock.advance(25 * 3_600_000);
    assert.equal(jobs.forgetOld(), 1);
    assert.equal(jobs.all.length, 0);
  });
});
