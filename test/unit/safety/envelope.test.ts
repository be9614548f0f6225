import assert from 'node:assert/strict';
import { constraints, type Envelope, envelopeOf } from '../../../nodes/safety/envelope.ts';
import { advance, type GuardState, initialState } from '../../../nodes/safety/guard-state.ts';
import type { GuardedDevice } from '../../../nodes/safety/limits.ts';
import type { Snapshot, Tag } from '../../../nodes/safety/snapshot.ts';
import type { SafetyModel } from '../../../nodes/site/index.ts';
import { guardedDevice, snapshotOf } from './fixtures.ts';

interface Case {
  readonly when: Partial<Snapshot>;
  readonly limits?: Partial<SafetyModel>;
  readonly memory?: Partial<GuardState>;
  readonly device?: Partial<GuardedDevice>;
  /** The interval, kW; the battery is rated 250 kW each way. */
  readonly range: readonly [minKw: number, maxKw: number];
  /** The reason of the rule, or null when it says nothing. */
  readonly reason?: string | null;
}

function envelopeIn({ when, limits, memory, device }: Pick<Case, 'when' | 'limits' | 'memory' | 'device'>): Envelope {
  return envelopeOf(snapshotOf(when), { ...initialState, ...memory }, guardedDevice(limits, device));
}

const free = [-250, 250] as const;
const stop = [0, 0] as const;
const onlyCharge = [0, 250] as const;
const onlyDischarge = [-250, 0] as const;
const half = [-125, 125] as const;

const rules: Record<string, readonly Case[]> = {
  estop: [
    { when: { estop: 0 }, range: free, reason: null },
    { when: { estop: undefined }, range: free, reason: null },
    { when: { estop: 1 }, range: stop, reason: 'Emergency stop is pressed.' },
    {
      when: { estop: 0 },
      memory: { latched: new Set(['estop']) },
      range: stop,
      reason: 'Emergency stop was pressed; the stop stays until an operator releases it.',
    },
  ],
  disconnected: [
    { when: { connected: true }, range: free, reason: null },
    { when: { connected: false }, range: stop, reason: 'Device WLCE-BESS-01 is not connected.' },
  ],
  stale_telemetry: [
    { when: { ageMs: 10_000 }, range: free, reason: null },
    {
      when: { ageMs: 10_001 },
      range: stop,
      reason: 'Telemetry older than the limit (10.0 s). Current age of soc: 10.001 s',
    },
    {
      when: { ageMs: 12_300 },
      range: stop,
      reason: 'Telemetry older than the limit (10.0 s). Current age of soc: 12.3 s',
    },
    {
      when: { ageMs: Infinity },
      range: stop,
      reason: 'Telemetry older than the limit (10.0 s). Current age of soc: never read',
    },
    { when: { ageMs: NaN }, range: stop },
    { when: { heartbeatUnchanged: 2 }, range: free, reason: null },
    {
      when: { heartbeatUnchanged: 3 },
      range: stop,
      reason: 'Device heartbeat unchanged for the limit (3 polls). Current: 3 polls',
    },
  ],
  invalid_telemetry: [
    {
      when: { invalid: [{ point: 'soc', reason: 'not implemented (0xFFFF)' }] },
      range: stop,
      reason: 'soc is not valid: not implemented (0xFFFF).',
    },
    { when: { socPct: null }, range: stop, reason: 'The state of charge has no valid value.' },
    { when: { socPct: undefined }, range: stop, reason: 'The state of charge has no valid value.' },
    { when: { powerKw: NaN }, range: stop, reason: 'The active power has no valid value.' },
    { when: { cellTempMaxC: Infinity }, range: stop, reason: 'The highest cell temperature has no valid value.' },
    { when: { cellTempMinC: -Infinity }, range: stop, reason: 'The lowest cell temperature has no valid value.' },
    { when: { statusCode: undefined }, range: stop, reason: 'The status code has no valid value.' },
    { when: { cellTempMaxC: 0, cellTempMinC: -40 }, range: stop, reason: null },
    { when: { cellTempMinC: 120, cellTempMaxC: 120 }, range: stop, reason: null },
    { when: { socPct: -0.1 }, range: stop },
    { when: { socPct: 100.1 }, range: stop },
    { when: { cellTempMaxC: -40.1 }, range: stop },
    { when: { cellTempMinC: 120.1 }, range: stop },
  ],
  device_fault: [
    { when: { statusCode: 0 }, range: free, reason: null },
    {
      when: { statusCode: 2 },
      range: stop,
      reason: 'Device reports a fault (allowed status: 0, 1). Current: 2',
    },
    { when: { statusCode: -1 }, range: stop },
    { when: { statusCode: 1.5 }, range: stop },
  ],
  grid_fault: [
    { when: { gridFault: 0 }, range: free, reason: null },
    { when: { gridFault: undefined }, range: free, reason: null },
    { when: { gridFault: 1 }, range: stop, reason: 'Device reports a grid fault or islanding.' },
    { when: { gridFault: null }, range: stop, reason: 'The grid fault bit cannot be read.' },
    { when: { frequencyHz: 40 }, range: free, reason: null },
    { when: { frequencyHz: 47.5 }, limits: { frequencyHz: [47.5, 51.5] }, range: free, reason: null },
    { when: { frequencyHz: 51.5 }, limits: { frequencyHz: [47.5, 51.5] }, range: free, reason: null },
    { when: { frequencyHz: undefined }, limits: { frequencyHz: [47.5, 51.5] }, range: free, reason: null },
    {
      when: { frequencyHz: 51.6 },
      limits: { frequencyHz: [47.5, 51.5] },
      range: stop,
      reason: 'Grid frequency outside the trip band (47.5–51.5 Hz). Current: 51.6 Hz',
    },
    {
      when: { frequencyHz: null },
      limits: { frequencyHz: [47.5, 51.5] },
      range: stop,
      reason: 'Grid frequency cannot be read; its band is (47.5–51.5 Hz).',
    },
    {
      when: { gridVoltageV: 339 },
      limits: { gridVoltageV: [340, 460] },
      range: stop,
      reason: 'Grid voltage outside the trip band (340–460 V). Current: 339 V',
    },
  ],
  ids_alert: [
    { when: { idsAlert: true }, range: stop, reason: 'The intrusion detection reports an attack.' },
    { when: { idsAlert: true }, limits: { idsAlert: 'alarm-only' }, range: free, reason: null },
  ],
  temp_critical_high: [
    { when: { cellTempMaxC: 60 }, range: stop, reason: null },
    {
      when: { cellTempMaxC: 60.1 },
      range: stop,
      reason: 'Cell temperature above critical maximum (60.0°C). Current: 60.1°C',
    },
    {
      when: { cellTempMaxC: 30 },
      memory: { latched: new Set(['temp_critical_high']) },
      range: stop,
      reason: 'Cell temperature above critical maximum (60.0°C); the stop stays until an operator releases it.',
    },
  ],
  temp_critical_low: [
    { when: { cellTempMinC: -20 }, range: onlyDischarge, reason: null },
    {
      when: { cellTempMinC: -20.1 },
      range: stop,
      reason: 'Cell temperature below critical minimum (-20.0°C). Current: -20.1°C',
    },
    { when: {}, memory: { latched: new Set(['temp_critical_low']) }, range: stop },
  ],
  temp_high: [
    { when: { cellTempMaxC: 45 }, range: free, reason: null },
    {
      when: { cellTempMaxC: 45.1 },
      range: half,
      reason: 'Cell temperature above the derating threshold (45.0°C): power limited to 50%. Current: 45.1°C',
    },
    { when: { cellTempMaxC: 54.9 }, range: half },
    {
      when: { cellTempMaxC: 55 },
      range: stop,
      reason: 'Cell temperature at or above the stop threshold (55.0°C). Current: 55.0°C',
    },
    { when: { cellTempMaxC: 41 }, limits: { tempHighC: 40, tempStopC: 50 }, range: half },
  ],
  temp_low_charge: [
    { when: { cellTempMinC: 10 }, range: free, reason: null },
    {
      when: { cellTempMinC: 5 },
      range: [-250, 125],
      reason: 'Cell temperature too low to charge above 125.0 kW (no charge below 0.0°C). Current: 5.0°C',
    },
    { when: { cellTempMinC: 1 }, range: [-250, 25] },
    { when: { cellTempMinC: 0 }, range: onlyDischarge },
    { when: { cellTempMinC: -5 }, range: onlyDischarge },
    { when: { cellTempMinC: 10 }, limits: { chargeTempMinC: 5 }, range: [-250, 125] },
  ],
  soc_critical_low: [
    { when: { socPct: 2 }, range: onlyCharge, reason: null },
    { when: { socPct: 1.9 }, range: stop, reason: 'SOC below critical minimum (2.0%). Current: 1.9%' },
    {
      when: { socPct: 50 },
      memory: { latched: new Set(['soc_critical_low']) },
      range: stop,
      reason: 'SOC below critical minimum (2.0%); the stop stays until an operator releases it.',
    },
    {
      when: { socPct: 1.9 },
      memory: { recovering: new Set(['soc_critical_low']) },
      range: [0, 25],
      reason: 'SOC below critical minimum (2.0%), released: only charging up to 25.0 kW. Current: 1.9%',
    },
  ],
  soc_critical_high: [
    { when: { socPct: 98 }, range: onlyDischarge, reason: null },
    { when: { socPct: 98.1 }, range: stop, reason: 'SOC above critical maximum (98.0%). Current: 98.1%' },
    { when: {}, memory: { latched: new Set(['soc_critical_high']) }, range: stop },
    {
      when: { socPct: 98.1 },
      memory: { recovering: new Set(['soc_critical_high']) },
      range: [-25, 0],
      reason: 'SOC above critical maximum (98.0%), released: only discharging up to 25.0 kW. Current: 98.1%',
    },
  ],
  soc_min: [
    { when: { socPct: 10 }, range: free, reason: null },
    {
      when: { socPct: 9.9 },
      range: [-125, 250],
      reason: 'SOC near the minimum threshold (10.0%): discharge limited to 50%. Current: 9.9%',
    },
    { when: { socPct: 5.1 }, range: [-125, 250] },
    { when: { socPct: 5 }, range: onlyCharge, reason: 'SOC at minimum threshold (5.0%). Current: 5.0%' },
    { when: { socPct: 4.8 }, range: onlyCharge, reason: 'SOC below minimum threshold (5.0%). Current: 4.8%' },
    {
      when: { socPct: Math.fround(4.8) },
      range: onlyCharge,
      reason: 'SOC below minimum threshold (5.0%). Current: 4.8%',
    },
    { when: { socPct: 4.97 }, range: onlyCharge, reason: 'SOC below minimum threshold (5.0%). Current: 4.97%' },
    {
      when: { socPct: 6.9 },
      memory: { socFloorHeld: true },
      range: onlyCharge,
      reason: 'SOC not yet back above the release of the minimum threshold (7.0%). Current: 6.9%',
    },
    { when: { socPct: 10 }, limits: { socMinPct: 10 }, range: onlyCharge },
  ],
  soc_max: [
    { when: { socPct: 90 }, range: free, reason: null },
    {
      when: { socPct: 90.1 },
      range: [-250, 125],
      reason: 'SOC near the maximum threshold (90.0%): charge limited to 50%. Current: 90.1%',
    },
    { when: { socPct: 95 }, range: onlyDischarge, reason: 'SOC at maximum threshold (95.0%). Current: 95.0%' },
    { when: { socPct: 95.2 }, range: onlyDischarge, reason: 'SOC above maximum threshold (95.0%). Current: 95.2%' },
    {
      when: { socPct: 93.1 },
      memory: { socCeilingHeld: true },
      range: onlyDischarge,
      reason: 'SOC not yet back below the release of the maximum threshold (93.0%). Current: 93.1%',
    },
  ],
  cell_voltage: [
    { when: { cellVoltageMaxV: 9 }, range: free, reason: null },
    { when: { cellVoltageMaxV: 3.649 }, limits: { cellVoltageMaxV: 3.65 }, range: free, reason: null },
    { when: { cellVoltageMaxV: undefined }, limits: { cellVoltageMaxV: 3.65 }, range: free, reason: null },
    {
      when: { cellVoltageMaxV: 3.65 },
      limits: { cellVoltageMaxV: 3.65 },
      range: onlyDischarge,
      reason: 'Highest cell voltage at or above the limit (3.65 V). Current: 3.65 V',
    },
    { when: { cellVoltageMaxV: null }, limits: { cellVoltageMaxV: 3.65 }, range: onlyDischarge },
    {
      when: { cellVoltageMaxV: 3.62 },
      limits: { cellVoltageMaxV: 3.65 },
      memory: { cellHighHeld: true },
      range: onlyDischarge,
    },
    { when: { cellVoltageMinV: 2.801 }, limits: { cellVoltageMinV: 2.8 }, range: free, reason: null },
    {
      when: { cellVoltageMinV: 2.8 },
      limits: { cellVoltageMinV: 2.8 },
      range: onlyCharge,
      reason: 'Lowest cell voltage at or below the limit (2.8 V). Current: 2.8 V',
    },
    { when: { cellVoltageMinV: NaN }, limits: { cellVoltageMinV: 2.8 }, range: onlyCharge },
  ],
  power_limit: [
    { when: {}, range: free, reason: 'Power outside the limits (250.0 kW discharge, 250.0 kW charge)' },
    { when: {}, device: { ratedChargeKw: 200 }, range: [-250, 200] },
    {
      when: { chargeLimitKw: 80, dischargeLimitKw: 120.5 },
      range: [-120.5, 80],
      reason: 'Power outside the limits (120.5 kW discharge, 80.0 kW charge)',
    },
    { when: { chargeLimitKw: 0 }, range: onlyDischarge },
    { when: { dischargeLimitKw: -3 }, range: onlyCharge },
    { when: { chargeLimitKw: null }, range: onlyDischarge },
    { when: { dischargeLimitKw: NaN }, range: onlyCharge },
    { when: { chargeLimitKw: 1e308 }, range: free },
  ],
  grid_limit: [
    { when: { gridPowerKw: 9000 }, range: free, reason: null },
    {
      when: { gridPowerKw: 300 },
      limits: { gridImportKw: 400 },
      range: [-250, 100],
      reason: 'Site grid limit (400.0 kW import). Current grid power: 300.0 kW',
    },
    { when: { gridPowerKw: 300, powerKw: 60 }, limits: { gridImportKw: 400 }, range: [-250, 160] },
    { when: { gridPowerKw: 500 }, limits: { gridImportKw: 400 }, range: onlyDischarge },
    { when: { gridPowerKw: -200 }, limits: { gridExportKw: 300 }, range: [-100, 250] },
    { when: { gridPowerKw: -350 }, limits: { gridExportKw: 300 }, range: onlyCharge },
    {
      when: { gridPowerKw: 0 },
      limits: { gridImportKw: 40, gridExportKw: 30 },
      range: [-30, 40],
      reason: 'Site grid limit (40.0 kW import, 30.0 kW export). Current grid power: 0.0 kW',
    },
    { when: { gridPowerKw: null }, limits: { gridImportKw: 400, gridExportKw: 300 }, range: stop },
    { when: { gridPowerKw: undefined }, limits: { gridImportKw: 400, gridExportKw: 300 }, range: stop },
    { when: { gridPowerKw: null }, limits: { gridExportKw: 300 }, range: onlyCharge },
    { when: { gridPowerKw: null }, limits: { gridImportKw: 400 }, range: onlyDischarge },
  ],
  energy_horizon: [
    { when: { socPct: 11 }, range: free, reason: null },
    {
      // 1 point of 0.36 kWh within 2 cycles of 1 s is 6.48 kW.
      when: { socPct: 11 },
      limits: { socMinPct: 10 },
      device: { capacityKwh: 0.36 },
      range: [-6.48, 250],
      reason: 'The SOC limit (10.0–95.0%) would be reached before the next check. Current: 11.0%',
    },
    { when: { socPct: 94 }, device: { capacityKwh: 0.36 }, range: [-250, 6.48] },
  ],
  watchdog: [
    { when: { watchdogFailures: 1 }, range: free, reason: null },
    {
      when: { watchdogFailures: 2 },
      range: stop,
      reason: 'Device watchdog could not be served (limit 2 failures). Current: 2',
    },
  ],
};

describe('envelope', () => {
  for (const [constraint, cases] of Object.entries(rules)) {
    describe(constraint, () => {
      for (const example of cases) {
        const { when, limits, memory, range, reason } = example;
        const given = [when, limits, memory].filter((part) => part && Object.keys(part).length > 0);
        it(`leaves [${range.join(', ')}] kW at ${given.map(inOneLine).join(' ') || 'rest'}`, () => {
          const { minKw, maxKw, narrowings } = envelopeIn(example);
          const rounded = [minKw, maxKw].map((kw) => Math.round(kw * 1e9) / 1e9);
          assert.deepEqual(rounded, range);
          const narrowing = narrowings.find((narrowing) => narrowing.constraint === constraint);
          if (reason !== undefined) assert.equal(narrowing?.reason ?? null, reason);
          else assert.ok(narrowing, `${constraint} must name the narrowing`);
        });
      }
    });
  }

  it('covers every rule that telemetry can break', () => {
    const commandRules = ['not_finite', 'ramp_rate', 'command_rate', 'register_range'];
    assert.deepEqual(
      Object.keys(rules),
      constraints.filter((constraint) => !commandRules.includes(constraint)),
    );
  });

  it('stops when the emergency stop cannot be read, whichever rule says so', () => {
    for (const estop of [null, NaN, Infinity]) {
      const { minKw, maxKw, narrowings } = envelopeIn({ when: { estop } });
      assert.deepEqual([minKw, maxKw], stop);
      assert.match(narrowings.map(({ reason }) => reason).join(), /emergency stop has no valid value/);
    }
  });

  it('takes the narrowest of all rules on each side', () => {
    const { minKw, maxKw, narrowings } = envelopeIn({
      when: { cellTempMaxC: 50, cellTempMinC: 2, chargeLimitKw: 90, dischargeLimitKw: 30 },
    });
    assert.deepEqual([minKw, maxKw], [-30, 50]);
    assert.deepEqual(
      narrowings.map(({ constraint }) => constraint),
      ['temp_high', 'temp_low_charge', 'power_limit'],
    );
  });

  it('lists the broken rules in their fixed order', () => {
    const { narrowings } = envelopeIn({
      when: { estop: 1, connected: false, ageMs: Infinity, socPct: 1, cellTempMaxC: 70, idsAlert: true },
    });
    const order = narrowings.map(({ constraint }) => constraints.indexOf(constraint));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
  });

  it('always holds zero, and never a -0', () => {
    for (const when of [{}, { estop: 1 }, { socPct: 3 }, { socPct: 97 }, { chargeLimitKw: -5, dischargeLimitKw: -5 }]) {
      const { minKw, maxKw } = envelopeIn({ when });
      assert.ok(minKw <= 0 && maxKw >= 0);
      assert.ok(!Object.is(minKw, -0) && !Object.is(maxKw, -0), JSON.stringify(when));
    }
  });

  it('shows as many decimals as it takes to see that a limit was broken', () => {
    const shown = (socPct: Tag): number => {
      const { narrowings } = envelopeIn({ when: { socPct } });
      return Number(/Current: ([\d.]+)%/.exec(narrowings.map(({ reason }) => reason).join())?.[1]);
    };
    for (const socPct of [4.8, 4.96, 4.996, 4.9996])
      assert.ok(shown(socPct) < 5, `${socPct} % is shown as ${shown(socPct)} %`);
  });

  it('agrees with the hysteresis at its release', () => {
    const device = guardedDevice();
    const held = advance(initialState, snapshotOf({ socPct: 5 }), device);
    const freed = advance(held, snapshotOf({ socPct: 7 }), device);
    assert.equal(envelopeOf(snapshotOf({ socPct: 7 }), freed, device).minKw, -125);
  });
});

function inOneLine(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => {
    if (field instanceof Set) return [...(field as ReadonlySet<unknown>)];
    return field === undefined || (typeof field === 'number' && !Number.isFinite(field)) ? String(field) : field;
  });
}
