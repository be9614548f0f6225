import {
  NorthboundPort,
  type PortLimits,
  type PortSettings,
} from '../../../../nodes/devices/northbound/northbound-port.ts';
import { PermitLedger } from '../../../../nodes/safety/index.ts';
import type { BatteryDevice } from '../battery-device.fixture.ts';

/** No limit that a test could reach by accident. */
const wide = { perMinute: 1e8, burst: 1e6 };
const wideLimits: Partial<PortLimits> = { perConnection: wide, total: wide, writes: wide };

/** Opens a port in front of a battery that the test holds, on a free port of the loopback address. */
export function openPort(
  battery: BatteryDevice,
  settings: Partial<PortSettings> = {},
  limits: Partial<PortLimits> = wideLimits,
): Promise<NorthboundPort> {
  const { device, guard, clock, traffic } = battery;
  return NorthboundPort.open({
    settings: { device: device.model.id, host: '127.0.0.1', port: 0, unit: 0, allow: '127.0.0.1, ::1', ...settings },
    device,
    guard,
    permits: new PermitLedger(clock),
    audit: battery.options.audit,
    traffic,
    clock,
    limits,
  });
}
