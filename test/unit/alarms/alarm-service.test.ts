import assert from 'node:assert/strict';
import { alarmStatistics } from '../../../nodes/alarms/alarm-statistics.ts';
import { BusbarError } from '../../../nodes/kernel/index.ts';
import { AlarmRig } from './alarm-site.fixture.ts';

const hourMs = 3_600_000;

function refusal(code: string, status: number): (error: unknown) => boolean {
  return (error) => error instanceof BusbarError && error.code === code && error.status === status;
}

describe('alarm service', () => {
  let rig: AlarmRig;
  beforeEach(async () => {
    rig = await new AlarmRig().start();
  });
  afterEach(() => rig.service.stop());

  it('raises, acknowledges and clears, each once and with its values', async () => {
    await rig.set(42, true, { value: 36.2, threshold: 35, direction: 'HIGH', level: 'H', message: 'too warm' });
    const raised = rig.notices.at(-1);
    rig.clock.advance(90_000);
    await rig.act('acknowledge', 42);
    rig.clock.advance(10_000);
    await rig.set(42, false, { value: 34.1 });
    assert.deepEqual(rig.heard(), [
      'alarm_raised CDU-01-T-SUP',
      'alarm_acked CDU-01-T-SUP',
      'alarm_cleared CDU-01-T-SUP',
    ]);
    assert.deepEqual(raised, {
      event: 'alarm_raised',
      timestamp: '2026-02-21T17:45:00Z',
      alarm: {
        id: 1,
        sensor_id: 42,
        priority: 'P2',
        state: 'ACTIVE',
        tag: 'CDU-01-T-SUP',
        subsystem: 'thermal-l1',
        site_id: 'wlce',
        block_id: 'block-01',
        value_at_raise: 36.2,
        value_at_clear: null,
        threshold_value: 35,
        threshold_direction: 'HIGH',
        raised_at: '2026-02-21T17:45:00Z',
        acked_at: null,
        acked_by: null,
        cleared_at: null,
        shelved_at: null,
        shelved_by: null,
        shelved_until: null,
        shelve_reason: null,
        suppressed_by_alarm_id: null,
        response_time_seconds: null,
        last_value: 36.2,
        last_seen: '2026-02-21T17:45:00Z',
        suppression: null,
        source: 'limits',
        message: 'too warm',
      },
    });
    const [cleared] = rig.service.list({ states: ['CLEARED'] }, { offset: 0, limit: 1 }).alarms;
    assert.deepEqual(
      [
        cleared?.acked_by,
        cleared?.acked_at,
        cleared?.response_time_seconds,
        cleared?.cleared_at,
        cleared?.value_at_clear,
      ],
      ['nick.searra', '2026-02-21T17:46:30Z', 90, '2026-02-21T17:46:40Z', 34.1],
    );
  });

  it('says nothing twice', async () => {
    for (const active of [false, true, true, false, false]) await rig.set(42, active);
    assert.deepEqual(rig.heard(), ['alarm_raised CDU-01-T-SUP', 'alarm_cleared CDU-01-T-SUP']);
    await rig.act('acknowledge', 42);
    await rig.set(42, true);
    await rig.act('acknowledge', 42);
    const first = await rig.act('acknowledge', 42, { requester: { keyId: null, source: 'other', via: 'flow' } });
    assert.equal(first.acked_by, 'nick.searra');
  });

  it('announces what grows worse and lowers its level in silence', async () => {
    await rig.set(42, true, { level: 'H' });
    await rig.act('acknowledge', 42);
    await rig.set(42, true, { level: 'HH', priority: 'P1', threshold: 38 });
    assert.deepEqual(rig.states(42), ['ACTIVE']);
    await rig.act('acknowledge', 42);
    await rig.set(42, true, { level: 'H', priority: 'P2', threshold: 35 });
    const { alarms } = rig.service.list({}, { offset: 0, limit: 1 });
    assert.deepEqual([alarms[0]?.state, alarms[0]?.priority, alarms[0]?.threshold_value], ['ACKED', 'P2', 35]);
    assert.deepEqual(rig.heard(), [
      'alarm_raised CDU-01-T-SUP',
      'alarm_acked CDU-01-T-SUP',
      'alarm_raised CDU-01-T-SUP',
      'alarm_acked CDU-01-T-SUP',
    ]);
  });

  it('keeps every alarm over a restart and announces nothing', async () => {
    await rig.set(42, true);
    await rig.set(43, true, { behaviour: { latching: true, autoAcknowledge: false } });
    await rig.set(43, false);
    rig.heard();
    const before = rig.service.list({}, { offset: 0, limit: 10 });
    await rig.restart({ downMs: hourMs });
    assert.deepEqual(rig.service.list({}, { offset: 0, limit: 10 }), before);
    assert.deepEqual(rig.heard(), []);
    assert.deepEqual(rig.states(43), ['RTN_UNACK']);
    await rig.act('acknowledge', 43);
    assert.deepEqual(rig.states(43), ['LATCHED']);
    await rig.act('reset', 43);
    assert.deepEqual(rig.heard(), ['alarm_acked CDU-01-FLOW', 'alarm_cleared CDU-01-FLOW']);
  });

  describe('actions', () => {
    it('name what they miss', async () => {
      await assert.rejects(rig.act('acknowledge', 99), refusal('unknown_sensor', 404));
      await assert.rejects(rig.act('acknowledge', 42), refusal('no_alarm', 409));
      await rig.set(42, true);
      await assert.rejects(rig.act('acknowledge', 42, { alarmId: 7 }), refusal('unknown_alarm', 404));
      await assert.rejects(rig.act('reset', 42), refusal('wrong_alarm_state', 409));
      await assert.rejects(rig.act('shelve', 42, { durationHours: 25 }), refusal('bad_alarm_input', 422));
      await assert.rejects(
        rig.act('acknowledge', 42, { siteCodes: new Set(['EAST']) }),
        refusal('unknown_sensor', 404),
      );
      assert.deepEqual(rig.heard(), ['alarm_raised CDU-01-T-SUP']);
    });

    it('shelve the two upper priorities for eight hours at most', async () => {
      await rig.set(42, true, { priority: 'P1' });
      await assert.rejects(rig.act('shelve', 42, { durationHours: 8.1 }), refusal('bad_alarm_input', 422));
      assert.equal((await rig.act('shelve', 42, { durationHours: 8 })).state, 'SHELVED');
    });

    it("act on the sensor's most urgent alarm that they fit, unless one is named", async () => {
      await rig.set(42, true, { source: 'flow', priority: 'P3' });
      await rig.set(42, true, { source: 'limits', priority: 'P2' });
      await rig.set(42, true, { source: 'anomaly', priority: 'P2' });
      assert.equal((await rig.act('acknowledge', 42, { alarmId: 1 })).source, 'flow');
      assert.equal((await rig.act('acknowledge', 42)).source, 'limits');
      assert.equal((await rig.act('acknowledge', 42)).source, 'anomaly');
    });

    it('are refused while the store cannot write, and change nothing', async () => {
      await rig.set(42, true);
      rig.memory.failure = 'before';
      await assert.rejects(rig.act('acknowledge', 42), refusal('alarm_not_recorded', 503));
      assert.deepEqual(rig.states(42), ['ACTIVE']);
      rig.memory.failure = undefined;
      assert.equal((await rig.act('acknowledge', 42)).state, 'ACKED');
    });

    it('record who wanted them and why', async () => {
      await rig.set(42, true);
      await rig.act('out_of_service', 42);
      const { kind, requester, reason, event } = rig.memory.records.at(-1)!;
      assert.deepEqual(
        [kind, requester, reason, event.announcement],
        ['alarm_out_of_service', { keyId: 'k1', source: 'nick.searra', via: 'http' }, 'calibration', 'alarm_shelved'],
      );
    });
  });

  describe('while the store cannot write', () => {
    it('lets conditions wait and announces them when they are durable', async () => {
      await rig.set(42, true);
      rig.heard();
      rig.memory.failure = 'before';
      for (const active of [false, true, false]) await rig.set(42, active);
      await rig.set(21, true);
      assert.deepEqual([rig.heard(), rig.reports.length], [[], 1]);
      rig.memory.failure = undefined;
      await rig.advance(1000);
      assert.deepEqual(rig.states(42), ['RTN_UNACK']);
      assert.deepEqual(
        rig.heard().filter((text) => text.endsWith('T-SUP')),
        ['alarm_cleared CDU-01-T-SUP', 'alarm_raised CDU-01-T-SUP', 'alarm_cleared CDU-01-T-SUP'],
      );
      assert.deepEqual(rig.states(21), ['ACTIVE']);
    });

    it('makes a change whose outcome was unknown only once', async () => {
      await rig.set(42, false);
      rig.memory.failure = 'after';
      await rig.set(42, true);
      await rig.advance(1000);
      assert.deepEqual(rig.memory.told, ['alarm_raised B']);
      assert.deepEqual(rig.heard(), ['alarm_raised CDU-01-T-SUP']);
    });
  });

  describe('shelves', () => {
    it('end when their time is over and show what stands then', async () => {
      await rig.set(42, true);
      await rig.act('acknowledge', 42);
      const shelved = await rig.act('shelve', 42, { durationHours: 0.5 });
      assert.deepEqual(
        [shelved.state, shelved.suppression, shelved.shelved_until, shelved.shelve_reason],
        ['SHELVED', 'shelved', '2026-02-21T18:15:00Z', 'calibration'],
      );
      rig.heard();
      await rig.advance(hourMs / 2 - 1000);
      assert.deepEqual(rig.heard(), []);
      await rig.advance(1000);
      assert.deepEqual([rig.heard(), rig.states(42)], [['alarm_raised CDU-01-T-SUP'], ['ACTIVE']]);
      assert.equal(rig.memory.told.at(-1), 'alarm_unshelved B');
    });

    it('end with the condition when they are one-shot', async () => {
      await rig.set(42, true);
      await rig.act('shelve', 42, { oneShot: true });
      await rig.set(42, false);
      assert.deepEqual(rig.states(42), ['CLEARED']);
    });

    it('survive a restart, and those that ended meanwhile are lifted at the start', async () => {
      await rig.set(42, true);
      await rig.act('shelve', 42, { durationHours: 1 });
      await rig.restart({ downMs: hourMs / 4 });
      assert.deepEqual(rig.states(42), ['SHELVED']);
      await rig.restart({ downMs: hourMs });
      assert.deepEqual(rig.states(42), ['ACTIVE']);
    });

    for (const [title, wallStepMs] of [
      ['back', -24 * hourMs],
      ['ahead', 24 * hourMs],
    ] as const) {
      it(`are never longer than granted when the clock is set ${title}, running or not`, async () => {
        await rig.set(42, true);
        await rig.act('shelve', 42, { durationHours: 2 });
        rig.clock.stepWall(wallStepMs);
        await rig.advance(hourMs);
        if (wallStepMs < 0) assert.deepEqual(rig.states(42), ['SHELVED']);
        await rig.restart({ wallStepMs });
        await rig.advance(hourMs);
        assert.deepEqual(rig.states(42), ['ACTIVE']);
      });
    }
  });

  describe('cascade', () => {
    /** Every way in which a cause ends, or is hidden from the operator. */
    const ends: readonly [string, () => Promise<unknown>][] = [
      ['its condition ends', () => rig.set(41, false)],
      ['it was acknowledged and ends', () => rig.act('acknowledge', 41).then(() => rig.set(41, false))],
      ['it is shelved', () => rig.act('shelve', 41)],
      ['it is taken out of service', () => rig.act('out_of_service', 41)],
      ['it is suppressed by an operator', () => rig.act('suppress', 41)],
    ];
    for (const [title, end] of ends) {
      it(`suppresses the consequences of a standing cause and releases them when ${title}`, async () => {
        await rig.set(43, true);
        await rig.set(41, true);
        await rig.set(42, true);
        assert.deepEqual([rig.states(43), rig.states(42)], [['SUPPRESSED'], ['SUPPRESSED']]);
        assert.deepEqual(rig.heard(), [
          'alarm_raised CDU-01-FLOW',
          'alarm_raised CDU-01-PUMP',
          'alarm_shelved CDU-01-FLOW',
          'alarm_shelved CDU-01-T-SUP',
        ]);
        await end();
        // The flow is a cause of its own for the temperature.
        assert.deepEqual([rig.states(43), rig.states(42)], [['ACTIVE'], ['SUPPRESSED']]);
        await rig.set(43, false);
        assert.deepEqual(rig.states(42), ['ACTIVE']);
      });
    }

    it('goes on over a restart', async () => {
      await rig.set(41, true);
      await rig.set(43, true);
      await rig.restart();
      assert.deepEqual(rig.states(43), ['SUPPRESSED']);
      await rig.set(41, false);
      assert.deepEqual(rig.states(43), ['ACTIVE']);
    });

    it('is not lifted by an operator, and an operator keeps what the cascade releases', async () => {
      await rig.set(41, true);
      await rig.set(43, true);
      await assert.rejects(rig.act('unsuppress', 43), refusal('suppressed_by_cause', 409));
      await rig.act('suppress', 43);
      await rig.set(41, false);
      assert.deepEqual(rig.states(43), ['SUPPRESSED']);
      assert.equal((await rig.act('unsuppress', 43)).state, 'ACTIVE');
    });

    it('is finished when the store works again', async () => {
      await rig.set(41, true);
      await rig.set(43, true);
      rig.memory.failure = 'before';
      await rig.set(41, false);
      rig.memory.failure = undefined;
      await rig.advance(1000);
      assert.deepEqual([rig.states(41), rig.states(43)], [['RTN_UNACK'], ['ACTIVE']]);
    });
  });

  it('gives virtual sensors numbers in the order of first use, for good', async () => {
    const sensor = (key: string) => ({ key, tag: key, deviceId: 'CDU-01', subsystem: 'network' });
    for (const key of ['b', 'a', 'b']) {
      rig.service.setCondition({ sensor: sensor(key), source: 'quality', priority: 'P3', active: true });
    }
    await rig.service.settled();
    await rig.restart();
    rig.service.setCondition({ sensor: sensor('c'), source: 'quality', priority: 'P3', active: true });
    await rig.service.settled();
    const { alarms } = rig.service.list({}, { offset: 0, limit: 10 });
    assert.deepEqual(alarms.map(({ sensor_id, tag, block_id }) => [sensor_id, tag, block_id]).sort(), [
      [1_000_000_000, 'b', 'block-01'],
      [1_000_000_001, 'a', 'block-01'],
      [1_000_000_002, 'c', 'block-01'],
    ]);
  });

  it('refuses a condition of a sensor that the site does not have', () => {
    assert.throws(() => rig.service.setCondition({ sensor: 99, source: 'x', priority: 'P3', active: true }), {
      code: 'unknown_sensor',
    });
  });

  it('marks a flood, also after a restart', async () => {
    const raise = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, n) => rig.set(21, true, { source: `s${n}` })));
    await raise(11);
    assert.deepEqual(
      rig.notices.map(({ flood }) => flood === true),
      [...Array<boolean>(10).fill(false), true],
    );
    await rig.restart();
    await rig.set(42, true);
    assert.equal(rig.notices.at(-1)?.flood, true);
    await rig.advance(600_000);
    await rig.set(42, false);
    assert.equal(rig.notices.at(-1)?.flood, undefined);
  });

  it('answers the statistics that follow from the event log alone', async () => {
    await rig.set(42, true);
    await rig.advance(40_000);
    await rig.act('acknowledge', 42);
    await rig.set(41, true);
    await rig.set(43, true);
    await rig.set(21, true);
    await rig.act('shelve', 21);
    await rig.advance(25 * hourMs);
    await rig.act('unshelve', 21).catch(() => undefined);
    await rig.set(42, false);
    const answered = await rig.service.statistics();
    assert.deepEqual(answered, alarmStatistics(rig.memory.events, rig.clock.now()));
    assert.deepEqual([answered.standing, answered.suppressed], [2, 2]);
    assert.equal((await rig.service.statistics({ blockSlug: 'block-99' })).standing, 0);
  });
});
