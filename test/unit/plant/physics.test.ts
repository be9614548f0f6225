import assert from 'node:assert/strict';
import { cellTempMaxC, socPct } from '../../../nodes/plant/battery.ts';
import { applyPhysics, parsePhysicsPatch } from '../../../nodes/plant/physics.ts';
import { createPlant, stepPlant } from '../../../nodes/plant/plant.ts';

const plant = createPlant(42, Date.parse('2026-02-18T10:00:00Z'), 1);

describe('physics', () => {
  it('changes what is given and nothing else', () => {
    const patched = applyPhysics(plant, { socPct: 20, gridFrequencyHz: 49 });
    assert.equal(socPct(patched.inverters[0]!.battery), 20);
    assert.equal(stepPlant(patched, 100).supply.frequencyHz, 49);
    assert.equal(cellTempMaxC(patched.inverters[0]!.battery), cellTempMaxC(plant.inverters[0]!.battery));
    assert.deepEqual(patched.inverters[1], plant.inverters[1]);
  });

  it('gives the hottest cell the temperature that is set', () => {
    const { battery } = applyPhysics(plant, { unit: 31, cellTempMaxC: 57 }).inverters[1]!;
    assert.ok(Math.abs(cellTempMaxC(battery) - 57) < 1e-9);
  });

  it('gives an overridden value back to the physics with null', () => {
    const frequency = stepPlant(plant, 100).supply.frequencyHz;
    const overridden = applyPhysics(plant, { gridFrequencyHz: 47, statusCode: 13 });
    const released = stepPlant(applyPhysics(overridden, { gridFrequencyHz: null, statusCode: null }), 100);
    assert.equal(released.supply.frequencyHz, frequency);
    assert.equal(stepPlant(overridden, 100).inverters[0]!.battery.statusCode, 13);
    assert.equal(released.inverters[0]!.battery.statusCode, 0);
  });

  it('moves the weather of machines and cooling', () => {
    const hot = stepPlant(applyPhysics(plant, { outdoorC: 38, ambientC: 41 }), 60_000);
    const mild = stepPlant(plant, 60_000);
    assert.ok(hot.machines[1]!.meanKw > mild.machines[1]!.meanKw);
    assert.ok(hot.cooling[0]!.facilitySupplyC > mild.cooling[0]!.facilitySupplyC);
    assert.equal(hot.cooling[0]!.ambientC, 41);
  });

  for (const [payload, message] of [
    ['hot', /payload must be an object/],
    [{ socPct: 101 }, /payload\.socPct must be a number from 0 to 100, found 101/],
    [{ socPct: Number.NaN }, /payload\.socPct/],
    [{ cellTempMaxC: '50' }, /payload\.cellTempMaxC must be a number from -60 to 120, found "50"/],
    [{ estop: 1 }, /payload\.estop must be true or false, found 1/],
    [{ statusCode: 1.5 }, /payload\.statusCode must be a whole number from 0 to 65535/],
    [{ socPct: null }, /payload\.socPct .* found null/],
    [{ soc: 5 }, /payload\.soc must be one of unit, socPct/],
  ] as const) {
    it(`refuses ${JSON.stringify(payload)}`, () => {
      assert.throws(() => parsePhysicsPatch(payload), { code: 'bad_plant_request', message });
    });
  }
});
