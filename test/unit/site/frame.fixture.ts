import { Frame, type FrameFields, PointIndex, type PointRole, pointRoles, Quality } from '../../../nodes/site/index.ts';

/** Points of a device by name: a value, or the reason why there is none. A point named like a role has that role. */
export type Found = Readonly<Record<string, number | string>>;

export function indexOf(names: readonly string[], deviceId = 'DEVICE-1'): PointIndex {
  const points = names.map((name) => {
    const role = pointRoles.find((role: PointRole) => role === name);
    return { name, description: name, unit: 'kW', ...(role && { role }), safetyRequired: false, periodMs: 1000 };
  });
  return new PointIndex(deviceId, points);
}

/** A frame of a device whose points are those of `found`. */
export function frameOf(found: Found, fields: Partial<FrameFields> = {}): Frame {
  const names = Object.keys(found);
  const values = Object.values(found);
  const reasons = values.flatMap((value, column) => (typeof value === 'string' ? [[column, value] as const] : []));
  const index = fields.index ?? indexOf(names, fields.deviceId);
  return new Frame({
    siteId: 'WLCE',
    deviceId: index.deviceId,
    ts: 1_000,
    cycle: 1,
    durationMs: 20,
    origin: 'polled',
    index,
    values: Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN)),
    quality: Uint8Array.from(values, (value) => (typeof value === 'number' ? Quality.good : Quality.bad)),
    reasons: new Map(reasons),
    ...fields,
  });
}
