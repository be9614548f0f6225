import { setImmediate } from 'node:timers/promises';
import { csvLine } from './csv.ts';
import type { DailyEnergyBody, EnergyReport } from './energy-billing.ts';
import type { EnergyRow } from './energy-rows.ts';

/** Rows written between two turns of the event loop: about two milliseconds. */
const sliceRows = 500;

const rowColumns = [
  'bucket',
  'sensor_id',
  'sensor_tag',
  'equipment_tag',
  'block_slug',
  'site_slug',
  'value',
  'unit',
  'sample_count',
  'quality_good_ratio',
  'metering_role',
  'subsystem',
  'direction',
  'source',
  'counted',
] as const satisfies readonly (keyof EnergyRow)[];

const dayColumns = [
  'day',
  'block_slug',
  'site_slug',
  'electrical_kwh',
  'thermal_kwht_recovered',
  'thermal_kwht_rejected',
  'heat_recovery_ratio',
  'pue_estimate',
  'complete',
] as const satisfies readonly (keyof DailyEnergyBody)[];

/** The body as JSON, written in slices: a month of a block is some ten thousand rows. */
export async function reportJson({ head, rows }: EnergyReport): Promise<string> {
  const texts = await inSlices(rows, (slice) => JSON.stringify(slice).slice(1, -1));
  return `${JSON.stringify(head).slice(0, -1)},"data":[${texts.join(',')}]}`;
}

export async function reportCsv({ rows }: EnergyReport): Promise<string> {
  const lineOf = (row: EnergyRow): string => csvLine(rowColumns.map((column) => row[column]));
  const texts = await inSlices(rows, (slice) => slice.map(lineOf).join(''));
  return csvLine(rowColumns) + texts.join('');
}

/** The figures, and why those are missing that are. */
export function dailyCsv(days: readonly DailyEnergyBody[]): string {
  const reasonsOf = ({ reasons }: DailyEnergyBody): string =>
    Object.entries(reasons)
      .map(([figure, reason]) => `${figure}: ${reason}`)
      .join('; ');
  const lines = days.map((day) => csvLine([...dayColumns.map((column) => day[column]), reasonsOf(day)]));
  return csvLine([...dayColumns, 'reasons']) + lines.join('');
}

async function inSlices(rows: Iterable<EnergyRow>, textOf: (slice: readonly EnergyRow[]) => string): Promise<string[]> {
  const texts: string[] = [];
  let slice: EnergyRow[] = [];
  for (const row of rows) {
    slice.push(row);
    if (slice.length < sliceRows) continue;
    texts.push(textOf(slice));
    slice = [];
    await setImmediate();
  }
  return slice.length > 0 ? [...texts, textOf(slice)] : texts;
}
