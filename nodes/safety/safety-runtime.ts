import { type Clock, defineErrors, defineService } from '../kernel/index.ts';
import type { DeviceGuard } from './device-guard.ts';
import type { PermitLedger } from './permit-ledger.ts';

/** The guards of the site's controllable devices and the permits to write to them. */
export interface SafetyRuntime {
  readonly guards: ReadonlyMap<string, DeviceGuard>;
  readonly permits: PermitLedger;
  readonly clock: Clock;
  /** Why a controllable device of the site file does not run. */
  readonly faults: ReadonlyMap<string, string>;
  /** Device that a command without a `device_id` means: the first battery of the site file. */
  readonly primaryDeviceId: string | null;
}

export const safetyRuntime = defineService<SafetyRuntime>('safety guard');

const errors = defineErrors({
  device_faulted: {
    status: 503,
    message: ({ field, value }) => `Device ${String(field)} is faulted: ${String(value)}`,
  },
  unknown_device: { status: 404, message: ({ value }) => `No controllable device ${String(value)} on this site.` },
});

/** The guard of a device, or of the primary one when none is named; another site's device does not exist for a key. */
export function guardOf(deviceId: string | undefined, sites?: ReadonlySet<string>): DeviceGuard {
  const { guards, faults, primaryDeviceId } = safetyRuntime.get();
  const id = deviceId ?? primaryDeviceId;
  const guard = guards.get(id ?? '');
  const fault = faults.get(id ?? '');
  if (id !== null && fault !== undefined) throw errors.device_faulted({ field: id, value: fault });
  if (!guard || (sites && !sites.has(guard.device.siteId))) {
    throw errors.unknown_device({ field: 'device_id', value: deviceId ?? '(none named)' });
  }
  return guard;
}
