import assert from 'node:assert/strict';
import { undisturbed } from '../../../nodes/plant/block-excursions.ts';
import { bufferKwhPerK } from '../../../nodes/plant/main-loop.ts';
import { createPlant, type PlantState, stepPlant } from '../../../nodes/plant/plant.ts';

const start = Date.parse('2026-02-18T00:00:00Z');
const stepMs = 20_000;

function run(days: number, eventful: boolean, look: (plant: PlantState, before: PlantState) => void): PlantState {
  let plant: PlantState = { ...createPlant(42, start), ...(eventful && { eventfulFromMs: start }) };
  for (let step = 0; step < (days * 86_400_000) / stepMs; step += 1) {
    const before = plant;
    plant = stepPlant(plant, stepMs);
    look(plant, before);
  }
  return plant;
}

const capturedKwh = ({ cooling }: PlantState): number => cooling.reduce((sum, { heatKwh }) => sum + heatKwh, 0);
const rackKw = ({ blockEquipment }: PlantState): number =>
  blockEquipment.racks.reduce((sum, { powerKw }) => sum + powerKw, 0);

describe('block-equipment', () => {
  it('loses no heat: what the racks draw reaches host and dry cooler but for what the tank keeps', () => {
    for (const eventful of [false, true]) {
      const first = createPlant(42, start);
      const last = run(2, eventful, () => undefined);
      const { loop, outlets, racks } = last.blockEquipment;
      const drawnKwh = racks.reduce((sum, { energyKwh }) => sum + energyKwh, 0);
      assert.ok(Math.abs(drawnKwh - capturedKwh(last)) < 1e-6);
      const keptKwh = (loop.bufferC - first.blockEquipment.loop.bufferC) * bufferKwhPerK;
      const leftKwh = outlets.host.heatKwh + outlets.cooler.heatKwh;
      assert.ok(Math.abs(drawnKwh - keptKwh - leftKwh) < 1e-6, `${drawnKwh - keptKwh - leftKwh} kWh are lost`);
    }
  });

  it('draws at the meter what racks, supply, pumps and the battery of the supply draw', () => {
    run(2, true, (plant) => {
      const { ups } = plant.blockEquipment;
      assert.ok(Math.abs(ups.outputKw - rackKw(plant)) < 1e-9);
      const auxiliariesKw = plant.block.powerKw - ups.inputKw;
      assert.ok(auxiliariesKw > 30 && auxiliariesKw < 60, `${auxiliariesKw} kW`);
      assert.ok(rackKw(plant) < plant.block.powerKw || ups.batteryKw < 0);
    });
  });

  it('measures at each heat meter what flow and temperatures mean', () => {
    run(1, true, ({ blockEquipment: { outlets } }) => {
      for (const { heatKw, flowM3PerH, hotC, coldC } of [outlets.host, outlets.cooler]) {
        assert.ok(Math.abs(flowM3PerH * 1.156 * (hotC - coldC) - heatKw) < 1e-6);
      }
    });
  });

  it('gives the host nothing at night and never more than there is', () => {
    let night = 0;
    run(1, true, ({ epochMs, blockEquipment: { outlets } }) => {
      const { host, cooler } = outlets;
      assert.ok(host.heatKw >= 0 && cooler.heatKw > 0, `${host.heatKw} and ${cooler.heatKw} kW`);
      if (new Date(epochMs).getUTCHours() < 5) night += host.heatKw;
    });
    assert.equal(night, 0);
  });

  it('never counts backwards', () => {
    run(1, true, ({ blockEquipment: { outlets, racks } }, { blockEquipment: before }) => {
      assert.ok(outlets.host.heatKwh >= before.outlets.host.heatKwh);
      assert.ok(outlets.cooler.heatKwh >= before.outlets.cooler.heatKwh);
      for (const [index, { energyKwh }] of racks.entries()) assert.ok(energyKwh > before.racks[index]!.energyKwh);
    });
  });

  describe('shows', () => {
    const seen = new Map<string, number>();
    const note = (name: string, value: number): void => {
      seen.set(`least ${name}`, Math.min(seen.get(`least ${name}`) ?? Infinity, value));
      seen.set(`most ${name}`, Math.max(seen.get(`most ${name}`) ?? -Infinity, value));
    };
    before(() => {
      run(6, true, (plant) => {
        const { disturbance, loop, outlets, ups, room } = plant.blockEquipment;
        const kind = disturbance === undisturbed ? 'quiet' : 'disturbed';
        note(`${kind} flow`, loop.flowM3PerH);
        note(`${kind} supply`, loop.supplyC);
        note(`${kind} filter`, loop.filterKpa);
        note(`${kind} pressure`, loop.pressureKpa);
        note(`${kind} glycol`, outlets.glycolPct);
        note(`${kind} humidity`, room.humidityPct);
        note(`${kind} charge`, ups.storedKwh / 0.4);
      });
    });

    /** Name, limit of the demo site's alarm, and on which side of it the quiet and the disturbed plant are. */
    for (const [name, limit, side] of [
      ['flow', 60, 'below'],
      ['supply', 22, 'above'],
      ['filter', 70, 'above'],
      ['pressure', 200, 'below'],
      ['glycol', 32, 'below'],
      ['humidity', 80, 'above'],
      ['charge', 50, 'below'],
    ] as const) {
      it(`${name} ${side} ${limit} when it is disturbed, and not when it is quiet`, () => {
        if (side === 'above') {
          assert.ok(seen.get(`most disturbed ${name}`)! > limit, String(seen.get(`most disturbed ${name}`)));
          assert.ok(seen.get(`most quiet ${name}`)! < limit);
        } else {
          assert.ok(seen.get(`least disturbed ${name}`)! < limit, String(seen.get(`least disturbed ${name}`)));
          if (name !== 'charge') assert.ok(seen.get(`least quiet ${name}`)! > limit);
        }
      });
    }
  });
});
