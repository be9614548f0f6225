import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type BatteryInputs,
  type BatteryState,
  cellVoltageMaxV,
  chargeLimitKw,
  createBattery,
  dcCurrentA,
  dcVoltageV,
  dischargeLimitKw,
  InverterStatus,
  oneWayEfficiency,
  rebootBattery,
  socPct,
  stepBattery,
} from '../../../nodes/plant/battery.ts';

const ratings = { chargeKw: 250, dischargeKw: 250, capacityKwh: 500 };
const calm: BatteryInputs = { ambientC: 22, estop: false, gridFault: false, statusCode: null };
const hourMs = 3_600_000;

const batteryAt = (soc: number, cellC = 22): BatteryState => createBattery(ratings, soc, cellC);
const command = (battery: BatteryState, kw: number): BatteryState => ({
  ...battery,
  setpointKw: kw,
  followedKw: kw,
  gatewayHeartbeat: (battery.gatewayHeartbeat + 1) & 0xffff,
});

/** Steps with a gateway that keeps commanding and beating. */
function run(battery: BatteryState, kw: number, ms: number, stepMs: number, inputs = calm): BatteryState {
  let state = battery;
  for (let at = 0; at < ms; at += stepMs) state = stepBattery(command(state, kw), inputs, stepMs, stepMs);
  return state;
}

describe('battery', () => {
  it('keeps the energy balance: stored = charged · η − discharged / η, and counters integrate the power', () => {
    const commands = fc.array(
      fc.tuple(fc.double({ min: -300, max: 300, noNaN: true }), fc.integer({ min: 1, max: 120_000 })),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(commands, fc.double({ min: 0, max: 100, noNaN: true }), (steps, soc) => {
        const start = batteryAt(soc);
        let [state, netKwh] = [start, 0];
        for (const [kw, dtMs] of steps) {
          state = stepBattery(command(state, kw), calm, dtMs, dtMs);
          netKwh += (state.meanKw * dtMs) / hourMs;
          assert.ok(state.storedKwh >= 0 && state.storedKwh <= ratings.capacityKwh);
        }
        const balance = state.chargedKwh * oneWayEfficiency - state.dischargedKwh / oneWayEfficiency;
        assert.ok(Math.abs(state.storedKwh - start.storedKwh - balance) < 1e-6);
        assert.ok(Math.abs(state.chargedKwh - state.dischargedKwh - netKwh) < 1e-6);
      }),
    );
  });

  it('gives back 92 % of what was charged', () => {
    const charged = run(batteryAt(50), 100, hourMs, 1000);
    let state = charged;
    while (state.storedKwh > 250) state = run(state, -100, 1000, 1000);
    assert.ok(Math.abs(state.dischargedKwh / charged.chargedKwh - 0.92) < 0.002);
  });

  it('ramps to 250 kW within 1 s and back through zero within 2 s', () => {
    assert.equal(run(batteryAt(50), 250, 500, 100).powerKw, 125);
    const full = run(batteryAt(50), 250, 1000, 100);
    assert.equal(full.powerKw, 250);
    assert.equal(run(full, -250, 2000, 100).powerKw, -250);
  });

  it('counts the same energy in one long step as in many short ones', () => {
    const short = run(batteryAt(50), 200, 60_000, 100);
    const long = run(batteryAt(50), 200, 60_000, 60_000);
    assert.ok(Math.abs(short.chargedKwh - long.chargedKwh) < 1e-9);
    assert.ok(Math.abs(short.cellC - long.cellC) < 0.01);
  });

  for (const [direction, kw, end] of [
    ['full', 250, 100],
    ['empty', -250, 0],
  ] as const) {
    it(`runs ${direction} and is stopped there by its BMS`, () => {
      const stopped = run(batteryAt(50), kw, 6 * hourMs, 1000);
      assert.ok(Math.abs(socPct(stopped) - end) < 1e-6, `SOC ${socPct(stopped)}`);
      assert.ok(Math.abs(stopped.powerKw) < 1e-9);
      assert.equal(stopped.setpointKw, kw);
    });
  }

  describe('BMS limits', () => {
    const cases = [
      [50, 22, 250, 250],
      [96, 22, 250, 250],
      [98, 22, 125, 250],
      [99.9, 22, 12.5, 250],
      [100, 22, 0, 250],
      [4, 22, 250, 250],
      [2, 22, 250, 125],
      [0.1, 22, 250, 12.5],
      [0, 22, 250, 0],
      [50, 49.2, 125, 250],
      [50, 54.2, 0, 125],
      [50, 59.2, 0, 0],
      [50, 5.8, 125, 250],
      [50, 0.8, 0, 250],
      [50, -14.2, 0, 125],
      [50, -19.2, 0, 0],
    ] as const;
    for (const [soc, cellC, charge, discharge] of cases) {
      it(`allow ${charge} kW in and ${discharge} kW out at ${soc} % and ${cellC} °C`, () => {
        const battery = batteryAt(soc, cellC);
        assert.ok(Math.abs(chargeLimitKw(battery) - charge) < 1e-6, `charge ${chargeLimitKw(battery)}`);
        assert.ok(Math.abs(dischargeLimitKw(battery) - discharge) < 1e-6, `discharge ${dischargeLimitKw(battery)}`);
      });
    }
  });

  it('never exceeds its ratings or its BMS limits', () => {
    const inputs = [
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: -30, max: 70, noNaN: true }),
      fc.double({ min: -3000, max: 3000, noNaN: true }),
    ] as const;
    fc.assert(
      fc.property(...inputs, (soc, cellC, kw) => {
        const start = batteryAt(soc, cellC);
        const { powerKw } = run(start, kw, 2000, 2000);
        assert.ok(powerKw <= chargeLimitKw(start) + 1e-9 && powerKw >= -dischargeLimitKw(start) - 1e-9);
      }),
    );
  });

  it('warms up under load and cools down to the ambient', () => {
    const warm = run(batteryAt(10), 240, hourMs, 1000);
    assert.ok(warm.cellC > 24 && warm.cellC < 32, `${warm.cellC} °C`);
    assert.ok(Math.abs(run(warm, 0, 24 * hourMs, 60_000).cellC - 22) < 0.05);
  });

  it('shows a higher voltage while charging and a lower one while discharging', () => {
    const [charging, resting, discharging] = [200, 0, -200].map((kw) => run(batteryAt(50), kw, 2000, 1000));
    assert.ok(dcVoltageV(charging!) > dcVoltageV(resting!) && dcVoltageV(resting!) > dcVoltageV(discharging!));
    assert.ok(Math.abs(dcVoltageV(resting!) - 228 * 3.3) < 1);
    assert.ok(dcCurrentA(charging!) > 0 && dcCurrentA(discharging!) < 0);
    assert.ok(cellVoltageMaxV(batteryAt(100)) > 3.49);
  });

  describe('watchdog', () => {
    const silence = (ms: number, kw: number): BatteryState => {
      let state = run(batteryAt(50), kw, 100, 100);
      for (let at = 0; at < ms; at += 100) state = stepBattery(state, calm, 100, 100);
      return state;
    };

    it('lets a setpoint stand for less than 10 s of an unchanged heartbeat', () => {
      assert.equal(silence(9_900, 100).setpointKw, 100);
    });

    it('sets the setpoint to 0 after 10 s and power follows', () => {
      assert.equal(silence(10_000, 100).setpointKw, 0);
      assert.equal(silence(11_000, 100).powerKw, 0);
    });

    it('counts the time on the device clock, not the simulated one', () => {
      let state = run(batteryAt(50), 100, 100, 100);
      for (let at = 0; at < 50; at += 1) state = stepBattery(state, calm, 6000, 100);
      assert.equal(state.setpointKw, 100);
    });

    it('does not count while the setpoint is 0', () => {
      const resting = silence(30_000, 0);
      assert.equal(stepBattery({ ...resting, setpointKw: 50, followedKw: 50 }, calm, 1000, 1000).setpointKw, 50);
    });
  });

  describe('stops', () => {
    const charging = run(batteryAt(50), 200, 1000, 100);
    const cases = [
      ['an emergency stop', { estop: true }, InverterStatus.emergencyStop],
      ['a forced status', { statusCode: 13 }, 13],
    ] as const;
    for (const [cause, inputs, statusCode] of cases) {
      it(`at once and clears the setpoint on ${cause}`, () => {
        const state = stepBattery(charging, { ...calm, ...inputs }, 100, 100);
        assert.deepEqual([state.powerKw, state.setpointKw, state.statusCode], [0, 0, statusCode]);
      });
    }

    it('above 60 °C', () => {
      const { statusCode, powerKw } = stepBattery({ ...charging, cellC: 60 }, calm, 100, 100);
      assert.deepEqual([statusCode, powerKw], [InverterStatus.overTemperature, 0]);
    });

    it('without grid, and goes on with its setpoint when the grid is back', () => {
      const islanded = stepBattery(command(charging, 200), { ...calm, gridFault: true }, 100, 100);
      assert.deepEqual([islanded.powerKw, islanded.setpointKw], [0, 200]);
      assert.equal(run(islanded, 200, 1000, 100).powerKw, 200);
    });
  });

  it('comes out of a restart with setpoint 0 and its charge', () => {
    const charging = run(batteryAt(50), 200, 5000, 100);
    const rebooted = rebootBattery(charging);
    assert.deepEqual([rebooted.setpointKw, rebooted.powerKw, rebooted.uptimeMs], [0, 0, 0]);
    assert.equal(rebooted.storedKwh, charging.storedKwh);
  });
});
