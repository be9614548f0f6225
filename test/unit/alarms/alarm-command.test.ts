import assert from 'node:assert/strict';
import alarmCommand from '../../../nodes/alarms/alarm-command.ts';
import type { AlarmBody } from '../../../nodes/alarms/alarm-body.ts';
import type { AlarmPage } from '../../../nodes/alarms/alarm-service.ts';
import { alarmService } from '../../../nodes/alarms/index.ts';
import { setIdentity } from '../../../nodes/kernel/index.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { AlarmRig } from './alarm-site.fixture.ts';

const word = { operator: ' nick.searra ', reason: 'calibration' };

describe('alarm-command node', () => {
  let rig: AlarmRig;
  beforeEach(async () => {
    rig = await new AlarmRig().start();
    alarmService.provide(rig.service);
    await rig.set(42, true);
  });
  afterEach(async () => {
    await TestFlow.close();
    alarmService.withdraw();
    await rig.service.stop();
  });

  const load = (operation: string): Promise<TestFlow> => TestFlow.ofNode(alarmCommand, { operation });

  it('lists what passes the filters of the query', async () => {
    await rig.set(21, true, { priority: 'P0' });
    await rig.set(43, true, { priority: 'P1' });
    await rig.act('acknowledge', 43);
    const flow = await load('list');
    const tags = async (query: object) => {
      const { payload, statusCode } = await flow.ask('node', { req: { query, params: {} } });
      assert.equal(statusCode, 200);
      const { total, standing, alarms } = payload as AlarmPage;
      return [total, standing, ...alarms.map(({ tag }) => tag)];
    };
    assert.deepEqual(await tags({}), [3, 2, 'GRID-P', 'CDU-01-FLOW', 'CDU-01-T-SUP']);
    assert.deepEqual(await tags({ limit: '1', offset: '1' }), [3, 2, 'CDU-01-FLOW']);
    assert.deepEqual(await tags({ state: 'ACTIVE,acked' }), [2, 2, 'GRID-P', 'CDU-01-FLOW']);
    assert.deepEqual(await tags({ priority: 'P1', block_slug: 'block-01', site_slug: 'wlce' }), [1, 1, 'CDU-01-FLOW']);
    assert.deepEqual(await tags({ sensor_id: '42' }), [1, 0, 'CDU-01-T-SUP']);
    assert.deepEqual(await tags({ block_slug: 'block-99' }), [0, 0]);
  });

  it('answers the statistics', async () => {
    const { payload } = await (await load('stats')).ask('node', { payload: {} });
    assert.equal((payload as { standing: number }).standing, 1);
  });

  const path: [operation: string, prepare: () => Promise<unknown>, state: string][] = [
    ['acknowledge', () => Promise.resolve(), 'ACKED'],
    ['shelve', () => Promise.resolve(), 'SHELVED'],
    ['unshelve', () => rig.act('shelve', 42), 'ACTIVE'],
    ['suppress', () => Promise.resolve(), 'SUPPRESSED'],
    ['unsuppress', () => rig.act('suppress', 42), 'ACTIVE'],
    ['out_of_service', () => Promise.resolve(), 'OUT_OF_SERVICE'],
    ['in_service', () => rig.act('out_of_service', 42), 'ACTIVE'],
  ];
  for (const [operation, prepare, state] of path) {
    it(`does ${operation} by the word of a request, and records key and claim`, async () => {
      await prepare();
      const request = { params: { sensor_id: '42' }, query: {}, body: { ...word, duration_hours: 4 } };
      setIdentity(request, { keyId: 'k9', scopes: new Set(['alarms']), arrivedAt: 0 });
      const flow = await load(operation);
      const { payload } = await flow.ask('node', { req: request, payload: request.body });
      assert.equal((payload as AlarmBody).state, state);
      const { requester, reason } = rig.memory.records.at(-1)!;
      assert.deepEqual([requester, reason], [{ keyId: 'k9', source: 'nick.searra', via: 'http' }, 'calibration']);
      assert.deepEqual(flow.shown('node'), [`${operation}: done`]);
    });
  }

  it('resets a latched alarm from a flow', async () => {
    await rig.set(43, true, { behaviour: { latching: true, autoAcknowledge: false } });
    await rig.set(43, false);
    await rig.act('acknowledge', 43);
    const flow = await load('reset');
    const { payload } = await flow.ask('node', { payload: { sensor_id: 43, operator: 'nick.searra' } });
    assert.equal((payload as AlarmBody).state, 'CLEARED');
    assert.equal(rig.memory.records.at(-1)?.requester.via, 'flow');
  });

  const refused: [title: string, operation: string, payload: object, code: string, status: number, field: string][] = [
    ['no operator', 'acknowledge', { sensor_id: 42 }, 'bad_alarm_input', 422, 'operator'],
    ['an operator of blanks', 'acknowledge', { sensor_id: 42, operator: ' ' }, 'bad_alarm_input', 422, 'operator'],
    ['no reason to shelve', 'shelve', { sensor_id: 42, operator: 'n' }, 'bad_alarm_input', 422, 'reason'],
    ['a reason of blanks', 'suppress', { ...word, sensor_id: 42, reason: '  ' }, 'bad_alarm_input', 422, 'reason'],
    [
      'a reason that is too long',
      'shelve',
      { ...word, sensor_id: 42, reason: 'x'.repeat(501) },
      'bad_alarm_input',
      422,
      'reason',
    ],
    [
      'no time at all',
      'shelve',
      { ...word, sensor_id: 42, duration_hours: 0 },
      'bad_alarm_input',
      422,
      'duration_hours',
    ],
    [
      'a time that is no number',
      'shelve',
      { ...word, sensor_id: 42, duration_hours: '4' },
      'bad_alarm_input',
      422,
      'duration_hours',
    ],
    [
      'more than a day',
      'shelve',
      { ...word, sensor_id: 42, duration_hours: 24.5 },
      'bad_alarm_input',
      422,
      'duration_hours',
    ],
    ['a sensor that is no number', 'acknowledge', { ...word, sensor_id: 'CDU' }, 'bad_alarm_input', 422, 'sensor_id'],
    ['a sensor that does not exist', 'acknowledge', { ...word, sensor_id: 99 }, 'unknown_sensor', 404, 'sensor_id'],
    ['an alarm in another state', 'unshelve', { ...word, sensor_id: 42 }, 'wrong_alarm_state', 409, 'unshelve'],
    ['a state that is none', 'list', { state: 'OPEN' }, 'bad_alarm_input', 422, 'state'],
    ['a state twice', 'list', { state: ['ACTIVE', 'ACKED'] }, 'bad_alarm_input', 422, 'state'],
    ['a page that is too long', 'list', { limit: 1001 }, 'bad_alarm_input', 422, 'limit'],
  ];
  for (const [title, operation, payload, code, status, field] of refused) {
    it(`refuses ${title} with ${status}`, async () => {
      const { cause } = await (await load(operation)).askForError('node', { payload });
      const found = cause as { code: string; status: number; facts: { field: string } };
      assert.deepEqual([found.code, found.status, found.facts.field], [code, status, field]);
      assert.deepEqual(rig.states(42), ['ACTIVE']);
    });
  }

  it('shows a key nothing of other sites', async () => {
    const request = { params: {}, query: {} };
    setIdentity(request, { keyId: 'k9', scopes: new Set(['read']), sites: new Set(['EAST']), arrivedAt: 0 });
    const { payload } = await (await load('list')).ask('node', { req: request });
    assert.equal((payload as AlarmPage).total, 0);
  });
});
