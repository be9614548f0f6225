import { Frame, notDue, type PointIndex, Quality } from '../../site/index.ts';
import { bessReadings, meterReadings } from '../catalogue/microgrid-tables.ts';
import type { StoredRow } from '../catalogue/stored-value.ts';
import { sourcesOf } from './meter-sources.ts';

/** A point that a column of a reading table feeds. */
export interface PostedColumn {
  /** Of the table. */
  readonly name: string;
  /** Of the point index. */
  readonly column: number;
  /** Of the point's value to that of the table. */
  readonly factor: number;
}

/** The points of a device that rows of one table feed. */
export interface PostedTarget {
  readonly siteId: string;
  readonly index: PointIndex;
  readonly columns: readonly PostedColumn[];
}

/** Which of a site device's points the rows of a table feed: those that have a column of their own. */
export function columnsFor(table: string, index: PointIndex): readonly PostedColumn[] {
  if (table === meterReadings.name) {
    return sourcesOf(index).flatMap(({ value, columns: [column, more], factor }) =>
      column === undefined || more !== undefined ? [] : [{ name: value, column, factor }],
    );
  }
  const known = table === bessReadings.name ? batteryColumns : [];
  return known.flatMap(({ name, role, factor }) => {
    const column = index.columnOfRole(role);
    return column === undefined ? [] : [{ name, column, factor }];
  });
}

const batteryColumns = [
  { name: 'soe', role: 'soc', factor: 1 },
  { name: 'target_power', role: 'setpoint', factor: -1 },
] as const;

/** A posted row as its device would have said it. What the row leaves out counts as no sample. */
export function postedFrame({ siteId, index, columns }: PostedTarget, row: StoredRow, cycle: number): Frame {
  const values = new Float64Array(index.size).fill(NaN);
  const quality = new Uint8Array(index.size).fill(Quality.bad);
  const reasons = new Map(index.points.map((_point, column) => [column, notDue]));
  for (const { name, column, factor } of columns) {
    const value = row[name];
    if (typeof value !== 'number') continue;
    values[column] = value / factor;
    quality[column] = Quality.good;
    reasons.delete(column);
  }
  const { deviceId } = index;
  const ts = Number(row['time']);
  return new Frame({ siteId, deviceId, ts, cycle, durationMs: 0, origin: 'posted', index, values, quality, reasons });
}
