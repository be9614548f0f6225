import assert from 'node:assert/strict';
import { isHeatUnit, kwhPerUnit, kwPerUnit } from '../../../nodes/billing/energy-units.ts';

describe('energy units', () => {
  const energies: [unit: string, kwh: number | undefined, isHeat: boolean][] = [
    ['kWh', 1, false],
    ['kWht', 1, true],
    ['kWhth', 1, true],
    ['Wh', 0.001, false],
    ['MWht', 1000, true],
    ['GWh', 1e6, false],
    ['GJ', 1000 / 3.6, false],
    ['kVAh', undefined, false],
    ['kvarh', undefined, false],
    ['', undefined, false],
  ];
  for (const [unit, kwh, isHeat] of energies) {
    it(`knows ${unit === '' ? 'no unit' : unit} as an energy of ${String(kwh)} kWh`, () => {
      assert.equal(kwhPerUnit(unit), kwh);
      assert.equal(isHeatUnit(unit), isHeat);
    });
  }

  const powers: [unit: string, kw: number | undefined][] = [
    ['kW', 1],
    ['kWt', 1],
    ['W', 0.001],
    ['MWth', 1000],
    ['kvar', undefined],
    ['kWh', undefined],
    ['%', undefined],
  ];
  for (const [unit, kw] of powers) {
    it(`knows ${unit} as a power of ${String(kw)} kW`, () => assert.equal(kwPerUnit(unit), kw));
  }
});
