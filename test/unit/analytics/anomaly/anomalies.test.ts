import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Anomalies } from '../../../../nodes/analytics/anomaly/anomalies.ts';
import { baselines as baselineService } from '../../../../nodes/analytics/baseline/baselines.ts';
import { heatMapAnswer } from '../../../../nodes/analytics/views/heat-map-answers.ts';
import { hourAt, hourMs, idle, press, pressAnalytics, type PressOptions } from '../press.fixture.ts';

interface HeatMap {
  readonly data: readonly { readonly timestamp: string; readonly anomaly: boolean }[];
}

const operator = { keyId: 'k', source: 'anna', via: 'http' } as const;
const training = { span: { from: hourAt(0), until: hourAt(300) } };
/** A spike of three hours, a lasting drift, and a hole, after the training. */
const events: PressOptions = {
  more: (hour) => (hour >= 310 && hour < 313 ? 60 : hour >= 330 && hour < 345 ? 12 : 0),
  isMissing: (hour) => hour >= 360 && hour < 364,
};
const grave = ['high', 'critical'] as const;
const all = { machines: [press, idle], limit: 100 };

async function trained(options: PressOptions = events) {
  const analytics = await pressAnalytics(options);
  await analytics.baselines.train(press, training);
  return analytics;
}

describe('the anomalies of machines', () => {
  it('are found once, however often they are looked for', async () => {
    const { anomalies, entries } = await trained();
    const first = await anomalies.detect(press, { from: hourAt(300), until: hourAt(400) });
    const found = first.anomalies.map(({ facts, startedAt, endedAt, severity }) => [
      facts.type,
      (startedAt - hourAt(0)) / hourMs,
      (endedAt - startedAt) / hourMs,
      severity,
    ]);
    for (const expected of [
      ['energy_spike', 310, 3, 'critical'],
      ['missing_data', 360, 5, 'medium'],
    ]) {
      assert.ok(
        found.some((each) => JSON.stringify(each) === JSON.stringify(expected)),
        JSON.stringify(found),
      );
    }
    assert.equal(found.filter(([type]) => type === 'sustained_drift').length, 1);
    const again = await anomalies.detect(press, { from: hourAt(300), until: hourAt(400) });
    assert.deepEqual([again.newCount, again.anomalies.map(({ id }) => id)], [0, first.anomalies.map(({ id }) => id)]);
    assert.equal((await anomalies.find(all)).total, first.anomalies.length);
    const announced = entries
      .filter(({ kind }) => kind === 'anomaly_detected')
      .map(({ details }) => details['anomaly_id']);
    assert.deepEqual(
      announced,
      first.anomalies.map(({ id }) => id),
    );
  });

  it('are the same from whatever span they are found', async () => {
    const { anomalies } = await trained();
    const whole = await anomalies.detect(press, { from: hourAt(300), until: hourAt(400) });
    const spans = fc.tuple(fc.integer({ min: 300, max: 399 }), fc.integer({ min: 1, max: 60 }));
    await fc.assert(
      fc.asyncProperty(spans, async ([first, count]) => {
        const span = { from: hourAt(first), until: hourAt(Math.min(400, first + count)) };
        const { anomalies: part, newCount } = await anomalies.detect(press, span);
        const expected = whole.anomalies.filter(
          ({ startedAt, endedAt }) => startedAt < span.until && endedAt > span.from,
        );
        assert.deepEqual(part, expected);
        assert.equal(newCount, 0);
      }),
      { seed: 9, numRuns: 12 },
    );
  });

  it('cover the hours that the deviation and the heat map flag', async () => {
    const { anomalies, baselines, context } = await trained();
    const span = { from: hourAt(288), until: hourAt(384) };
    const { anomalies: found } = await anomalies.detect(press, span);
    const covered = found.flatMap(({ startedAt, endedAt }) => {
      return Array.from({ length: (endedAt - startedAt) / hourMs }, (_, hour) => startedAt + hour * hourMs);
    });
    const flagged = await baselines.anomalousHours(press, span);
    assert.deepEqual(new Set(covered), flagged);
    baselineService.provide(baselines);
    const question = { machine_id: press.uuid, start_date: '2026-01-16', end_date: '2026-01-19' };
    const map = (await heatMapAnswer('hourly', context, { question, sites: undefined })) as HeatMap;
    const shown = map.data.filter(({ anomaly }) => anomaly).map(({ timestamp }) => Date.parse(timestamp));
    baselineService.withdraw();
    assert.deepEqual(new Set(shown), flagged);
  });

  it('grow with what lasts, and stay one', async () => {
    const lasting = { hours: 330, more: (hour: number) => (hour >= 310 ? 60 : 0) };
    const { anomalies, clock, context, baselines } = await trained(lasting);
    clock.stepWall(hourAt(312) - hourAt(330));
    const early = await anomalies.detect(press, { from: hourAt(305), until: hourAt(400) });
    clock.advance(2 * hourMs);
    const later = await anomalies.detect(press, { from: hourAt(305), until: hourAt(400) });
    const lengths = [early, later].map(({ anomalies: [only] }) => (only!.endedAt - only!.startedAt) / hourMs);
    assert.deepEqual(lengths, [2, 4]);
    assert.deepEqual([later.newCount, later.anomalies[0]?.id], [0, early.anomalies[0]?.id]);
    const afterRestart = await Anomalies.start(context, baselines);
    assert.equal((await afterRestart.find({ ...all, isActive: true })).total, 1);
  });

  it('stay themselves when a later model sees them begin at another hour', async () => {
    const { anomalies, baselines } = await trained();
    await anomalies.detect(press, { from: hourAt(329), until: hourAt(346) });
    const before = await anomalies.find({ ...all, severities: undefined });
    await baselines.train(press, { span: { from: hourAt(0), until: hourAt(340) } });
    const { newCount } = await anomalies.detect(press, { from: hourAt(329), until: hourAt(346) });
    assert.ok(newCount <= 1, 'what overlaps is known');
    const ids = (await anomalies.find(all)).anomalies.map(({ id }) => id);
    assert.ok(before.anomalies.every(({ id }) => ids.includes(id)));
  });

  it('are resolved once, by somebody who may see the machine, and stay resolved', async () => {
    const { anomalies, entries, clock } = await trained();
    const { anomalies: found } = await anomalies.detect(press, { from: hourAt(309), until: hourAt(314) });
    const [{ id }] = found as [(typeof found)[0]];
    const unknown = { code: 'unknown_anomaly', status: 404 };
    await assert.rejects(anomalies.resolve('x', [press], '', operator), unknown);
    await assert.rejects(anomalies.resolve(id, [idle], '', operator), unknown);
    const resolved = await anomalies.resolve(id, [press], 'a leak', operator);
    clock.advance(1000);
    const again = await anomalies.resolve(id, [press], 'another', operator);
    assert.deepEqual([again.resolvedAt, again.notes], [resolved.resolvedAt, 'a leak']);
    const told = entries.filter(({ kind }) => kind === 'anomaly_resolved');
    assert.deepEqual(
      told.map(({ requester, reason }) => [requester, reason]),
      [[operator, 'a leak']],
    );
    const detected = await anomalies.detect(press, { from: hourAt(309), until: hourAt(314) });
    assert.equal(detected.anomalies.find((each) => each.id === id)?.notes, 'a leak');
    assert.ok((await anomalies.find({ ...all, isActive: true })).anomalies.every((each) => each.id !== id));
  });

  it('hold an alarm until all of them are resolved, as grave as the gravest', async () => {
    const { anomalies, told } = await trained();
    assert.deepEqual(
      told.map(({ active }) => active),
      [false, false],
    );
    await anomalies.detect(press, { from: hourAt(300), until: hourAt(400) });
    const raised = told.at(-1)!;
    assert.deepEqual([raised.sensor, raised.active, raised.priority], [1, true, 'P1']);
    assert.match(
      raised.message!,
      /^sustained_drift: Energy consumption \d+ % above baseline, for 15 intervals; 2 more/,
    );
    for (const { id } of (await anomalies.find({ ...all, severities: grave })).anomalies)
      await anomalies.resolve(id, [press], '', operator);
    assert.deepEqual([told.at(-1)!.active, told.at(-1)!.priority], [true, 'P3']);
    for (const { id } of (await anomalies.find(all)).anomalies) await anomalies.resolve(id, [press], '', operator);
    assert.equal(told.at(-1)!.active, false);
  });

  it('are looked for from where the last run ended', async () => {
    const { anomalies, clock } = await trained();
    clock.stepWall(hourAt(305) - hourAt(400));
    assert.deepEqual((await anomalies.detectAll()).failures, []);
    clock.advance(94 * hourMs);
    const { counts, failures } = await anomalies.detectAll();
    assert.deepEqual([counts['machines'], failures], [1, []]);
    const types = (await anomalies.find({ ...all, severities: ['critical', 'high', 'medium'] })).anomalies.map(
      ({ facts }) => facts.type,
    );
    assert.ok(
      ['energy_spike', 'sustained_drift', 'missing_data'].every((type) => types.some((each) => each === type)),
      types.join(),
    );
    assert.equal((await anomalies.detectAll()).counts['new_anomalies'], 0);
  });

  it('need a model, and hours to judge', async () => {
    const { anomalies } = await pressAnalytics({ hours: 100 });
    await assert.rejects(anomalies.detect(press, { from: hourAt(0), until: hourAt(9) }), { code: 'model_not_trained' });
    assert.deepEqual((await anomalies.detectAll()).counts, { machines: 0, new_anomalies: 0 });
    const other = await trained();
    await assert.rejects(other.anomalies.detect(press, { from: hourAt(900), until: hourAt(910) }), { code: 'no_data' });
  });
});
