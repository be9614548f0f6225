import { type Clock, defineService } from '../kernel/index.ts';
import { deviceRuntime } from '../devices/index.ts';
import { type DeviceGuard, safetyRuntime } from '../safety/index.ts';
import { type DeviceModel, siteRuntime } from '../site/index.ts';
import { activeNarrowings, type DeviceCondition, type HealthBody, healthOf, isBlocking } from './health.ts';
import { type StatusBody, statusOf } from './status.ts';

/** What only boot knows. */
export interface GatewayFacts {
  readonly version: string;
  readonly clock: Clock;
  /** Monotonic time at which the process started, milliseconds. */
  readonly startedAt: number;
  readonly storeFault: () => string | null;
  readonly blocksTotal: () => number;
  readonly intrusion: () => StatusBody['ai_ids'];
  readonly cloud: () => StatusBody['cloud'];
  /** Things that an operator should look at, such as site copies of flows that are behind. */
  readonly warnings: () => readonly string[];
}

export const gatewayFacts = defineService<GatewayFacts>('gateway');

export function currentHealth(): HealthBody {
  const facts = gatewayFacts.get();
  const { model } = siteRuntime.get();
  return healthOf({
    siteId: model.gateway.siteId,
    version: facts.version,
    simulated: model.gateway.simulated,
    uptimeMs: facts.clock.monotonic() - facts.startedAt,
    devices: model.devices.filter(isCounted).map(conditionOf),
    storeFault: facts.storeFault(),
    warnings: facts.warnings(),
  });
}

export function currentStatus(): StatusBody {
  const { clock, blocksTotal, intrusion, cloud } = gatewayFacts.get();
  const { model, image } = siteRuntime.get();
  const { guards, primaryDeviceId } = safetyRuntime.get();
  const guard = guards.get(primaryDeviceId ?? '');
  return statusOf({
    siteId: model.gateway.siteId,
    now: clock.now(),
    nowMonotonic: clock.monotonic(),
    image: image.get(primaryDeviceId ?? ''),
    host: deviceRuntime.get().devices.get(primaryDeviceId ?? '')?.host ?? null,
    staleMs: guard?.device.staleMs ?? 0,
    safety: safetyOf(guard, blocksTotal()),
    ai_ids: intrusion(),
    cloud: cloud(),
  });
}

function safetyOf(guard: DeviceGuard | undefined, blocks: number): StatusBody['safety'] {
  if (!guard) return { status: 'ok', blocks_total: blocks, active_constraints: [] };
  const envelope = guard.envelope();
  const names = activeNarrowings(envelope, guard.device).map(({ constraint }) => constraint);
  return {
    status: isBlocking(envelope) ? 'safety_block_active' : 'ok',
    blocks_total: blocks,
    active_constraints: [...new Set(names)],
  };
}

/** A posted device has nothing that could be connected; it counts only where it cannot run. */
function isCounted({ id, source }: DeviceModel): boolean {
  return source !== 'posted' || deviceRuntime.get().faults.has(id);
}

function conditionOf({ id, ratings }: DeviceModel): DeviceCondition {
  const { devices, faults } = deviceRuntime.get();
  const device = devices.get(id);
  const guard = safetyRuntime.get().guards.get(id);
  const warnings: string[] = [];
  if (guard?.notFollowed === true) warnings.push(`does not follow its setpoint of ${guard.standing?.kw ?? 0} kW`);
  if (device?.profile.control && !device.profile.control.watchdog) warnings.push('has no watchdog of its own');
  return {
    id,
    controllable: ratings !== undefined,
    connected: device?.image.connected ?? false,
    fault: faults.get(id),
    warnings,
    lastFrameTs: device?.image.frame?.ts ?? null,
    envelope: guard?.lastEnvelope ?? null,
  };
}
