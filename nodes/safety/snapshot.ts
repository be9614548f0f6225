import type { DeviceImage, PointRole, ProcessImage } from '../site/index.ts';

/**
 * One tag as the rules see it: a number; `null` when the device has such a point but it cannot speak now (never read,
 * stale, invalid); `undefined` when the device has no such point.
 */
export type Tag = number | null | undefined;

/** The moment that a rule judges. Powers in kW, positive charges (at the grid meter: positive imports). */
export interface Snapshot {
  readonly connected: boolean;
  /** Age of the oldest last good value among the safety-required points, milliseconds; Infinity before the first. */
  readonly ageMs: number;
  readonly oldestPoint: string;
  readonly heartbeatUnchanged: number;
  /** Safety-required points whose newest answer cannot be true. */
  readonly invalid: readonly { readonly point: string; readonly reason: string }[];
  readonly socPct: Tag;
  readonly powerKw: Tag;
  readonly cellTempMaxC: Tag;
  readonly cellTempMinC: Tag;
  readonly cellVoltageMaxV: Tag;
  readonly cellVoltageMinV: Tag;
  readonly statusCode: Tag;
  readonly estop: Tag;
  readonly gridFault: Tag;
  readonly frequencyHz: Tag;
  readonly gridVoltageV: Tag;
  readonly chargeLimitKw: Tag;
  readonly dischargeLimitKw: Tag;
  /** Power at the grid meter that this device's grid limit is judged by. */
  readonly gridPowerKw: Tag;
  readonly idsAlert: boolean;
  readonly watchdogFailures: number;
}

export interface SnapshotSources {
  readonly image: ProcessImage;
  readonly deviceId: string;
  readonly gridMeterId?: string | undefined;
  readonly staleMs: number;
  readonly nowMs: number;
  readonly idsAlert: boolean;
  readonly watchdogFailures: number;
}

/** Reads the process image at one instant. Uses nothing else: no message, no posted row. */
export function takeSnapshot(sources: SnapshotSources): Snapshot {
  const { image, deviceId, gridMeterId, staleMs, nowMs } = sources;
  const device = image.get(deviceId);
  const tag = (role: PointRole) => tagOf(device, role, nowMs, staleMs);
  const required = requiredPoints(device);
  const oldest = required.reduce((oldest, point) => (point.goodAt < oldest.goodAt ? point : oldest), {
    name: 'any point',
    goodAt: required.length === 0 ? -Infinity : Infinity,
  });
  return {
    connected: device?.connected ?? false,
    ageMs: nowMs - oldest.goodAt,
    oldestPoint: oldest.name,
    heartbeatUnchanged: device?.heartbeatUnchanged ?? 0,
    invalid: required.flatMap(({ name, invalid }) => (invalid === undefined ? [] : [{ point: name, reason: invalid }])),
    socPct: tag('soc'),
    powerKw: tag('power'),
    cellTempMaxC: tag('cell_temp_max'),
    cellTempMinC: tag('cell_temp_min'),
    cellVoltageMaxV: tag('cell_voltage_max'),
    cellVoltageMinV: tag('cell_voltage_min'),
    statusCode: tag('status'),
    estop: tag('estop'),
    gridFault: tag('grid_fault'),
    frequencyHz: tag('frequency'),
    gridVoltageV: tag('grid_voltage'),
    chargeLimitKw: tag('charge_limit'),
    dischargeLimitKw: tag('discharge_limit'),
    gridPowerKw:
      gridMeterId === undefined ? undefined : (tagOf(image.get(gridMeterId), 'power', nowMs, staleMs) ?? null),
    idsAlert: sources.idsAlert,
    watchdogFailures: sources.watchdogFailures,
  };
}

function requiredPoints(device: DeviceImage | undefined): { name: string; goodAt: number; invalid?: string }[] {
  if (!device) return [];
  return device.index.points.flatMap(({ name, safetyRequired }, column) =>
    safetyRequired ? [{ name, ...device.at(column) }] : [],
  );
}

function tagOf(device: DeviceImage | undefined, role: PointRole, nowMs: number, staleMs: number): Tag {
  if (device?.index.columnOfRole(role) === undefined) return undefined;
  const { value, goodAt, invalid } = device.ofRole(role);
  return invalid === undefined && nowMs - goodAt <= staleMs ? value : null;
}
