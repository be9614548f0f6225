/** Quality as contract 002 counts it. */
export const Quality = { good: 0, uncertain: 1, bad: 2 } as const;
export type Quality = (typeof Quality)[keyof typeof Quality];

/**
 * What a point means to the rest of the gateway, whatever a maker calls it. The guard, the status page and the metrics
 * find their inputs by role, never by name. Powers are signed the house's way: positive charges a battery, positive is
 * import at a meter.
 */
export const pointRoles = [
  'soc',
  'power',
  'setpoint',
  'voltage',
  'current',
  'temperature',
  'cell_temp_max',
  'cell_temp_min',
  'cell_voltage_max',
  'cell_voltage_min',
  'status',
  'alarm_bits',
  'estop',
  'grid_fault',
  'frequency',
  'grid_voltage',
  'charge_limit',
  'discharge_limit',
  'device_heartbeat',
  'watchdog',
  'energy_import',
  'energy_export',
  'production_count',
  'power_factor',
] as const;
export type PointRole = (typeof pointRoles)[number];

export interface PointDescriptor {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly role?: PointRole;
  /** The point counts up: what matters is by how much it rose; a fall is a reset. */
  readonly counter?: true;
  /** Physical range in engineering units; a value outside is bad, not clamped. */
  readonly range?: readonly [min: number, max: number];
  /** The guard refuses non-zero power while this point is missing, stale or bad. */
  readonly safetyRequired: boolean;
  /** Poll period of its group. */
  readonly periodMs: number;
  /** The site's stable sensor id, when the point is recorded. */
  readonly sensorId?: number;
}

/** The columns of a device's frames. Made once per device and shared by reference; never cloned into messages. */
export class PointIndex {
  readonly deviceId: string;
  readonly points: readonly PointDescriptor[];
  readonly #byName: ReadonlyMap<string, number>;
  readonly #byRole: ReadonlyMap<PointRole, number>;

  constructor(deviceId: string, points: readonly PointDescriptor[]) {
    this.deviceId = deviceId;
    this.points = points;
    this.#byName = new Map(points.map((point, column) => [point.name, column]));
    this.#byRole = new Map(points.flatMap((point, column) => (point.role ? [[point.role, column]] : [])));
  }

  get size(): number {
    return this.points.length;
  }

  /** Column of a point, or undefined. */
  column(name: string): number | undefined {
    return this.#byName.get(name);
  }

  columnOfRole(role: PointRole): number | undefined {
    return this.#byRole.get(role);
  }
}
