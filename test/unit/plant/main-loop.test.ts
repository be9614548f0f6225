import assert from 'node:assert/strict';
import { undisturbed } from '../../../nodes/plant/block-excursions.ts';
import { coolingUnits, createCooling } from '../../../nodes/plant/cooling.ts';
import { createMainLoop, stepMainLoop } from '../../../nodes/plant/main-loop.ts';

const start = Date.parse('2026-02-18T00:00:00Z');
const minuteMs = 60_000;
const inputs = { itKw: 800, outdoorC: 12, ambientC: 22 };
const coolingOf = (extra: object) =>
  coolingUnits.map((unit) => createCooling(unit, 42, start, { ...inputs, ...extra }));
const calm = coolingOf({});

describe('main-loop', () => {
  const loop = createMainLoop(calm, undisturbed);

  it('adds up the branches', () => {
    assert.ok(Math.abs(loop.flowM3PerH - calm[0]!.loopFlowM3PerH - calm[1]!.loopFlowM3PerH) < 1e-9);
    assert.ok(Math.abs(loop.flowM3PerH * 1.156 * (loop.returnC - loop.supplyC) - 800) < 1e-6);
    assert.equal(loop.deliveredKw, 800);
  });

  it('stores in its tank what it does not deliver, and delivers it later', () => {
    const strangled = coolingOf({ facilityFlowShare: 0.3 });
    const held = stepMainLoop(loop, strangled, undisturbed, 42, start, 5 * minuteMs);
    assert.ok(held.flowM3PerH < 0.6 * loop.flowM3PerH && held.bufferC > loop.bufferC && held.deliveredKw < 700);
    const released = stepMainLoop(held, calm, undisturbed, 42, start, 5 * minuteMs);
    assert.ok(released.bufferC < held.bufferC && released.deliveredKw > 900);
  });

  it('comes to rest at what comes in', () => {
    const warm = coolingOf({ facilityWarmK: 5 });
    const rested = stepMainLoop(loop, warm, undisturbed, 42, start, 600 * minuteMs);
    assert.ok(Math.abs(rested.bufferC - rested.returnC) < 1e-6 && rested.supplyC > loop.supplyC + 4.9);
  });

  it('runs pump B only after somebody switched over', () => {
    const pumps = (flowShare: number) => {
      const tripped = { ...undisturbed, pumpATripped: true, flowShare };
      const { pumpAPct, pumpBPct } = stepMainLoop(loop, calm, tripped, 42, start, 1000);
      return [pumpAPct > 0, pumpBPct > 0];
    };
    assert.deepEqual(pumps(0.3), [false, false]);
    assert.deepEqual(pumps(1), [false, true]);
    assert.deepEqual([loop.pumpAPct > 0, loop.pumpBPct > 0], [true, false]);
  });

  it('loses pressure over its filter with the square of the flow, and more as it clogs', () => {
    const clogged = stepMainLoop(loop, calm, { ...undisturbed, clogging: 1 }, 42, start, 1000);
    assert.ok(Math.abs(clogged.filterKpa / loop.filterKpa - 8) < 1e-9);
  });
});
