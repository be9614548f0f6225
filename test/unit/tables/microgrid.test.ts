import assert from 'node:assert/strict';
import { Frame, type PointIndex, Quality } from '../../../nodes/site/index.ts';
import { tableAnswers, type TableVerb } from '../../../nodes/tables/answer-table.ts';
import {
  battery,
  batteryIndex,
  meter,
  meterIndex,
  postedIndex,
  postedMeter,
  settled,
  TestMicrogrid,
} from './microgrid.fixture.ts';

const clientMeter = '00000000-0000-4000-8000-000000000001';
const clientBattery = '00000000-0000-4000-8000-000000000002';

describe('microgrid', () => {
  let test: TestMicrogrid;
  beforeEach(async () => (test = await new TestMicrogrid().start()));
  afterEach(() => test.microgrid.stop());

  async function ask(
    verb: TableVerb,
    name: string,
    search: string,
    { body, sites }: { readonly body?: unknown; readonly sites?: readonly string[] } = {},
  ): Promise<unknown> {
    const { tables, registry } = test.microgrid;
    const table = tables.table(name)!;
    const scope = registry.scopeOf(sites && new Set(sites));
    const request = { search, body, prefer: 'return=representation' };
    const answer = await tableAnswers[verb]({ service: tables, table, request, scope });
    return JSON.parse(answer.body);
  }

  function poll(index: PointIndex, values: readonly (number | null)[], changes: Partial<Frame> = {}): void {
    test.bus.publish(
      new Frame({
        siteId: 'WLCE',
        deviceId: index.deviceId,
        ts: test.clock.now(),
        cycle: 1,
        durationMs: 1,
        origin: 'polled',
        index,
        values: Float64Array.from(values, (value) => value ?? NaN),
        quality: Uint8Array.from(values, (value) => (value === null ? Quality.bad : Quality.good)),
        ...changes,
      }),
    );
  }

  it('makes the devices of the site file rows of the registry, each time the same', async () => {
    const [row] = (await ask('select', 'mg_device_registry', `id=eq.${battery.uuid}`)) as object[];
    assert.deepEqual(row, {
      id: battery.uuid,
      name: 'BESS-01',
      type: 'bess',
      site: 'WLCE',
      metadata: { max_power: 100, capacity_kwh: 500, modbus_address: 1 },
      active: true,
      created_at: '2024-01-01T12:00:00.000Z',
    });
    test.microgrid.stop();
    await test.start();
    assert.equal(((await ask('select', 'mg_device_registry', '')) as object[]).length, 3);
  });

  it('makes frames of polled batteries rows, with the sign of the contract', async () => {
    poll(batteryIndex, [65.5, 25]);
    await settled();
    const rows = await ask('select', 'mg_bess_readings', 'select=device_id,time,soe,target_power,command_source');
    assert.deepEqual(rows, [
      {
        device_id: battery.uuid,
        time: '2024-01-01T12:00:00.000Z',
        soe: 65.5,
        target_power: -25,
        command_source: null,
      },
    ]);
  });

  it('makes frames of polled meters rows; what was not read is null', async () => {
    poll(meterIndex, [125.5, null]);
    await settled();
    const rows = await ask('select', 'mg_meter_readings', 'select=device_id,power_total_active,current_phase_a');
    assert.deepEqual(rows, [{ device_id: meter.uuid, power_total_active: 125.5, current_phase_a: null }]);
    poll(meterIndex, [null, null], { ts: test.clock.now() + 1000 });
    await settled();
    assert.equal(((await ask('select', 'mg_meter_readings', '')) as object[]).length, 1);
  });

  it('makes one row a period, and says once when it cannot', async () => {
    test.microgrid.stop();
    await test.start({ readingPeriodMs: 5000 });
    for (let second = 0; second < 10; second += 1) {
      poll(batteryIndex, [50, 0]);
      await settled();
      test.clock.advance(1000);
    }
    assert.equal(((await ask('select', 'mg_bess_readings', '')) as object[]).length, 2);
    test.store.writesLeft = 0;
    for (const second of [0, 5]) {
      poll(batteryIndex, [50, 0], { ts: test.clock.now() + second * 1000 });
      await settled();
    }
    assert.deepEqual(test.reports, ['readings do not become rows: the store is down']);
  });

  it('makes rows of registered devices frames, which carry their own sensor ids and origin', async () => {
    const body = [
      { id: clientMeter, name: 'M', type: 'meter', site: 'EAST' },
      { id: clientBattery, name: 'B', type: 'bess', site: 'EAST' },
    ];
    await ask('insert', 'mg_device_registry', '', { body });
    const time = '2024-01-01T11:00:00Z';
    const reading = { device_id: clientMeter, time, power_total_active: 12, energy_imported_active: 100 };
    await ask('insert', 'mg_meter_readings', '', { body: reading });
    await ask('insert', 'mg_bess_readings', '', {
      body: { device_id: clientBattery, time, soe: 50, target_power: 10 },
    });
    await settled();
    const [metered, stored] = test.frames as [Frame, Frame];
    assert.deepEqual([metered.origin, metered.siteId, metered.deviceId], ['posted', 'EAST', clientMeter]);
    assert.equal(metered.ts, Date.UTC(2024, 0, 1, 11));
    assert.deepEqual([metered.ofRole('power').value, metered.ofRole('energy_import').value], [12, 100]);
    assert.deepEqual(metered.get('frequency'), { value: null, quality: Quality.bad, reason: 'not due in this cycle' });
    assert.deepEqual([stored.ofRole('soc').value, stored.ofRole('setpoint').value], [50, -10]);
    const ids = [metered, stored].flatMap(({ index }) => index.points.map(({ sensorId }) => Number(sensorId)));
    assert.equal(new Set(ids).size, 27);
    assert.ok(Math.min(...ids) > 2_000_000_000);
  });

  it('keeps rows of unknown and of polled devices out of the site', async () => {
    const time = '2024-01-01T11:00:00Z';
    const body = [clientMeter, meter.uuid].map((device_id) => ({ device_id, time, power_total_active: 1 }));
    await ask('insert', 'mg_meter_readings', '', { body });
    await settled();
    assert.deepEqual(test.frames, []);
  });

  it('feeds the sensors of the site file where that declares a device as posted', async () => {
    const time = '2024-01-01T11:00:00Z';
    const reading = { device_id: postedMeter.uuid, time, power_total_active: 7, energy_imported_active: 100 };
    await ask('insert', 'mg_meter_readings', '', { body: { ...reading, voltage_line_average: 400 } });
    await settled();
    const [frame] = test.frames as [Frame];
    assert.deepEqual([frame.deviceId, frame.siteId, frame.origin], ['SUB-01', 'WLCE', 'posted']);
    assert.equal(frame.index, postedIndex);
    assert.deepEqual([...frame.values], [NaN, 7, 100, NaN]);
    assert.deepEqual([...frame.quality], [Quality.bad, Quality.good, Quality.good, Quality.bad]);
    assert.deepEqual([...frame.reasons.values()], ['not due in this cycle', 'not due in this cycle']);
  });

  it('gives no frame the cycle of another, after a restart neither', async () => {
    const post = async (): Promise<void> => {
      const readings = [11, 12].map((power_total_active, second) => {
        return { device_id: postedMeter.uuid, time: `2024-01-01T11:00:0${second}Z`, power_total_active };
      });
      await ask('insert', 'mg_meter_readings', '', { body: readings });
      await settled();
      await ask('delete', 'mg_meter_readings', `device_id=eq.${postedMeter.uuid}`);
    };
    await post();
    test.microgrid.stop();
    test.clock.advance(1);
    await test.start();
    await post();
    const cycles = test.frames.map(({ cycle }) => cycle);
    assert.equal(new Set(cycles).size, 4, cycles.join(', '));
  });

  it('removes readings that are too old', async () => {
    poll(batteryIndex, [50, 0]);
    await settled();
    test.clock.stepWall(31 * 86_400_000);
    test.clock.advance(60_000);
    await settled();
    assert.deepEqual(await ask('select', 'mg_bess_readings', ''), []);
  });

  it('shows a key its own sites only, and lets it write no other', async () => {
    poll(batteryIndex, [50, 0]);
    await settled();
    assert.deepEqual(await ask('select', 'mg_bess_readings', '', { sites: ['EAST'] }), []);
    assert.equal(((await ask('select', 'mg_bess_readings', '', { sites: ['WLCE'] })) as object[]).length, 1);
    assert.deepEqual(await ask('delete', 'mg_bess_readings', 'soe=eq.50', { sites: ['EAST'] }), []);
    const foreign = { body: { device_id: battery.uuid, time: '2024-01-01' }, sites: ['EAST'] };
    await assert.rejects(ask('insert', 'mg_bess_readings', '', foreign), { code: '42501', status: 403 });
    const site = { body: { name: 'x', type: 'meter', site: 'WLCE' }, sites: ['EAST'] };
    await assert.rejects(ask('insert', 'mg_device_registry', '', site), { code: '42501' });
  });
});
