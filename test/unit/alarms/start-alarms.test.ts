import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { alarmLogOn } from '../../../nodes/alarms/alarm-log.ts';
import { alarmStatistics } from '../../../nodes/alarms/alarm-statistics.ts';
import { alarmReads } from '../../../nodes/alarms/alarm-store.ts';
import { alarmService, alarmStoreModule, startAlarms } from '../../../nodes/alarms/index.ts';
import { AuditLog, auditStoreModule } from '../../../nodes/events/index.ts';
import { Store } from '../../../nodes/history/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { entryOf } from '../events/audit-entries.fixture.ts';
import { alarmSite, cduFrame } from './alarm-site.fixture.ts';

const person = { keyId: 'k1', source: 'nick.searra', via: 'http' } as const;
const all = { states: ['CLEARED', 'ACTIVE', 'ACKED', 'RTN_UNACK', 'SHELVED'] } as const;

describe('the alarms on a store', () => {
  const clock = new ManualClock();
  const site = alarmSite();
  const report = (text: string): void => assert.fail(text);
  let folder: string;
  let store: Store;
  let log: AuditLog;
  let stop: () => Promise<void>;

  const start = async (): Promise<void> => {
    stop = await startAlarms({ store, log, site, clock, report });
  };
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-alarms-'));
    store = await Store.open({ folder, modules: [auditStoreModule, alarmStoreModule], maxMb: 64, clock, report });
    log = await AuditLog.open({ store, clock, report });
    await start();
  });
  after(async () => {
    await stop();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  async function warm(cycles: number, celsius: number): Promise<void> {
    for (let cycle = 0; cycle < cycles; cycle++) {
      clock.advance(5000);
      site.bus.publish(cduFrame(clock, { supply_temp: celsius, flow: 100, pump_speed: 900 }));
    }
    await alarmService.get().settled();
  }

  it('carry an alarm of a sensor from its limit to its end, and over a restart between', async () => {
    await warm(14, 36);
    const restarted = alarmService.get().list({}, { offset: 0, limit: 10 });
    await stop();
    await start();
    const alarms = alarmService.get();
    const now = alarms.list({}, { offset: 0, limit: 10 });
    // The newest reading is not part of the alarm: it comes with the next frame.
    assert.deepEqual(
      now.alarms.map(({ last_seen: _, ...alarm }) => alarm),
      restarted.alarms.map(({ last_seen: _, ...alarm }) => alarm),
    );
    await warm(1, 36);
    await alarms.act({ action: 'acknowledge', sensorId: 42, requester: person, reason: null });
    await warm(14, 30);
    const { alarms: ended } = alarms.list({ ...all, sensorId: 42 }, { offset: 0, limit: 10 });
    assert.deepEqual(
      ended.map(({ state, last_value }) => [state, last_value]),
      [['CLEARED', 30]],
    );
    const { events } = await log.events({ from: 0, until: 1e15, limit: 100, offset: 0 });
    assert.deepEqual(
      events
        .toReversed()
        .map(({ kind, verdict, source, keyId, blockId, deviceId }) => [
          kind,
          verdict,
          source,
          keyId,
          blockId,
          deviceId,
        ]),
      [
        ['alarm_raised', 'ACTIVE', 'limits', null, 'block-01', 'CDU-01'],
        ['alarm_acked', 'ACKED', 'nick.searra', 'k1', 'block-01', 'CDU-01'],
        ['alarm_cleared', 'CLEARED', 'limits', null, 'block-01', 'CDU-01'],
      ],
    );
    assert.equal((await log.verify()).ok, true);
  });

  it('answer statistics that can be recomputed from the event log alone', async () => {
    const events = await alarmLogOn(log, 'SITE-CL-001').since(0);
    assert.deepEqual(await alarmService.get().statistics(), alarmStatistics(events, clock.now()));
  });

  it('store what they announce: each alarm stands in the store as in the list', async () => {
    const stored = await store.read(alarmReads.alarms, undefined);
    const listed = alarmService.get().list(all, { offset: 0, limit: 100 }).alarms;
    assert.deepEqual(
      stored.map(({ id, sensorId }) => [id, sensorId]),
      listed.map(({ id, sensor_id }) => [id, sensor_id]).sort(([a = 0], [b = 0]) => a - b),
    );
  });

  it('follow latches of the guard and intrusion alerts, and judge them anew at a start', async () => {
    const standing = () =>
      alarmService
        .get()
        .list({}, { offset: 0, limit: 10 })
        .alarms.map(({ tag, priority, state }) => [tag, priority, state]);
    await log.append(entryOf({ kind: 'latch_set', deviceId: 'CDU-01', verdict: 'estop' }));
    await log.append(
      entryOf({ kind: 'ids_alert_started', deviceId: 'CDU-01', verdict: 'ids_alert', reason: 'a scan' }),
    );
    await alarmService.get().settled();
    assert.deepEqual(standing(), [
      ['CDU-01-estop', 'P0', 'ACTIVE'],
      ['CDU-01-IDS', 'P1', 'ACTIVE'],
    ]);
    await stop();
    await log.append(entryOf({ kind: 'latch_released', deviceId: 'CDU-01', verdict: 'estop' }));
    await start();
    await alarmService.get().settled();
    assert.deepEqual(standing(), [
      ['CDU-01-estop', 'P0', 'RTN_UNACK'],
      ['CDU-01-IDS', 'P1', 'RTN_UNACK'],
    ]);
    await log.append(entryOf({ kind: 'latch_set', deviceId: 'CDU-01', verdict: 'soc_critical_low' }));
    await alarmService.get().settled();
    assert.deepEqual(
      standing().find(([tag]) => tag === 'CDU-01-soc_critical_low'),
      ['CDU-01-soc_critical_low', 'P1', 'ACTIVE'],
    );
  });
});
