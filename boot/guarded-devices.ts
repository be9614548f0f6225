import { type ManagedDevice, type Profile, setpointOnWire, setpointStepKw } from '../nodes/devices/index.ts';
import type { AuditLog } from '../nodes/events/index.ts';
import {
  type GuardedDevice,
  type LatchingConstraint,
  latchingConstraints,
  staleLimitMs,
} from '../nodes/safety/index.ts';
import { type DeviceModel, safetyLimitsOf, type SiteModel } from '../nodes/site/index.ts';

/** A battery with ratings and a control section: the kind of device that can be commanded and must be guarded. */
export function isControllable(model: DeviceModel, profile: Profile): boolean {
  return model.ratings !== undefined && profile.control !== undefined;
}

/** What the guard knows of a device beside its telemetry. The registers may only be known once the device was asked. */
export function guardedDeviceOf(
  site: SiteModel,
  model: DeviceModel,
  profile: Profile,
  managed: () => ManagedDevice | undefined,
): GuardedDevice {
  const { ratings } = model;
  const { control } = profile;
  if (!ratings || !control) throw new Error(`${model.id} is not controllable`);
  const required = profile.points.filter(({ safetyRequired }) => safetyRequired);
  const cycleMs = Math.max(...required.map(({ group }) => profile.groups[group]?.periodMs ?? 0));
  const registers = () => managed()?.poller;
  return {
    siteId: model.site,
    deviceId: model.id,
    ratedChargeKw: ratings.chargeKw,
    ratedDischargeKw: ratings.dischargeKw,
    capacityKwh: ratings.capacityKwh,
    limits: safetyLimitsOf(site, model),
    okStates: control.okStates,
    staleMs: staleLimitMs(cycleMs),
    cycleMs,
    settleMs: control.settleMs,
    toleranceKw: (control.tolerancePct / 100) * Math.max(ratings.chargeKw, ratings.dischargeKw),
    get stepKw() {
      const poller = registers();
      return poller?.map ? setpointStepKw(poller.map, poller.scaleFactors) : 1;
    },
    onWire(targetKw) {
      const poller = registers();
      if (!poller?.map) return { misfit: `The registers of ${model.id} are not known yet.` };
      return setpointOnWire(poller.map, targetKw, poller.scaleFactors);
    },
  };
}

/** The stops of earlier runs: those that stood when the gateway last ran, and those whose recovery was not over. */
export async function latchesBefore(
  log: AuditLog,
  deviceId: string,
): Promise<Record<'latched' | 'released', LatchingConstraint[]>> {
  const pages = await Promise.all(
    (['latch_set', 'latch_released', 'recovery_ended'] as const).map((kind) =>
      log.query({ kind, deviceId, limit: 1000 }),
    ),
  );
  const newestFirst = pages.flat().sort((a, b) => b.seq - a.seq);
  const lastKind = (constraint: string) => newestFirst.find(({ verdict }) => verdict === constraint)?.kind;
  return {
    latched: latchingConstraints.filter((constraint) => lastKind(constraint) === 'latch_set'),
    released: latchingConstraints.filter((constraint) => lastKind(constraint) === 'latch_released'),
  };
}

/** What is left of the life time of the last executed command, or undefined when there never was one. */
export async function inheritedLifetimeMs(
  log: AuditLog,
  { deviceId, limits }: GuardedDevice,
  now: number,
): Promise<number | undefined> {
  const lifetimeMs = limits.commandLifetimeS * 1000;
  let beforeSeq: number | undefined;
  for (;;) {
    const page = { kind: 'command_outcome', deviceId, limit: 1000, ...(beforeSeq !== undefined && { beforeSeq }) };
    const outcomes = await log.query(page);
    const executed = outcomes.find(({ verdict }) => verdict?.startsWith('executed') ?? false);
    if (executed) return executed.ts + lifetimeMs - now;
    const oldest = outcomes.at(-1);
    if (!oldest) return undefined;
    // Whatever was executed before these rows has outlived its time already.
    if (oldest.ts + lifetimeMs < now) return 0;
    beforeSeq = oldest.seq;
  }
}
