import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createMachine, type Machine, machines, Operation, stepMachine } from '../../../nodes/plant/machines.ts';

const hourMs = 3_600_000;
const seed = 42;
const outdoorC = 12;
/** A Wednesday, 10:00 in Los Angeles. */
const workday = Date.parse('2026-02-18T10:00:00-08:00');
const sunday = Date.parse('2026-02-22T10:00:00-08:00');

const named = (name: string): Machine => machines.find((machine) => machine.name === name)!;

function run(machine: Machine, fromMs: number, ms: number, stepMs: number, weatherC = outdoorC) {
  const states = [createMachine(machine, seed, fromMs, weatherC)];
  for (let at = fromMs + stepMs; at <= fromMs + ms; at += stepMs) {
    states.push(stepMachine(states.at(-1)!, machine, seed, at, stepMs, weatherC));
  }
  return states;
}

describe('machines', () => {
  it('have a load that depends on seed and instant only', () => {
    fc.assert(
      fc.property(fc.constantFrom(...machines), fc.integer({ min: 1, max: 300_000 }), (machine, dtMs) => {
        const at = workday + 77_777;
        const late = stepMachine(createMachine(machine, seed, at - dtMs, outdoorC), machine, seed, at, dtMs, outdoorC);
        assert.equal(late.powerKw, createMachine(machine, seed, at, outdoorC).powerKw);
      }),
    );
  });

  for (const machine of machines) {
    it(`${machine.name} counts energy and pieces upwards, within its rating`, () => {
      const states = run(machine, workday, 24 * hourMs, 60_000);
      states.forEach((state, index) => {
        const previous = states[index - 1] ?? state;
        assert.ok(state.powerKw > 0 && state.powerKw <= machine.ratedKw * 1.04, `${state.powerKw} kW`);
        assert.ok(state.energyKwh >= previous.energyKwh);
        assert.ok((state.produced ?? 0) >= (previous.produced ?? 0));
      });
      const energyKwh = states.at(-1)!.energyKwh;
      assert.ok(energyKwh > machine.ratedKw * 24 * 0.1 && energyKwh < machine.ratedKw * 24 * 0.9, `${energyKwh} kWh`);
    });
  }

  it('count the same energy at minute steps as at 100 ms steps', () => {
    for (const machine of machines) {
      const [coarse, fine] = [60_000, 100].map((stepMs) => run(machine, workday, hourMs / 2, stepMs).at(-1)!.energyKwh);
      assert.ok(Math.abs(coarse! / fine! - 1) < 0.03, `${machine.name}: ${coarse!} and ${fine!} kWh`);
    }
  });

  it('work more on weekdays than on Sundays', () => {
    const kwh = (at: number): number =>
      machines.reduce((sum, machine) => sum + run(machine, at, 8 * hourMs, 60_000).at(-1)!.energyKwh, 0);
    assert.ok(kwh(workday) > 1.3 * kwh(sunday));
  });

  it('let a compressor load and unload', () => {
    const compressor = named('Compressor-1');
    const shares = run(compressor, workday, hourMs, 1000).map(({ powerKw }) => powerKw / compressor.ratedKw);
    const [loaded, unloaded] = [shares.filter((s) => s > 0.6).length, shares.filter((s) => s < 0.3).length];
    assert.ok(loaded > 600 && unloaded > 200, `${loaded} s loaded, ${unloaded} s unloaded`);
    assert.equal(loaded + unloaded, shares.length);
  });

  it('let a compressor deliver m³ in proportion to its time, not to the samples taken', () => {
    const compressor = named('Compressor-1');
    const perHour = (stepMs: number): number => run(compressor, workday, hourMs, stepMs).at(-1)!.produced!;
    assert.ok(perHour(60_000) > 150 && perHour(60_000) < 55 * 9, `${perHour(60_000)} m³`);
    assert.ok(Math.abs(perHour(1000) / perHour(60_000) - 1) < 0.01);
  });

  it('make a moulding machine produce one good part per shot, less 2 % scrap', () => {
    const states = run(named('Injection-Molding-1'), workday, 4 * hourMs, 1000);
    const runningS = states.filter(({ operation }) => operation === Operation.running).length;
    assert.ok(runningS > 3 * 3600);
    assert.ok(Math.abs(states.at(-1)!.produced! / ((runningS / 43) * 0.98) - 1) < 0.01);
  });

  it('make air conditioning work harder the further the weather is from 18 °C', () => {
    const kwh = (weatherC: number): number =>
      run(named('HVAC-Main'), workday, hourMs, 60_000, weatherC).at(-1)!.energyKwh;
    assert.ok(kwh(18) < kwh(28) && kwh(28) < kwh(36) && kwh(18) < kwh(2));
  });

  it('have no production at an air conditioner', () => {
    assert.equal(run(named('HVAC-Main'), workday, hourMs, 60_000).at(-1)!.produced, undefined);
  });

  it('stand still for maintenance on Saturday morning and know every state within a month', () => {
    const press = named('Injection-Molding-1');
    const saturday = Date.parse('2026-02-21T09:00:00-08:00');
    assert.equal(createMachine(press, seed, saturday, outdoorC).operation, Operation.maintenance);
    const month = run(press, workday, 60 * 24 * hourMs, 15 * 60_000);
    const seen = new Set(month.map(({ operation }) => operation));
    assert.deepEqual([...seen].sort(), [0, 1, 2, 3]);
  });
});
