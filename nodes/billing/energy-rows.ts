import { isoUtc, withoutNoise } from '../kernel/index.ts';
import type { EnergySeries } from './energy-series.ts';

/** One bucket of one sensor, as contract 002 shows it. */
export interface EnergyRow {
  readonly bucket: string;
  readonly sensor_id: number;
  readonly sensor_tag: string;
  readonly equipment_tag: string | null;
  readonly block_slug: string;
  readonly site_slug: string;
  /** Energy in the bucket. */
  readonly value: number;
  readonly unit: 'kWh' | 'kWht';
  readonly sample_count: number;
  readonly quality_good_ratio: number;
  /** The value again, under the name that the contract's text gives it. */
  readonly kwh_value?: number;
  readonly kwht_value?: number;
  readonly metering_role: string | null;
  readonly subsystem: string | null;
  readonly direction: 'import' | 'export';
  /** A counter, or the mean power times the length of the bucket. */
  readonly source: 'counter' | 'power';
  /** Part of the total. */
  readonly counted: boolean;
}

export interface Place {
  readonly blockSlug: string;
  readonly siteSlug: string;
}

/** The energy of the series that count, in kWh. */
export function totalKwh(series: readonly EnergySeries[]): number {
  const sums = series
    .filter(({ sensor }) => sensor.counted)
    .map(({ kwh }) => kwh.reduce((sum, value) => sum + value, 0));
  return withoutNoise(sums.reduce((sum, value) => sum + value, 0));
}

/** Rows of all series by bucket and, within a bucket, in the order of the series; a page of them. */
export function* energyRows(
  series: readonly EnergySeries[],
  place: Place,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Generator<EnergyRow> {
  const next = series.map(() => 0);
  for (let position = 0; position < offset + limit; position += 1) {
    const source = earliest(series, next);
    const from = series[source];
    if (!from) return;
    const row = next[source] ?? 0;
    next[source] = row + 1;
    if (position >= offset) yield energyRow(from, row, place);
  }
}

/** Which series has the earliest bucket left; -1 when none has any. */
function earliest(series: readonly EnergySeries[], next: readonly number[]): number {
  let found = -1;
  let foundStart = Infinity;
  for (let source = 0; source < series.length; source += 1) {
    const start = series[source]?.start[next[source] ?? 0] ?? Infinity;
    if (start < foundStart) [found, foundStart] = [source, start];
  }
  return found;
}

function energyRow({ sensor, start, kwh, sampleCount, goodRatio }: EnergySeries, row: number, place: Place): EnergyRow {
  const value = kwh[row] ?? NaN;
  const isHeat = sensor.kind === 'thermal';
  return {
    bucket: isoUtc(start[row] ?? NaN),
    sensor_id: sensor.sensorId,
    sensor_tag: sensor.tag,
    equipment_tag: sensor.equipmentTag,
    block_slug: place.blockSlug,
    site_slug: place.siteSlug,
    value,
    unit: isHeat ? 'kWht' : 'kWh',
    sample_count: sampleCount[row] ?? NaN,
    quality_good_ratio: goodRatio[row] ?? NaN,
    ...(isHeat ? { kwht_value: value } : { kwh_value: value }),
    metering_role: sensor.role,
    subsystem: sensor.subsystem,
    direction: sensor.isExport ? 'export' : 'import',
    source: sensor.source,
    counted: sensor.counted,
  };
}
