import assert from 'node:assert/strict';
import path from 'node:path';
import { guardedDeviceOf, inheritedLifetimeMs, isControllable, latchesBefore } from '../../../boot/guarded-devices.ts';
import { loadProfiles } from '../../../nodes/devices/index.ts';
import type { AuditLog, AuditQuery, AuditRecord } from '../../../nodes/events/index.ts';
import { projectRoot } from '../../../nodes/kernel/index.ts';
import { loadSite } from '../../../nodes/site/index.ts';
import { BatteryDevice } from '../devices/battery-device.fixture.ts';
import { shippedProfile } from '../devices/profile.fixture.ts';
import { guardedDevice } from '../safety/fixtures.ts';

const { model: site } = loadSite(
  path.join(projectRoot, 'sites/demo.yaml'),
  loadProfiles(path.join(projectRoot, 'profiles')),
);
const battery = site.devices.find(({ id }) => id === 'WLCE-BESS-01')!;
const meter = site.devices.find(({ id }) => id === 'WLCE-GRID-01')!;
const inverter = shippedProfile('demo-inverter');

/** An audit log that holds these rows, oldest first. */
function logOf(rows: readonly Partial<AuditRecord>[]): AuditLog {
  const newestFirst = rows.map((row, position) => ({ seq: position + 1, ...row })).reverse();
  const query = ({ kind, limit = 100 }: AuditQuery) =>
    Promise.resolve(newestFirst.filter((row) => row.kind === kind).slice(0, limit));
  return { query } as unknown as AuditLog;
}

describe('guarded devices', () => {
  it('are those with ratings and a control section', () => {
    const uncontrolled = { ...inverter };
    delete (uncontrolled as { control?: object }).control;
    assert.equal(isControllable(battery, inverter), true);
    assert.equal(isControllable(meter, inverter), false);
    assert.equal(isControllable(battery, uncontrolled), false);
  });

  it('are what site and profile say together', () => {
    const device = guardedDeviceOf(site, battery, inverter, () => undefined);
    const { limits, onWire } = device;
    assert.deepEqual(device, {
      limits,
      onWire,
      siteId: 'WLCE',
      deviceId: 'WLCE-BESS-01',
      ratedChargeKw: 250,
      ratedDischargeKw: 250,
      capacityKwh: 500,
      okStates: [0],
      staleMs: 10_000,
      cycleMs: 1000,
      settleMs: 5000,
      toleranceKw: 12.5,
      stepKw: 1,
    });
    assert.equal(limits.gridImportKw, site.safety.gridImportKw);
  });

  it('are judged by their slowest required group', () => {
    const groups = { cycle: { periodMs: 1000 }, slow: { periodMs: 5000 } };
    const points = inverter.points.map((point) => (point.name === 'soc' ? { ...point, group: 'slow' } : point));
    const { cycleMs, staleMs } = guardedDeviceOf(site, battery, { ...inverter, groups, points }, () => undefined);
    assert.deepEqual([cycleMs, staleMs], [5000, 15_000]);
  });

  it('have no power on the wire before their registers are known', () => {
    const sunspec = shippedProfile('sunspec-storage');
    const unknown = guardedDeviceOf(site, battery, sunspec, () => new BatteryDevice(sunspec).device);
    assert.deepEqual(unknown.onWire(10), { misfit: 'The registers of WLCE-BESS-01 are not known yet.' });
    const known = guardedDeviceOf(site, battery, inverter, () => new BatteryDevice(inverter).device);
    assert.deepEqual([known.onWire(100.04), known.stepKw], [100, 0.1]);
  });

  describe('take over the stops of earlier runs', () => {
    const set = (verdict: string) => ({ kind: 'latch_set', verdict }) as const;
    const released = (verdict: string) => ({ kind: 'latch_released', verdict }) as const;
    const cases: [string, Partial<AuditRecord>[], string[], string[]][] = [
      ['none', [], [], []],
      ['set and never released', [set('estop')], ['estop'], []],
      ['released', [set('estop'), released('estop')], [], ['estop']],
      ['set again after a release', [set('estop'), released('estop'), set('estop')], ['estop'], []],
      [
        'each by itself',
        [set('estop'), set('soc_critical_low'), released('soc_critical_low')],
        ['estop'],
        ['soc_critical_low'],
      ],
      ['whose release was refused', [set('estop'), { kind: 'release_refused', verdict: 'estop' }], ['estop'], []],
    ];
    for (const [title, rows, latched, releasedOnes] of cases) {
      it(title, async () => {
        assert.deepEqual(await latchesBefore(logOf(rows), 'WLCE-BESS-01'), { latched, released: releasedOnes });
      });
    }
  });

  describe('take over what is left of the life time of the last command', () => {
    const outcome = (verdict: string, ts: number) => ({ kind: 'command_outcome', verdict, ts }) as const;
    const now = 1_000_000;
    const cases: [string, Partial<AuditRecord>[], number | undefined][] = [
      ['of which there never was one', [], undefined],
      ['that was executed a minute ago', [outcome('executed', now - 60_000)], 240_000],
      ['that was executed after settling', [outcome('executed after settling', now - 1000)], 299_000],
      ['that is over', [outcome('executed', now - 400_000)], -100_000],
      [
        'and not of those that came to nothing',
        [outcome('executed', now - 60_000), outcome('failed', now - 5000), outcome('blocked', now - 4000)],
        240_000,
      ],
      [
        'also behind many that were refused',
        [outcome('executed', now - 60_000), ...Array.from({ length: 150 }, () => outcome('blocked', now - 1000))],
        240_000,
      ],
    ];
    for (const [title, rows, leftMs] of cases) {
      it(title, async () => {
        assert.equal(await inheritedLifetimeMs(logOf(rows), guardedDevice(), now), leftMs);
      });
    }
  });
});
