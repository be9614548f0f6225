import assert from 'node:assert/strict';
import alarmMachine from '../../../nodes/alarms/alarm-machine.ts';
import { type AlarmNotice, alarmService } from '../../../nodes/alarms/index.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { AlarmRig } from './alarm-site.fixture.ts';

const door = { key: 'door', tag: 'DOOR-01', active: true, priority: 'P1', message: 'the door is open' };

describe('alarm-machine node', () => {
  let rig: AlarmRig;
  beforeEach(async () => {
    rig = await new AlarmRig().start();
    alarmService.provide(rig.service);
  });
  afterEach(async () => {
    await TestFlow.close();
    alarmService.withdraw();
    await rig.service.stop();
  });

  const load = (config: object = {}): Promise<TestFlow> => TestFlow.ofNode(alarmMachine, { ...config });

  it('raises and clears the alarm of a flow and sends what is announced', async () => {
    const flow = await load();
    const { topic, payload } = await flow.ask('node', { payload: door });
    const { event, alarm } = payload as AlarmNotice;
    assert.deepEqual(
      [topic, event, alarm.tag, alarm.priority, alarm.message, alarm.sensor_id],
      ['alarm_raised', 'alarm_raised', 'DOOR-01', 'P1', 'the door is open', 1_000_000_000],
    );
    const cleared = await flow.ask('node', { payload: { ...door, active: false } });
    assert.equal(cleared.topic, 'alarm_cleared');
  });

  it('sets a condition on a sensor of the site', async () => {
    const flow = await load();
    const { payload } = await flow.ask('node', {
      payload: { key: 'x', sensor: 42, active: true, value: 3, direction: 'LOW' },
    });
    const { alarm } = payload as AlarmNotice;
    assert.deepEqual([alarm.tag, alarm.value_at_raise, alarm.threshold_direction], ['CDU-01-T-SUP', 3, 'LOW']);
  });

  it('sends the block and the priorities that it is set to', async () => {
    const flow = await load({ block: 'block-01', minPriority: 'P1' });
    await rig.set(21, true, { priority: 'P0' });
    await rig.set(42, true, { priority: 'P2' });
    await rig.set(43, true, { priority: 'P1' });
    await flow.settled();
    assert.deepEqual(
      flow.arrived('out1').map(({ payload }) => (payload as AlarmNotice).alarm.tag),
      ['CDU-01-FLOW'],
    );
  });

  it('shows how many alarms stand', async () => {
    const flow = await load();
    await rig.set(21, true);
    await rig.act('acknowledge', 21);
    assert.deepEqual(
      flow.statuses('node').map(({ fill, text }) => [fill, text]),
      [
        ['green', '0 standing, 0 unacknowledged'],
        ['red', '1 standing, 1 unacknowledged'],
        ['yellow', '1 standing, 0 unacknowledged'],
      ],
    );
  });

  const wrong: [title: string, payload: unknown, field: string][] = [
    ['nothing', undefined, 'key'],
    ['no key', { active: true }, 'key'],
    ['no word on whether it stands', { key: 'door' }, 'active'],
    ['a priority that is none', { ...door, priority: 'P4' }, 'priority'],
    ['a sensor that is no id', { ...door, sensor: 'CDU-01-T-SUP' }, 'sensor'],
    ['a value that is none', { ...door, value: NaN }, 'value'],
    ['a direction that is none', { ...door, direction: 'UP' }, 'direction'],
    ['a message that is no text', { ...door, message: 7 }, 'message'],
  ];
  for (const [title, payload, field] of wrong) {
    it(`refuses ${title}`, async () => {
      const { cause } = await (await load()).askForError('node', { payload });
      const found = cause as { code: string; facts: { field: string } };
      assert.deepEqual([found.code, found.facts.field], ['bad_alarm_input', field]);
    });
  }

  it('does not know sensors that the site does not have', async () => {
    const flow = await load();
    assert.equal((await flow.askForError('node', { payload: { ...door, sensor: 99 } })).code, 'unknown_sensor');
  });

  it('stops listening when it is closed', async () => {
    const flow = await load();
    await TestFlow.close();
    await rig.set(42, true);
    assert.deepEqual(flow.arrived('out1'), []);
  });
});
