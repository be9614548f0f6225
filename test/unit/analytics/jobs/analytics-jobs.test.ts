import assert from 'node:assert/strict';
import { analyticsJobs } from '../../../../nodes/analytics/jobs/analytics-jobs.ts';
import { readKpiDays } from '../../../../nodes/analytics/jobs/daily-kpis.ts';
import { dayMs, machine, performanceOf } from '../drift/performance.fixture.ts';

describe('the jobs of the analytics', () => {
  function jobsOf() {
    const parts = performanceOf();
    const anomalies = {
      detectAll: () => Promise.resolve({ counts: { machines: 3 }, failures: ['Press was not judged'] }),
    };
    const jobs = analyticsJobs({ ...parts, anomalies });
    const run = (id: string, stop = new AbortController().signal) => jobs.find((job) => job.id === id)!.run(stop);
    const days = async (question: object = {}) => {
      const asked = { question: { machine_id: machine.uuid, ...question }, sites: undefined };
      return (await readKpiDays(parts.context, asked)) as { days: { date: string; kpis: { energyKwh: number } }[] };
    };
    return { ...parts, jobs, run, days };
  }

  it('are the four of the contract, in its order', () => {
    const { jobs } = jobsOf();
    assert.deepEqual(
      jobs.map(({ id, name }) => `${id}: ${name}`),
      [
        'baseline_retrain: Weekly Baseline Retraining',
        'anomaly_detect: Hourly Anomaly Detection',
        'kpi_calculate: Daily KPI Calculation',
        'training_cleanup: Training Job Cleanup',
      ],
    );
  });

  it('retrain the baselines', async () => {
    const { run, baselines } = jobsOf();
    assert.deepEqual(await run('baseline_retrain'), {
      counts: { machines: 1, trained: 1, activated: 1 },
      failures: [],
    });
    assert.equal((await baselines.active(machine)).version, 1);
  });

  it('say of a machine whose training was refused why', async () => {
    const { run, baselines, context } = jobsOf();
    const running = baselines.train(machine);
    assert.deepEqual((await run('baseline_retrain')).failures, ['Press: Training already in progress']);
    await running;
    Object.assign(context, { history: { series: () => Promise.reject(new Error('the disk is gone')) } });
    const { counts, failures } = await run('baseline_retrain');
    assert.deepEqual([counts['trained'], failures], [0, ['Press: the disk is gone']]);
  });

  it('train nothing more once they are to stop', async () => {
    const { counts } = await jobsOf().run('baseline_retrain', AbortSignal.abort());
    assert.equal(counts['trained'], 0);
  });

  it('look for anomalies', async () => {
    const outcome = { counts: { machines: 3 }, failures: ['Press was not judged'] };
    assert.deepEqual(await jobsOf().run('anomaly_detect'), outcome);
  });

  it('store the key figures of yesterday, and those of the days that were left out', async () => {
    const { run, days, clock } = jobsOf();
    const { counts, failures } = await run('kpi_calculate');
    const unchecked = { models_checked: 0, models_drifted: 0, models_without_data: 0 };
    assert.deepEqual([counts, failures], [{ machines: 1, days: 1, ...unchecked }, []]);
    const [yesterday, ...others] = (await days()).days;
    assert.deepEqual([yesterday?.date, others.length], ['2026-03-15', 0]);
    // 24 hours of 30 kWh and half a kilowatt hour for each of about 100 pieces.
    assert.ok(Math.abs(yesterday!.kpis.energyKwh / (24 * 92) - 1) < 0.1, String(yesterday?.kpis.energyKwh));
    clock.advance(4 * dayMs);
    await run('kpi_calculate');
    const dates = (await days()).days.map(({ date }) => date);
    assert.deepEqual(dates, ['2026-03-15', '2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19']);
    const [only] = (await days({ start_date: '2026-03-17', end_date: '2026-03-17' })).days;
    assert.equal(only?.date, '2026-03-17');
    await assert.rejects(days({ start_date: '17.3.2026' }), { code: 'bad_value' });
  });

  it('forget old trainings', async () => {
    const { run, baselines, clock, trainings } = jobsOf();
    await baselines.train(machine);
    assert.deepEqual((await run('training_cleanup')).counts, { trainings_forgotten: 0, runs_forgotten: 0 });
    clock.advance(2 * dayMs);
    assert.deepEqual((await run('training_cleanup')).counts, { trainings_forgotten: 1, runs_forgotten: 0 });
    assert.equal(trainings.all.length, 0);
  });
});
