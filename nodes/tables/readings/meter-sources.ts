import type { PointIndex, PointRole } from '../../site/index.ts';
import type { MeterValue } from '../catalogue/microgrid-tables.ts';

/** What a meter's column is made of: the mean of some points, times a factor. */
export interface MeterSource {
  readonly value: MeterValue;
  /** Columns of the point index. */
  readonly columns: readonly number[];
  readonly factor: number;
}

/** The ways to a value, the first that a device has. */
type Way = { readonly role: PointRole } | { readonly points: readonly string[]; readonly factor?: number };

/** The points' powers are positive on import, as contract 001 has them. */
const ways: Readonly<Record<MeterValue, readonly Way[]>> = {
  frequency: [{ role: 'frequency' }, { points: ['frequency'] }],
  // Three times 120 degrees: the voltage between lines is the square root of three times that to neutral.
  voltage_line_average: [
    { points: ['voltage_line_average'] },
    { points: ['voltage_l1', 'voltage_l2', 'voltage_l3'], factor: Math.sqrt(3) },
  ],
  current_phase_a: [{ points: ['current_l1'] }],
  current_phase_b: [{ points: ['current_l2'] }],
  current_phase_c: [{ points: ['current_l3'] }],
  current_phase_average: [{ points: ['current_l1', 'current_l2', 'current_l3'] }, { role: 'current' }],
  power_phase_a_active: [{ points: ['power_l1'] }],
  power_phase_b_active: [{ points: ['power_l2'] }],
  power_phase_c_active: [{ points: ['power_l3'] }],
  power_total_active: [{ role: 'power' }],
  power_total_reactive: [{ points: ['reactive_power'] }],
  power_total_apparent: [{ points: ['apparent_power'] }],
  power_factor_total: [{ points: ['power_factor'] }],
  energy_imported_active: [{ role: 'energy_import' }],
  energy_exported_active: [{ role: 'energy_export' }],
  energy_imported_phase_a_active: [{ points: ['energy_import_l1'] }],
  energy_exported_phase_a_active: [{ points: ['energy_export_l1'] }],
  energy_imported_phase_b_active: [{ points: ['energy_import_l2'] }],
  energy_exported_phase_b_active: [{ points: ['energy_export_l2'] }],
  energy_imported_phase_c_active: [{ points: ['energy_import_l3'] }],
  energy_exported_phase_c_active: [{ points: ['energy_export_l3'] }],
  energy_imported_reactive: [{ points: ['reactive_energy_import'] }],
  energy_exported_reactive: [{ points: ['reactive_energy_export'] }],
  energy_imported_apparent: [{ points: ['apparent_energy_import'] }],
  energy_exported_apparent: [{ points: ['apparent_energy_export'] }],
};

/** The values of contract 001 that a device measures; empty for one that measures no electricity. */
export function meterSources(index: PointIndex): readonly MeterSource[] {
  return measuresElectricity(index) ? sourcesOf(index) : [];
}

/** What the points of a device are to contract 001 when it is taken for a meter of electricity. */
export function sourcesOf(index: PointIndex): readonly MeterSource[] {
  return Object.entries(ways).flatMap(([value, known]) => {
    const source = known.map((way) => sourceOf(index, way)).find((found) => found !== undefined);
    return source ? [{ value: value as MeterValue, ...source }] : [];
  });
}

/** A heat meter has a power, too. */
function measuresElectricity(index: PointIndex): boolean {
  return index.points.some(({ unit }) => unit === 'V' || unit === 'A' || unit === 'kvar');
}

function sourceOf(index: PointIndex, way: Way): Omit<MeterSource, 'value'> | undefined {
  const columns = 'role' in way ? [index.columnOfRole(way.role)] : way.points.map((name) => index.column(name));
  const found = columns.filter((column) => column !== undefined);
  if (found.length < columns.length) return undefined;
  return { columns: found, factor: 'factor' in way ? (way.factor ?? 1) : 1 };
}
