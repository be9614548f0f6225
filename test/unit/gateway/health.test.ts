import assert from 'node:assert/strict';
import {
  activeNarrowings,
  type DeviceCondition,
  type GatewayCondition,
  healthOf,
} from '../../../nodes/gateway/health.ts';
import type { Constraint, Envelope, Narrowing } from '../../../nodes/safety/index.ts';
import { guardedDevice } from '../safety/fixtures.ts';

const lastFrameTs = Date.UTC(2026, 1, 21, 17, 45);

function narrowing(constraint: Constraint, minKw: number, maxKw: number): Narrowing {
  return { constraint, minKw, maxKw, reason: `${constraint} is broken` };
}

function envelope(minKw: number, maxKw: number, ...narrowings: Narrowing[]): Envelope {
  return { minKw, maxKw, narrowings };
}

const open = envelope(-250, 250, narrowing('power_limit', -250, 250));
const battery: DeviceCondition = {
  id: 'BESS-1',
  controllable: true,
  connected: true,
  fault: undefined,
  warnings: [],
  lastFrameTs,
  envelope: open,
};
const meter: DeviceCondition = { ...battery, id: 'GRID-1', controllable: false, envelope: null };
const well: GatewayCondition = {
  siteId: 'SITE-CL-001',
  version: '0.1.0',
  simulated: true,
  uptimeMs: 127_449,
  devices: [battery, meter],
  storeFault: null,
  warnings: [],
};

describe('health', () => {
  it('is the body of contract 000, and why the gateway is not well', () => {
    assert.deepEqual(healthOf(well), {
      status: 'healthy',
      site_id: 'SITE-CL-001',
      uptime_s: 127.4,
      last_cycle_ts: '2026-02-21T17:45:00+00:00',
      safety_status: 'ok',
      version: '0.1.0',
      simulated: true,
      reasons: [],
      warnings: [],
      devices: { total: 2, connected: 2, faulted: 0 },
    });
  });

  const stale = envelope(0, 0, narrowing('stale_telemetry', 0, 0));
  const fault = 'there is no profile x';
  type Words = Pick<ReturnType<typeof healthOf>, 'status' | 'reasons' | 'warnings'>;
  const states: [string, Partial<GatewayCondition>, Words][] = [
    [
      'degraded when the battery is not connected',
      { devices: [{ ...battery, connected: false }, meter] },
      { status: 'degraded', reasons: ['BESS-1 is not connected'], warnings: [] },
    ],
    [
      'degraded when the battery is faulted',
      { devices: [{ ...battery, connected: false, envelope: null, fault }, meter] },
      { status: 'degraded', reasons: [`BESS-1 is faulted: ${fault}`], warnings: [] },
    ],
    [
      'degraded when the battery has no fresh telemetry',
      { devices: [{ ...battery, envelope: stale }, meter] },
      { status: 'degraded', reasons: ['BESS-1 has no fresh telemetry'], warnings: [] },
    ],
    [
      'degraded when nothing durable can be written',
      { storeFault: 'the disk is full' },
      { status: 'degraded', reasons: ['the store cannot be written: the disk is full'], warnings: [] },
    ],
    [
      'degraded for each reason, the store first',
      { storeFault: 'the disk is full', devices: [{ ...battery, connected: false }, meter] },
      {
        status: 'degraded',
        reasons: ['the store cannot be written: the disk is full', 'BESS-1 is not connected'],
        warnings: [],
      },
    ],
    [
      'healthy with a warning when a meter is not connected',
      { devices: [battery, { ...meter, connected: false }] },
      { status: 'healthy', reasons: [], warnings: ['GRID-1 is not connected'] },
    ],
    [
      'healthy with a warning when a meter is faulted',
      { devices: [battery, { ...meter, connected: false, fault }] },
      { status: 'healthy', reasons: [], warnings: [`GRID-1 is faulted: ${fault}`] },
    ],
    [
      "healthy with the gateway's own warnings before those of its devices",
      {
        warnings: ['a site copy of a flow is behind'],
        devices: [
          { ...battery, warnings: ['has no watchdog of its own'] },
          { ...meter, connected: false },
        ],
      },
      {
        status: 'healthy',
        reasons: [],
        warnings: ['a site copy of a flow is behind', 'BESS-1: has no watchdog of its own', 'GRID-1 is not connected'],
      },
    ],
    [
      'healthy while a rule closes a direction: protecting is no failure',
      { devices: [{ ...battery, envelope: envelope(0, 250, narrowing('soc_min', 0, Infinity)) }, meter] },
      { status: 'healthy', reasons: [], warnings: [] },
    ],
    [
      'in error when no device runs',
      {
        devices: [
          { ...battery, fault },
          { ...meter, fault },
        ],
      },
      { status: 'error', reasons: [`BESS-1 is faulted: ${fault}`], warnings: [`GRID-1 is faulted: ${fault}`] },
    ],
    ['healthy without any device', { devices: [] }, { status: 'healthy', reasons: [], warnings: [] }],
  ];
  for (const [title, changes, expected] of states) {
    it(`is ${title}`, () => {
      const { status, reasons, warnings } = healthOf({ ...well, ...changes });
      assert.deepEqual({ status, reasons, warnings }, expected);
    });
  }

  const blocks: [string, Envelope | null, string][] = [
    ['an open range', open, 'ok'],
    ['a narrowed range', envelope(-125, 125, narrowing('temp_high', -125, 125)), 'ok'],
    ['no charging', envelope(-250, 0, narrowing('soc_max', -Infinity, 0)), 'safety_block_active'],
    ['no discharging', envelope(0, 250, narrowing('soc_min', 0, Infinity)), 'safety_block_active'],
    ['a full stop', stale, 'safety_block_active'],
    ['a device that is not guarded', null, 'ok'],
  ];
  for (const [title, range, expected] of blocks) {
    it(`says ${expected} for ${title}`, () => {
      const devices = [{ ...battery, envelope: range }, meter];
      assert.equal(healthOf({ ...well, devices }).safety_status, expected);
    });
  }

  it('names the newest cycle of any device, and none before the first', () => {
    const at = (ts: number | null): string | null =>
      healthOf({
        ...well,
        devices: [
          { ...battery, lastFrameTs: ts },
          { ...meter, lastFrameTs: null },
        ],
      }).last_cycle_ts;
    assert.equal(at(lastFrameTs + 1500), '2026-02-21T17:45:01.500+00:00');
    assert.equal(at(null), null);
  });

  it('counts the devices that are connected and faulted', () => {
    const devices = [{ ...battery, connected: false }, meter, { ...meter, connected: false, fault }];
    assert.deepEqual(healthOf({ ...well, devices }).devices, { total: 3, connected: 1, faulted: 1 });
  });

  it('counts a rule as active when it leaves less than the rated power', () => {
    const device = guardedDevice();
    const rules = [
      narrowing('power_limit', -250, 250),
      narrowing('soc_min', 0, Infinity),
      narrowing('temp_high', -125, 125),
      narrowing('grid_limit', -300, 300),
    ];
    const active = activeNarrowings(envelope(0, 125, ...rules), device).map(({ constraint }) => constraint);
    assert.deepEqual(active, ['soc_min', 'temp_high']);
  });
});
