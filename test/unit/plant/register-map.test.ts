import assert from 'node:assert/strict';
import { createPlant, type PlantState, stepPlant, withInverter } from '../../../nodes/plant/plant.ts';
import { mapUnits, readWords, type UnitMap, writeWords } from '../../../nodes/plant/register-map.ts';

const plant = stepPlant(createPlant(42, Date.parse('2026-02-18T10:00:00Z'), 2), 60_000);
const units = mapUnits(plant);
const unit = (id: number): UnitMap => units.get(id)!;
const read = (id: number, address: number, quantity: number, state = plant): readonly number[] =>
  readWords(unit(id), (point) => point.value(state), address, quantity);
const code = (exceptionCode: number) => ({ exceptionCode });

describe('register-map', () => {
  it('has the units of the demo site and the extra inverters', () => {
    assert.deepEqual(
      [...units.keys()].sort((a, b) => a - b),
      [1, 2, 3, 11, 12, 13, 14, 15, 16, 17, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32],
    );
  });

  it('gives no address to two points', () => {
    for (const { points, words } of units.values()) {
      const taken = points.reduce((sum, { type }) => sum + (type.endsWith('16') ? 1 : 2), 0);
      assert.equal(words.size, taken);
    }
  });

  const rows = [
    [1, 'status_code', 0, 'uint16', 1],
    [1, 'soc', 1, 'uint16', 0.1],
    [1, 'active_power', 3, 'int16', 0.1],
    [1, 'cell_temp_max', 8, 'int16', 0.1],
    [1, 'cell_voltage_min', 11, 'uint16', 0.001],
    [1, 'alarm_bits', 16, 'uint16', 1],
    [1, 'energy_discharged', 20, 'uint32', 0.1],
    [1, 'power_setpoint', 100, 'int16', 0.1],
    [1, 'gateway_heartbeat', 101, 'uint16', 1],
    [2, 'power', 52, 'float32', 0.001],
    [3, 'frequency', 70, 'float32', 1],
    [2, 'energy_export', 74, 'float32', 1],
    [11, 'power', 0, 'int32', 0.001],
    [17, 'temperature', 11, 'int16', 0.1],
    [21, 'supply_temp', 0, 'int16', 0.1],
    [21, 'heat_energy', 8, 'uint32', 0.1],
    [22, 'facility_return_temp', 13, 'int16', 0.1],
  ] as const;
  for (const [id, name, address, type, scale] of rows) {
    it(`has ${name} of unit ${id} at protocol address ${address}`, () => {
      const point = unit(id).points.find((candidate) => candidate.name === name);
      assert.deepEqual([point?.address, point?.type, point?.scale], [address, type, scale]);
    });
  }

  it('reads the charge in tenths of a percent', () => {
    const { battery } = plant.inverters[0]!;
    assert.deepEqual(read(1, 1, 1), [Math.round((battery.storedKwh / 500) * 1000)]);
  });

  it('reads the grid power in W as float32, big words', () => {
    const [high, low] = read(2, 52, 2);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt16BE(high!, 0);
    bytes.writeUInt16BE(low!, 2);
    assert.ok(Math.abs(bytes.readFloatBE() - plant.grid.powerKw * 1000) < 0.1);
  });

  it('reads a machine in W with the low word first', () => {
    const [low, high] = read(15, 0, 2);
    assert.equal(high! * 0x1_0000 + low!, Math.round(plant.machines[4]!.powerKw * 1000));
  });

  it('says not implemented for the production of an air conditioner', () => {
    assert.deepEqual(read(12, 8, 2), [0xffff, 0xffff]);
  });

  it('fills the extra inverters up to 40060 without a hole', () => {
    assert.equal(read(31, 0, 60).length, 60);
    assert.throws(() => read(31, 0, 61), code(2));
    assert.throws(() => read(1, 0, 23), code(2));
  });

  it('sets alarm bits', () => {
    const flagged = withInverter(plant, 1, (inverter) => ({
      ...inverter,
      overrides: { estop: true, gridFault: true, statusCode: null },
    }));
    assert.deepEqual(read(1, 16, 1, stepPlant(flagged, 0)), [3]);
    assert.deepEqual(read(1, 0, 1, stepPlant(flagged, 0)), [20]);
  });

  describe('writes', () => {
    const setpointOf = (state: PlantState, id: number): number | undefined =>
      state.inverters.find((inverter) => inverter.unit === id)?.battery.setpointKw;

    for (const [raw, kw] of [
      [1000, 100],
      [0xfc18, -100],
      [0x7fff, 3276.7],
      [0x8001, -3276.7],
      [0, 0],
    ] as const) {
      it(`takes ${raw} at 40101 for ${kw} kW and reads it back`, () => {
        const written = writeWords(plant, 1, 100, [raw], 1);
        assert.equal(setpointOf(written, 1), kw);
        assert.deepEqual(read(1, 100, 1, written), [raw]);
      });
    }

    it('shows the written setpoint while half of it is followed', () => {
      const { battery } = writeWords(plant, 1, 100, [1000], 0.5).inverters[0]!;
      assert.deepEqual([battery.setpointKw, battery.followedKw], [100, 50]);
    });

    it('moves the written inverter only', () => {
      const written = writeWords(plant, 32, 100, [500], 1);
      assert.deepEqual(
        [1, 31, 32].map((id) => setpointOf(written, id)),
        [0, 0, 50],
      );
    });

    it('takes setpoint and heartbeat in one request, or nothing', () => {
      const { setpointKw, gatewayHeartbeat } = writeWords(plant, 1, 100, [700, 9], 1).inverters[0]!.battery;
      assert.deepEqual([setpointKw, gatewayHeartbeat], [70, 9]);
      assert.throws(() => writeWords(plant, 1, 100, [700, 9, 1], 1), code(2));
    });

    for (const [title, id, address, value, exceptionCode] of [
      ['a measured value', 1, 1, 500, 2],
      ['a hole', 1, 50, 1, 2],
      ['a meter', 2, 100, 1, 2],
      ['a machine', 11, 0, 1, 2],
      ['a setpoint that is none', 1, 100, 0x8000, 3],
    ] as const) {
      it(`refuses ${title} with exception ${exceptionCode}`, () => {
        assert.throws(() => writeWords(plant, id, address, [value], 1), code(exceptionCode));
      });
    }

    it('refuses to move a stopped inverter with exception 4, and takes 0', () => {
      const stopped = withInverter(plant, 1, (inverter) => ({
        ...inverter,
        battery: { ...inverter.battery, statusCode: 20 },
      }));
      assert.throws(() => writeWords(stopped, 1, 100, [100], 1), code(4));
      assert.equal(setpointOf(writeWords(stopped, 1, 100, [0], 1), 1), 0);
    });
  });
});
