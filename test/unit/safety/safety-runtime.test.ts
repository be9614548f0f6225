import assert from 'node:assert/strict';
import { PermitLedger } from '../../../nodes/safety/permit-ledger.ts';
import { guardOf, safetyRuntime } from '../../../nodes/safety/safety-runtime.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { GuardedBattery } from './guarded-battery.ts';

describe('guard lookup', () => {
  const { guard } = new GuardedBattery();
  const { deviceId, siteId } = guard.device;

  function provide(primaryDeviceId: string | null): void {
    const clock = new ManualClock();
    const permits = new PermitLedger(clock);
    safetyRuntime.provide({ guards: new Map([[deviceId, guard]]), permits, faults: new Map(), clock, primaryDeviceId });
  }

  afterEach(() => safetyRuntime.withdraw());

  it('finds a guard by device, and the primary one when none is named', () => {
    provide(deviceId);
    assert.equal(guardOf(deviceId), guard);
    assert.equal(guardOf(undefined), guard);
    assert.equal(guardOf(deviceId, new Set([siteId])), guard);
  });

  it('does not know other devices, nor those of sites that a key may not see', () => {
    provide(deviceId);
    const unknown = { code: 'unknown_device', status: 404 };
    assert.throws(() => guardOf('WLCE-BESS-99'), unknown);
    assert.throws(() => guardOf(deviceId, new Set(['OTHER'])), unknown);
  });

  it('has no primary device on a site without a battery', () => {
    provide(null);
    assert.throws(() => guardOf(undefined), { code: 'unknown_device' });
  });

  it('fails closed while no guard is there', () => {
    assert.throws(() => guardOf(deviceId), { code: 'service_not_started', status: 503 });
  });
});
