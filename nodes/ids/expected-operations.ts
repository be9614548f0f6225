import { activityWindowMs } from './activity-window.ts';
import { type DeviceMap, type ModbusRequest, requestKey } from './operation.ts';

/** A request that is normal, with how often it is sent. */
export interface ExpectedOperation extends ModbusRequest {
  readonly perHour: number;
  /** The most that are normal within one activity window. */
  readonly mostPerWindow: number;
}

/** The reads of a poll cycle in which these groups of the profile are due. */
export type ReadPlanner = (dueGroups: ReadonlySet<string>) => readonly ModbusRequest[];

export const hourMs = 3_600_000;
/** A standing command lives for five minutes and is then repeated; sixty a minute are the most that the guard permits. */
const commandRate = { perHour: 12, mostPerWindow: (60 * activityWindowMs) / 60_000 };

/** All that the gateway itself sends to a device: the reads of every poll cycle, its writes and their read-backs. */
export function expectedOperations(map: DeviceMap, planReads: ReadPlanner): ExpectedOperation[] {
  const commands = expectedCommands(map);
  const readBacks = commands.map((command) => ({ ...command, functionCode: 3 }));
  return merged([...polls(map, planReads), ...expectedHeartbeats(map), ...commands, ...readBacks]);
}

/** What another master may write through the gateway: the profile's writable registers, each by its own function. */
export function expectedCommands(map: DeviceMap): ExpectedOperation[] {
  const heartbeat = map.profile.control?.watchdog?.point;
  return writes(map)
    .filter(({ point }) => point !== heartbeat)
    .map(({ request }) => ({ ...request, ...commandRate }));
}

/** The gateway's dead-man's write to a device that has such a switch. */
export function expectedHeartbeats(map: DeviceMap): ExpectedOperation[] {
  const watchdog = map.profile.control?.watchdog;
  return writes(map)
    .filter(({ point }) => point === watchdog?.point)
    .map(({ request }) => periodic(request, hourMs / (watchdog?.periodMs ?? hourMs)));
}

function writes({ points }: DeviceMap): { point: string; request: ModbusRequest }[] {
  return points.flatMap((resolved) => {
    if (!resolved?.point.write) return [];
    const { point, address, width: quantity } = resolved;
    return [{ point: point.name, request: { functionCode: resolved.point.write.functionCode, address, quantity } }];
  });
}

function polls(map: DeviceMap, planReads: ReadPlanner): ExpectedOperation[] {
  return pollCycles(map).flatMap(({ dueGroups, perHour }) =>
    planReads(dueGroups).map(({ functionCode, address, quantity }) =>
      periodic({ functionCode, address, quantity }, perHour),
    ),
  );
}

/** Every set of groups that can be due together: a missed cycle leaves its groups to the next one. */
function pollCycles({ profile }: DeviceMap): { dueGroups: Set<string>; perHour: number }[] {
  const groups = Object.entries(profile.groups);
  const baseMs = Math.min(...groups.map(([, { periodMs }]) => periodMs));
  const everyTicks = groups.map(([, { periodMs }]) => Math.max(1, Math.round(periodMs / baseMs)));
  const dueAt = (tick: number): number =>
    everyTicks.reduce((mask, every, group) => (tick % every === 0 ? mask | (1 << group) : mask), 0);
  const masks = Array.from({ length: Math.round(hourMs / baseMs) }, (_, tick) => dueAt(tick));
  return Array.from({ length: 2 ** groups.length - 1 }, (_, index) => index + 1).map((mask) => ({
    dueGroups: new Set(groups.filter((_, group) => (mask & (1 << group)) !== 0).map(([name]) => name)),
    perHour: masks.filter((due) => due === mask).length,
  }));
}

/** A request that comes at a steady rate. */
export function periodic(request: ModbusRequest, perHour: number): ExpectedOperation {
  return { ...request, perHour, mostPerWindow: Math.ceil((perHour * activityWindowMs) / hourMs) };
}

/** The same request may be part of several cycles. */
function merged(operations: readonly ExpectedOperation[]): ExpectedOperation[] {
  const byKey = new Map<string, ExpectedOperation>();
  for (const operation of operations) {
    const other = byKey.get(requestKey(operation));
    byKey.set(requestKey(operation), {
      ...operation,
      perHour: operation.perHour + (other?.perHour ?? 0),
      mostPerWindow: operation.mostPerWindow + (other?.mostPerWindow ?? 0),
    });
  }
  return [...byKey.values()];
}
