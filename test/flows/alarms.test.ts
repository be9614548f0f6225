import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { AdminApi } from '../support/admin-api.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { type Answer, ask } from '../support/http.ts';
import { untilReady } from '../support/until-ready.ts';

interface Alarm {
  readonly sensor_id: number;
  readonly tag: string;
  readonly state: string;
  readonly priority: string;
  readonly value_at_raise: number | null;
  readonly threshold_value: number | null;
  readonly acked_by: string | null;
  readonly shelve_reason: string | null;
}

interface Notice {
  readonly event: string;
  readonly alarm: Alarm;
}

const mainsTag = 'MSB-01-U-L1';
/** Line to line, volts: far below the limit of the mains. */
const brownOutV = 340;
const withinMs = 40_000;

describe('an alarm of the demo plant', () => {
  const heard: Notice[] = [];
  let gateway: TestGateway;
  let admin: AdminApi;
  let feed: WebSocket;

  before(async function () {
    this.timeout(60_000);
    gateway = await startGateway();
    admin = new AdminApi(gateway.port);
    await untilReady(gateway.port);
    feed = new WebSocket(`ws://127.0.0.1:${gateway.port}/api/v1/ws/alarms?min_priority=P1`);
    feed.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as Notice));
    await once(feed, 'open');
  });
  after(async function () {
    this.timeout(20_000);
    feed.close();
    await gateway.stop();
  });

  const get = async <T>(path: string): Promise<T> => (await ask({ port: gateway.port, path })).json as T;
  const act = (action: string, sensorId: number, body: object): Promise<Answer> =>
    ask({ port: gateway.port, method: 'POST', path: `/api/v1/alarms/${sensorId}/${action}`, body });

  async function setMains(gridVoltageV: number | null): Promise<void> {
    const button = (await admin.flows()).find(({ name }) => name === 'show the plant')!;
    await admin.inject(button.id, [
      { p: 'topic', v: 'physics', vt: 'str' },
      { p: 'payload', v: JSON.stringify({ gridVoltageV }), vt: 'json' },
    ]);
  }

  /** The next notice of the mains alarm with this event. */
  async function untilHeard(event: string): Promise<Alarm> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const position = heard.findIndex((notice) => notice.event === event && notice.alarm.tag === mainsTag);
      if (position >= 0) return heard.splice(position, 1)[0]!.alarm;
      assert.ok(performance.now() < deadline, `${event} was not heard; heard were ${heard.map((each) => each.event).join()}`);
      await sleep(100);
    }
  }

  async function stateOf(answer: Promise<Answer>): Promise<string> {
    const { status, text, json } = await answer;
    assert.equal(status, 200, text);
    return (json as Alarm).state;
  }

  it('is raised, acknowledged, shelved, raised again, cleared and recorded', async () => {
    await setMains(brownOutV);
    const raised = await untilHeard('alarm_raised');
    assert.deepEqual([raised.state, raised.priority, raised.threshold_value], ['ACTIVE', 'P1', 207]);
    assert.ok(raised.value_at_raise !== null && raised.value_at_raise < 207);
    const { sensor_id: sensorId } = raised;
    const listed = await get<{ total: number; standing: number; alarms: Alarm[] }>('/api/v1/alarms?state=ACTIVE');
    assert.ok(listed.alarms.some((alarm) => alarm.sensor_id === sensorId));

    assert.equal(await stateOf(act('acknowledge', sensorId, { operator: 'm.keller' })), 'ACKED');
    assert.equal((await untilHeard('alarm_acked')).acked_by, 'm.keller');

    const shelf = { operator: 'm.keller', reason: 'Utility announced a brown-out', duration_hours: 1 };
    assert.equal(await stateOf(act('shelve', sensorId, shelf)), 'SHELVED');
    assert.equal((await untilHeard('alarm_shelved')).shelve_reason, shelf.reason);
    const again = await act('shelve', sensorId, shelf);
    assert.equal(again.status, 409, again.text);

    assert.equal(await stateOf(act('unshelve', sensorId, { operator: 'm.keller' })), 'ACTIVE');
    await untilHeard('alarm_raised');

    await setMains(null);
    assert.equal((await untilHeard('alarm_cleared')).state, 'RTN_UNACK');
    assert.equal(await stateOf(act('acknowledge', sensorId, { operator: 'm.keller' })), 'CLEARED');

    const { events } = await get<{ events: { event_type: string; payload: { sensor_id?: number } }[] }>(
      '/api/v1/events?block_slug=block-01&limit=200',
    );
    const ofMains = events.filter(({ payload }) => payload.sensor_id === sensorId).map((event) => event.event_type);
    assert.deepEqual(ofMains.toReversed(), [
      'alarm_raised',
      'alarm_acked',
      'alarm_shelved',
      'alarm_unshelved',
      'alarm_rtn_unack',
      'alarm_acked',
    ]);
    const stats = await get<{ raised_last_hour: number; avg_response_seconds_24h: number }>('/api/v1/alarms/stats');
    assert.ok(stats.raised_last_hour >= 2);
    assert.ok(stats.avg_response_seconds_24h >= 0);
  }).timeout(150_000);
});
