import assert from 'node:assert/strict';
import { powerAt, compressor, hvac, runForecasts, type RunningForecasts, sunday } from './forecasts.fixture.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const quick = { arima: { p: 1, d: 0, q: 0 } };

describe('the forecasts of a machine', function () {
  this.timeout(20_000);
  let running: RunningForecasts;
  // Monday, 10:24 in California.
  const now = sunday + 29 * dayMs + 10 * hourMs + 24 * 60_000;
  const thisHour = sunday + 29 * dayMs + 10 * hourMs;
  const machine = (uuid = compressor) => running.context.machines.find(uuid);

  before(async () => {
    running = await runForecasts(29);
    assert.equal(running.clock.now(), now);
  });
  after(() => running.close());

  it('need training, but for the default method', async () => {
    const { forecasts } = running;
    await assert.rejects(forecasts.predict(machine(), 'arima', 24), { message: 'Model not trained', status: 404 });
    assert.deepEqual(await forecasts.status(machine()), { arima: null, prophet: null, mstl: null });
    const { start, mean, lower, upper, methodUsed } = await forecasts.predict(machine(), 'mstl', 30);
    assert.deepEqual([start, mean.length, methodUsed], [thisHour + hourMs, 30, 'mstl']);
    for (const [step, kwh] of mean.entries()) {
      assert.ok(Math.abs(kwh - powerAt(start + step * hourMs)) < 5, `${step}: ${kwh}`);
      assert.ok(lower[step]! >= 0 && lower[step]! <= kwh && kwh <= upper[step]!);
    }
  });

  it('are trained one at a time, announced, and known after a restart', async () => {
    const { forecasts, log, restarted } = running;
    const training = forecasts.train(machine(), 'arima', quick);
    await assert.rejects(forecasts.train(machine(), 'arima'), { message: 'Training already in progress', status: 409 });
    assert.equal(forecasts.startTraining(machine(), 'arima').isTriggered, false);
    const { stored, model } = await training;
    assert.equal(model.window.count, 29 * 24 + 10 - 1, 'the first hour has nothing before it to count from');
    assert.deepEqual([model.arima?.order.p, model.arima?.order.period], [1, 168]);
    assert.equal(model.accuracy?.origins, 7);
    const [row] = await log.query({ kind: 'model_trained' });
    assert.deepEqual([row?.deviceId, row?.details['model_id']], ['Compressor-1', stored.id]);
    const known = (await restarted().status(machine())).arima;
    assert.deepEqual([known?.stored.version, known?.model], [1, model]);
    assert.equal((await forecasts.train(machine(), 'arima', quick)).stored.version, 2);
    assert.equal((await restarted().predict(machine(), 'arima', 24)).methodUsed, 'arima');
  });

  it('go on from the newest data, not from the end of the training', async () => {
    const { forecasts } = running;
    const span = { from: sunday, until: sunday + 15 * dayMs };
    const { model } = await forecasts.train(machine(), 'mstl', { span });
    assert.equal(model.window.start + model.window.count * hourMs, span.until);
    assert.equal((await forecasts.predict(machine(), 'mstl', 1)).start, thisHour + hourMs);
  });

  it('show the demand of quarters of an hour', async () => {
    const { start, intervalMs, mean } = await running.forecasts.demand(machine(), 13);
    assert.deepEqual([start, intervalMs, mean.length], [thisHour + hourMs / 2, hourMs / 4, 4 * 13]);
    const kwAt = (epochMs: number): number => 4 * mean[(epochMs - start) / intervalMs]!;
    assert.ok(Math.abs(kwAt(thisHour + 4 * hourMs) - 110) < 4);
    assert.ok(Math.abs(kwAt(thisHour + 13 * hourMs) - 20) < 4);
  });

  it('find the peak of a day, in the hour of the highest demand', async () => {
    const tuesday = sunday + 30 * dayMs;
    const { peak, topHours } = await running.forecasts.peak(machine(), { from: tuesday, until: tuesday + dayMs });
    assert.ok(Math.abs((peak.at - tuesday) / hourMs - 14.5) <= 2, `${(peak.at - tuesday) / hourMs}`);
    assert.ok(Math.abs(peak.kw - 110) < 4 && peak.lowerKw <= peak.kw && peak.kw <= peak.upperKw);
    const hours = topHours.map(({ at }) => Math.floor(at / hourMs));
    assert.equal(new Set(hours).size, 2);
    assert.deepEqual(topHours[0], peak);
    const monday = await running.forecasts.peak(machine(), { from: tuesday - dayMs, until: tuesday });
    assert.equal(monday.forecast.start, thisHour + hourMs / 4, 'what is over is no forecast');
  });

  it('need a machine that was measured of late', async () => {
    const message = 'No data available for this period';
    await assert.rejects(running.forecasts.predict(machine(hvac), 'mstl', 24), { message, status: 404 });
    await assert.rejects(running.forecasts.train(machine(hvac), 'prophet'), { message });
    running.clock.advance(8 * dayMs);
    await assert.rejects(running.forecasts.demand(machine(), 4), { message });
  });
});

describe('the forecasts of a machine that is new', function () {
  this.timeout(20_000);

  it('say how much they need', async () => {
    const running = await runForecasts(1);
    const machine = running.context.machines.find(compressor);
    await assert.rejects(running.forecasts.train(machine, 'mstl'), { code: 'no_period', status: 422 });
    await assert.rejects(running.forecasts.peak(machine, { from: sunday + dayMs, until: sunday + 2 * dayMs }), {
      code: 'no_period',
    });
    await running.close();
  });
});
