import { deviceRuntime } from '../../../nodes/devices/index.ts';
import { PermitLedger, safetyRuntime } from '../../../nodes/safety/index.ts';
import { auditSink, type SiteModel, siteRuntime } from '../../../nodes/site/index.ts';
import { type BatteryDevice, batteryModel } from './battery-device.fixture.ts';

/** Provides the services that the nodes look up, over one battery; returns the ledger of its permits. */
export function provideServices(battery: BatteryDevice): PermitLedger {
  const { id } = batteryModel;
  const { clock, image, bus, guard, device, options } = battery;
  const permits = new PermitLedger(clock);
  const model = { gateway: { siteId: 'SITE-CL-001', simulated: true }, devices: [batteryModel] };
  auditSink.provide(options.audit);
  siteRuntime.provide({
    model: model as unknown as SiteModel,
    devices: new Map([[id, { model: batteryModel }]]),
    image,
    bus,
  });
  deviceRuntime.provide({ devices: new Map([[id, device]]), faults: new Map([['CDU-09', 'there is no profile cdu']]) });
  safetyRuntime.provide({ guards: new Map([[id, guard]]), permits, faults: new Map(), clock, primaryDeviceId: id });
  return permits;
}

export function withdrawServices(): void {
  for (const service of [auditSink, siteRuntime, deviceRuntime, safetyRuntime]) service.withdraw();
}
