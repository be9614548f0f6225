import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createPlant, type PlantState, stepPlant, withInverter } from '../../../nodes/plant/plant.ts';

const start = Date.parse('2026-02-18T10:00:00Z');

const dispatch = (plant: PlantState, kw: number): PlantState =>
  withInverter(plant, 1, ({ battery, ...inverter }) => ({
    ...inverter,
    battery: { ...battery, setpointKw: kw, followedKw: kw, gatewayHeartbeat: battery.gatewayHeartbeat + 1 },
  }));

/** What the grid has to carry, added up from the parts. */
function partsKw(plant: PlantState): number {
  const machinesKw = plant.machines.reduce((sum, { powerKw }) => sum + powerKw, 0);
  return plant.block.powerKw + machinesKw + plant.inverters[0]!.battery.powerKw + plant.baseLoadKw;
}

describe('plant', () => {
  it('has a grid meter that adds up to block, machines, battery and base load', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: -250, max: 250 }), fc.integer({ min: 1, max: 120_000 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(steps, fc.nat(), (commands, seed) => {
        let plant = createPlant(seed, start);
        for (const [kw, dtMs] of [[0, 1000] as const, ...commands]) {
          const [before, next] = [plant, stepPlant(dispatch(plant, kw), dtMs)];
          assert.ok(Math.abs(next.grid.powerKw - partsKw(next)) < 1e-9);
          assert.ok(next.grid.importedKwh >= before.grid.importedKwh);
          plant = next;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('counts at the grid what its parts count', () => {
    const kwh = (plant: PlantState): number => {
      const { chargedKwh, dischargedKwh } = plant.inverters[0]!.battery;
      const machinesKwh = plant.machines.reduce((sum, { energyKwh }) => sum + energyKwh, 0);
      return plant.block.importedKwh + machinesKwh + chargedKwh - dischargedKwh;
    };
    let [plant, baseKwh] = [createPlant(42, start), 0];
    for (let minute = 0; minute < 600; minute += 1) {
      plant = stepPlant(dispatch(plant, minute % 100 < 50 ? 90 : -80), 60_000);
      baseKwh += plant.baseLoadKw / 60;
    }
    assert.ok(Math.abs(plant.grid.importedKwh - kwh(plant) - baseKwh) < 1e-6);
  });

  it('is equal for equal seed, start and steps, and another for another seed', () => {
    const live = (seed: number): PlantState => {
      let plant = createPlant(seed, start);
      for (let i = 0; i < 50; i += 1) plant = stepPlant(plant, 100);
      return plant;
    };
    assert.deepEqual(live(42), live(42));
    assert.notEqual(live(42).grid.powerKw, live(43).grid.powerKw);
  });

  it('never changes a state in place', () => {
    const plant = createPlant(42, start);
    const copy = structuredClone(plant);
    stepPlant(dispatch(plant, 100), 60_000);
    assert.deepEqual(plant, copy);
  });

  it('imports less while the battery discharges', () => {
    const [discharging, resting] = [-200, 0].map((kw) => stepPlant(dispatch(createPlant(42, start), kw), 5000));
    assert.ok(Math.abs(resting!.grid.powerKw - discharging!.grid.powerKw - 200) < 1e-9);
  });

  it('keeps extra inverters independent and outside of the balance', () => {
    const plant = createPlant(42, start, 2);
    assert.deepEqual(
      plant.inverters.map(({ unit }) => unit),
      [1, 31, 32],
    );
    assert.notEqual(plant.inverters[1]!.battery.storedKwh, plant.inverters[2]!.battery.storedKwh);
    assert.equal(plant.grid.powerKw, createPlant(42, start).grid.powerKw);
  });
});
