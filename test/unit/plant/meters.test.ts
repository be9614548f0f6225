import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addFlows, readMeter, stepMeter } from '../../../nodes/plant/meters.ts';
import { lineVoltageV, supplyAt } from '../../../nodes/plant/supply.ts';

const free = { frequencyHz: null, voltageV: null };
const kw = fc.double({ min: -2000, max: 2000, noNaN: true });
const instants = fc.integer({ min: 0, max: 2e12 });
const counters = { importedKwh: 10, exportedKwh: 5 };

describe('meters', () => {
  it('carry phases that add up, with a slight imbalance', () => {
    fc.assert(
      fc.property(kw, instants, (powerKw, epochMs) => {
        const flow = { powerKw, meanKw: powerKw, reactiveKvar: powerKw * 0.3 };
        const meter = readMeter(stepMeter(counters, flow, 42, epochMs, 0), supplyAt(42, epochMs, free));
        const [l1, l2, l3] = meter.phasePowersKw;
        assert.ok(Math.abs(l1 + l2 + l3 - powerKw) < 1e-9);
        for (const phase of [l1, l2, l3]) assert.ok(Math.abs(phase - powerKw / 3) <= Math.abs(powerKw) * 0.021 + 1e-9);
        for (const current of meter.phaseCurrentsA) assert.ok(current >= 0 && Number.isFinite(current));
      }),
    );
  });

  it('count import and export apart, from the mean power of the step', () => {
    const flow = (meanKw: number) => ({ powerKw: 0, meanKw, reactiveKvar: 0 });
    const imported = stepMeter(counters, flow(60), 42, 0, 60_000);
    assert.deepEqual([imported.importedKwh, imported.exportedKwh], [11, 5]);
    const exported = stepMeter(counters, flow(-120), 42, 0, 60_000);
    assert.deepEqual([exported.importedKwh, exported.exportedKwh], [10, 7]);
  });

  it('agree on current, voltage, power and power factor', () => {
    const flow = { powerKw: 900, meanKw: 900, reactiveKvar: 300 };
    const supply = supplyAt(42, 0, free);
    const { phaseCurrentsA, powerFactor } = readMeter(stepMeter(counters, flow, 42, 0, 0), supply);
    const apparentKva = phaseCurrentsA.reduce((sum, amps, i) => sum + (amps * supply.phaseVoltagesV[i]!) / 1000, 0);
    assert.ok(Math.abs(apparentKva * powerFactor - 900) < 1e-9);
  });

  it('have power factor 1 without any load', () => {
    const meter = stepMeter(counters, addFlows([]), 42, 0, 0);
    assert.equal(readMeter(meter, supplyAt(42, 0, free)).powerFactor, 1);
  });
});

describe('supply', () => {
  it('stays near 50 Hz and 400 V, and repeats', () => {
    fc.assert(
      fc.property(instants, (epochMs) => {
        const supply = supplyAt(42, epochMs, free);
        assert.ok(Math.abs(supply.frequencyHz - 50) < 0.05);
        assert.ok(Math.abs(lineVoltageV(supply) - 400) < 6);
        assert.deepEqual(supply, supplyAt(42, epochMs, free));
      }),
    );
  });

  it('follows its overrides', () => {
    const supply = supplyAt(42, 0, { frequencyHz: 48.9, voltageV: 430 });
    assert.equal(supply.frequencyHz, 48.9);
    assert.ok(Math.abs(lineVoltageV(supply) - 430) < 1e-9);
  });
});
