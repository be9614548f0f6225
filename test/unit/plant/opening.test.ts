import assert from 'node:assert/strict';
import { socPct } from '../../../nodes/plant/battery.ts';
import { countersOf } from '../../../nodes/plant/counters.ts';
import { catchUp, openPlantAt } from '../../../nodes/plant/opening.ts';
import { stepPlant } from '../../../nodes/plant/plant.ts';

const noon = Date.parse('2026-02-18T12:00:00.417Z');
const hourMs = 3_600_000;

describe('opening', () => {
  const plant = openPlantAt(42, noon);

  it('is the same for the same seed and instant', () => assert.deepEqual(openPlantAt(42, noon), plant));

  it('has counters that have counted for months, and nothing that counted below 0', () => {
    assert.ok(plant.block.importedKwh > 140 * 24 * 800);
    assert.ok(countersOf(plant).every((counted) => counted >= 0));
  });

  it('stands where the day has brought the battery, at rest and without a setpoint', () => {
    const { battery } = plant.inverters[0]!;
    assert.ok(Math.abs(socPct(battery) - 85) < 0.05);
    assert.deepEqual([battery.setpointKw, battery.powerKw, battery.meanKw], [0, 0, 0]);
    assert.equal(socPct(openPlantAt(42, noon + 10 * hourMs).inverters[0]!.battery).toFixed(1), '20.0');
  });

  it('begins the events of block-01', () => assert.equal(plant.eventfulFromMs, noon));

  for (const pauseMs of [0, 1500, 3 * hourMs, 40 * 24 * hourMs]) {
    it(`catches up ${pauseMs} ms, counting on while the battery rests`, () => {
      const commanded = stepPlant(plant, 1000);
      const later = catchUp(commanded, commanded.epochMs + pauseMs);
      assert.equal(later.epochMs, commanded.epochMs + pauseMs);
      countersOf(later).forEach((counted, place) => assert.ok(counted >= countersOf(commanded)[place]!));
      assert.equal(later.inverters[0]!.battery.storedKwh, plant.inverters[0]!.battery.storedKwh);
    });
  }

  it('does not go back when the clock does', () => {
    assert.equal(catchUp(plant, noon - hourMs).epochMs, noon);
  });
});
