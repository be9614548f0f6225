import type { Block, Meter, PointDescriptor, SensorEntry, SiteDirectory } from '../site/index.ts';
import { isHeatUnit, kwhPerUnit, kwPerUnit } from './energy-units.ts';

export type EnergyKind = 'electrical' | 'thermal';
export type MeteringRole = Meter['role'];

/** A sensor that energy is read from. */
export interface EnergySensor {
  readonly sensorId: number;
  readonly tag: string;
  readonly equipmentTag: string | null;
  readonly subsystem: string | null;
  readonly kind: EnergyKind;
  /** What its meter stands for in the block's balance; null where the site file does not say. */
  readonly role: MeteringRole | null;
  /** Energy that goes back: out of the block, or out of a battery. */
  readonly isExport: boolean;
  /** A counter, or the mean power times the time. */
  readonly source: 'counter' | 'power';
  /** kWh per unit of the counter, kW per unit of the power. */
  readonly scale: number;
  /** Belongs to the one level of metering that a total sums up. */
  readonly counted: boolean;
}

type Metered = Omit<EnergySensor, 'counted'>;

interface Candidate extends SensorEntry {
  readonly point: PointDescriptor;
  readonly kind: EnergyKind;
  readonly role: MeteringRole | null;
}

/** Roles that only an electrical meter has. */
const electricalRoles: readonly (MeteringRole | null)[] = ['grid', 'load', 'generation', 'battery', 'it'];
/** Levels of metering of a block, the one that bills best first. */
const electricalLevels: readonly (readonly (MeteringRole | null)[])[] = [['load'], ['grid'], ['it', 'sub']];
/** From the host back to the racks: the same heat passes all of them. */
const thermalLevels = ['thermal-l3', 'thermal-l2', 'thermal-l1'] as const;

/**
 * The sensors that carry the energy of a block, in the order of their ids: the counters of each device, or its power
 * where it has none. Of meters in series only one level is counted, so that nothing is billed twice.
 */
export function energySensorsOf(directory: SiteDirectory, block: Block): readonly EnergySensor[] {
  const candidates = entriesOf(directory, block).flatMap((entry) => candidateOf(directory, entry));
  const perMeter = Map.groupBy(candidates, ({ sensor, kind }) => `${kind} ${sensor.device}`);
  const metered = [...perMeter.values()].flatMap(sourcesOf).sort((a, b) => a.sensorId - b.sensorId);
  const isCounted = countedLevel(metered);
  return metered.map((sensor) => ({ ...sensor, counted: isCounted(sensor) }));
}

/** Sensors of the block's equipment, and those without equipment whose meter names the block. */
function entriesOf(directory: SiteDirectory, block: Block): readonly SensorEntry[] {
  const { meters, sensors } = directory.model;
  const metering = new Set(meters.filter((meter) => meter.block === block.slug).map(({ device }) => device));
  return sensors
    .flatMap(({ id }) => directory.sensor(id) ?? [])
    .filter(({ sensor, equipment, block: own }) => own === block || (!equipment && metering.has(sensor.device)));
}

function candidateOf(directory: SiteDirectory, entry: SensorEntry): readonly Candidate[] {
  const point = directory.pointOf(entry);
  const role = directory.model.meters.find(({ device }) => device === entry.sensor.device)?.role ?? null;
  const kind = point && kindOf(point.unit, entry.equipment?.subsystem, role);
  return kind ? [{ ...entry, point, kind, role }] : [];
}

function kindOf(unit: string, subsystem = '', role: MeteringRole | null): EnergyKind | undefined {
  if (isHeatUnit(unit)) return 'thermal';
  if (subsystem === 'electrical' || electricalRoles.includes(role)) return 'electrical';
  return subsystem.startsWith('thermal-') ? 'thermal' : undefined;
}

/** Of one meter its counters; without any its power, which is the one so marked, or the only one. */
function sourcesOf(candidates: readonly Candidate[]): readonly Metered[] {
  const counters = candidates.flatMap((candidate) => {
    const scale = candidate.point.counter === true ? kwhPerUnit(candidate.point.unit) : undefined;
    return scale === undefined ? [] : [meteredOf(candidate, 'counter', scale)];
  });
  if (counters.length > 0) return counters;
  const powers = candidates.filter(({ point }) => kwPerUnit(point.unit) !== undefined);
  const power = powers.find(({ point }) => point.role === 'power') ?? (powers.length === 1 ? powers[0] : undefined);
  return power ? [meteredOf(power, 'power', kwPerUnit(power.point.unit) ?? 1)] : [];
}

function meteredOf(
  { sensor, equipment, point, kind, role }: Candidate,
  source: EnergySensor['source'],
  scale: number,
): Metered {
  return {
    sensorId: sensor.id,
    tag: sensor.tag,
    equipmentTag: equipment?.tag ?? null,
    subsystem: equipment?.subsystem ?? null,
    kind,
    role,
    isExport: point.role === 'energy_export',
    source,
    scale,
  };
}

function countedLevel(sensors: readonly Metered[]): (sensor: Metered) => boolean {
  const billable = sensors.filter(({ isExport }) => !isExport);
  const electrical = billable.filter(({ kind }) => kind === 'electrical');
  const heat = billable.filter(({ kind, role }) => kind === 'thermal' && role !== 'sub');
  const roles = electricalLevels.find((level) => electrical.some(({ role }) => level.includes(role))) ?? [];
  const loop = thermalLevels.find((level) => heat.some(({ subsystem }) => subsystem === level));
  const counted = new Set([
    ...electrical.filter(({ role }) => roles.includes(role)),
    ...heat.filter(({ subsystem }) => subsystem === loop),
  ]);
  return (sensor) => counted.has(sensor);
}
