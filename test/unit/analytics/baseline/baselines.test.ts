import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hourAt, hourMs, idle, press, pressAnalytics } from '../press.fixture.ts';

describe('the baselines of machines', () => {
  const weather = { outdoor_temperature: 25, production_count: 100 };

  it('are trained on weather and production where nobody names drivers', async () => {
    const { baselines, entries } = await pressAnalytics();
    const trained = await baselines.train(press);
    assert.deepEqual(trained.model.drivers.map(({ name }) => name).sort(), ['outdoor_temperature', 'production_count']);
    assert.deepEqual([trained.version, trained.isActive, trained.model.remarks], [1, true, []]);
    assert.ok(trained.model.heldOut.rSquared! > 0.98);
    const { expected, lower, upper } = await baselines.predict(press, weather);
    assert.ok(Math.abs(expected - (30 + 50 + 7)) < 1.5, String(expected));
    assert.ok(lower < expected && expected < upper);
    const [{ kind, verdict, details }] = entries as [(typeof entries)[0]];
    assert.deepEqual([kind, verdict, details['model_id']], ['model_trained', 'activated', trained.id]);
  });

  it('take the names of the contract for drivers, and say which are circular', async () => {
    const { baselines } = await pressAnalytics();
    const named = await baselines.train(press, { drivers: ['production', 'outdoor_temp_c'] });
    assert.deepEqual(named.model.drivers.map(({ name }) => name).sort(), ['outdoor_temp_c', 'production']);
    const byOtherNames = await baselines.predict(press, weather);
    const bySame = await baselines.predict(press, { outdoor_temp_c: 25, production: 100, vibration: 1 });
    assert.equal(byOtherNames.expected, bySame.expected);
    assert.deepEqual([byOtherNames.warnings, bySame.warnings], [[], ['vibration is no driver of the model']]);
    const circular = await baselines.train(press, { drivers: ['power_kw', 'production'] });
    assert.deepEqual(
      circular.model.drivers.map(({ name }) => name),
      ['production'],
    );
    assert.match(circular.model.remarks.join(), /power_kw was left out: it is the energy by another name/);
    const documented = await baselines.train(press, { drivers: ['production', 'vibration'] });
    assert.deepEqual(
      documented.model.drivers.map(({ name }) => name),
      ['production'],
    );
    assert.match(documented.model.remarks.join(), /vibration was left out: the machine does not measure it/);
    await assert.rejects(baselines.train(press, { drivers: ['power_kw'] }), {
      code: 'no_driver',
      message: /energy by another name/,
    });
  });

  const refusals: [request: object, code: string, message: RegExp][] = [
    [
      { drivers: ['vibes'] },
      'unknown_driver',
      /vibes; it measures energy, power, production_count, temperature, outdoor_temperature/,
    ],
    [{ drivers: ['temperature_c'] }, 'no_driver', /temperature_c was left out: it does not vary/],
    [{ span: { from: hourAt(-90), until: hourAt(-1) } }, 'no_data', /No data available for this period/],
    [{ span: { from: hourAt(0), until: hourAt(40) } }, 'too_few_rows', /at least 50 complete rows, found 39/],
  ];
  for (const [request, code, message] of refusals) {
    it(`refuse to be trained with ${JSON.stringify(request)}`, async () => {
      const { baselines, trainings } = await pressAnalytics({ hours: 100 });
      await assert.rejects(baselines.train(press, request), { code, message });
      assert.equal(trainings.all[0]?.state, 'failed');
    });
  }

  it('are trained once at a time, and at once again afterwards', async () => {
    const { baselines } = await pressAnalytics({ hours: 100 });
    const [first, second] = await Promise.allSettled([baselines.train(press), baselines.train(press)]);
    assert.equal(first.status, 'fulfilled');
    assert.match(String((second as PromiseRejectedResult).reason), /Training already in progress/);
    assert.equal((await baselines.train(press)).version, 2);
  });

  it('keep a poor model without activating it, and say why', async () => {
    const { baselines } = await pressAnalytics({ more: (hour) => (hour % 7 === 3 ? 400 : 0) });
    const poor = await baselines.train(press);
    assert.deepEqual([poor.isActive, (await baselines.models(press)).length], [false, 1]);
    assert.match(poor.reason, /needs CV\(RMSE\) at most 30.0 % or R² at least 0.5/);
    await assert.rejects(baselines.predict(press, weather), { status: 404, message: 'Model not trained' });
    await assert.rejects(baselines.deviation(press, { from: hourAt(0), until: hourAt(9) }), {
      code: 'model_not_trained',
    });
    assert.equal((await baselines.model(poor.id)).version, 1);
    await assert.rejects(baselines.model('x'), { status: 404, message: 'Model not found' });
  });

  it('need every driver, and warn beyond the training', async () => {
    const { baselines } = await pressAnalytics();
    await baselines.train(press);
    await assert.rejects(baselines.predict(press, { production: 100 }), {
      status: 422,
      message: /outdoor_temperature/,
    });
    const { warnings } = await baselines.predict(press, { ...weather, production: 9000 });
    assert.match(warnings.join(), /production_count = 9000 lies outside of the training's 0 to 240/);
    await assert.rejects(baselines.predict(idle, weather), { code: 'model_not_trained' });
  });

  it('judge only hours that have ended, and none before the machine was there', async () => {
    const { baselines, clock } = await pressAnalytics();
    await baselines.train(press);
    const ends = async (until: number): Promise<number> => {
      const { start } = (await baselines.deviation(press, { from: hourAt(390), until })).deviations;
      return (start.at(-1)! - hourAt(0)) / hourMs;
    };
    assert.equal(await ends(hourAt(500)), 399);
    clock.stepWall(-120_000);
    assert.equal(await ends(hourAt(500)), 398);
    const { verdicts } = (await baselines.deviation(press, { from: hourAt(-50), until: hourAt(2) })).deviations;
    assert.deepEqual([verdicts.length, verdicts.filter(Boolean)], [52, []]);
    await assert.rejects(baselines.deviation(press, { from: hourAt(-50), until: hourAt(0) }), { code: 'no_data' });
  });

  it('do not count what was used in a hole to the hour after it', async () => {
    const { baselines } = await pressAnalytics({ isMissing: (hour) => hour >= 300 && hour < 305 });
    await baselines.train(press);
    const { deviations } = await baselines.deviation(press, { from: hourAt(299), until: hourAt(307) });
    assert.deepEqual(
      deviations.verdicts.map((verdict) => verdict?.type ?? null),
      [null, ...Array<string>(6).fill('missing_data'), null],
    );
  });

  it('say the same of an hour, whatever span it is asked in', async () => {
    const { baselines } = await pressAnalytics({
      more: (hour) => (hour >= 330 && hour < 342 ? 12 : 0),
      isMissing: (hour) => hour > 350 && hour < 356,
    });
    await baselines.train(press, { span: { from: hourAt(0), until: hourAt(300) } });
    const from = 320;
    const whole = await baselines.deviation(press, { from: hourAt(from), until: hourAt(370) });
    assert.ok(whole.deviations.verdicts.some((verdict) => verdict?.type === 'sustained_drift'));
    const ends = fc.tuple(fc.integer({ min: from, max: 360 }), fc.integer({ min: 1, max: 10 }));
    await fc.assert(
      fc.asyncProperty(ends, async ([first, count]) => {
        const part = await baselines.judge(press, { from: hourAt(first), until: hourAt(first + count) });
        const expected = whole.deviations.verdicts.slice(first - from, first - from + count);
        assert.deepEqual(part?.deviations.verdicts, expected);
        const flagged = await baselines.anomalousHours(press, { from: hourAt(first), until: hourAt(first + count) });
        assert.equal(flagged.size, expected.filter(Boolean).length);
      }),
      { seed: 5, numRuns: 15 },
    );
  });
});
