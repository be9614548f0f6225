import type { HistoryService } from '../../history/index.ts';
import type { Clock } from '../../kernel/index.ts';
import type { PointIndex } from '../../site/index.ts';
import { timestampOf } from '../catalogue/timestamp-text.ts';
import { uuidOf } from '../catalogue/uuid.ts';
import type { StoredRow } from '../catalogue/stored-value.ts';
import { parse } from '../grammar/parse.ts';
import type { MeterSource } from '../readings/meter-sources.ts';
import { restErrors } from '../rest-errors.ts';
import { meterBuckets, meterBucketTable, type ValueSeries } from './meter-buckets.ts';
import type { TableFunction } from './table-function.ts';

/** A meter whose readings are in the history. */
export interface MeterSeriesSource {
  readonly deviceUuid: string;
  readonly index: PointIndex;
  readonly sources: readonly MeterSource[];
}

export interface MeterReadingsOptions {
  readonly history: Pick<HistoryService, 'series'>;
  readonly clock: Clock;
  readonly meters: () => Promise<readonly MeterSeriesSource[]>;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Of all meters together. */
const maxRows = 100_000;

/**
 * Readings of meters in buckets of five or thirty minutes, from the five-minute tier. `time_b` is the start of a bucket, in
 * UTC; the span includes the buckets that start at its two ends. What a counter rose by between two samples counts to the
 * bucket of the later one, so that the deltas of buckets in a row sum to what the counter counted, through gaps and
 * resets; whatever span is asked, a bucket has the same figures.
 */
export function meterReadingsFunction(minutes: 5 | 30, options: MeterReadingsOptions): TableFunction {
  const name = `get_meter_readings_${minutes}m`;
  const bucketMs = minutes * minuteMs;
  return {
    name,
    result: meterBucketTable(name),
    argumentNames: ['start_time', 'end_time', 'device_ids'],
    async call(given, scope) {
      const { clock, history } = options;
      const end = timeOf(given['end_time']) ?? clock.now();
      const start = timeOf(given['start_time']) ?? end - dayMs;
      const ids = idsOf(given['device_ids']);
      const meters = (await options.meters()).filter(
        ({ deviceUuid }) => (ids?.has(deviceUuid) ?? true) && (scope?.devices.has(deviceUuid) ?? true),
      );
      const from = Math.ceil(start / bucketMs) * bucketMs;
      const to = Math.floor(end / bucketMs) * bucketMs + bucketMs;
      checkSize(meters.length, (to - from) / bucketMs);
      const rows = await Promise.all(meters.map((meter) => rowsOf(history, meter, from, to, bucketMs)));
      return rows.flat().sort(byKey);
    },
  };
}

async function rowsOf(
  history: MeterReadingsOptions['history'],
  { deviceUuid, index, sources }: MeterSeriesSource,
  from: number,
  to: number,
  bucketMs: number,
): Promise<StoredRow[]> {
  if (to <= from) return [];
  const values = sources.map(async ({ value, columns, factor }): Promise<ValueSeries | undefined> => {
    const sensorIds = columns.map((column) => index.points[column]?.sensorId);
    const known = sensorIds.filter((id) => id !== undefined);
    // The mean of some phases would not be that of all.
    if (known.length < sensorIds.length) return undefined;
    const series = await Promise.all(known.map((sensorId) => history.series({ sensorId, tier: 'agg_5min', from, to })));
    return { value, series, factor };
  });
  const found = (await Promise.all(values)).filter((each) => each !== undefined);
  return meterBuckets(deviceUuid, found, bucketMs);
}

function checkSize(meters: number, buckets: number): void {
  if (meters * buckets > maxRows) throw restErrors['54001']({ field: 'rows', limit: maxRows });
}

function timeOf(given: unknown): number | undefined {
  return given === undefined || given === null ? undefined : timestampOf(textOf(given));
}

/** Null for every meter. */
function idsOf(given: unknown): ReadonlySet<string> | undefined {
  if (given === undefined || given === null) return undefined;
  const ids: readonly unknown[] = Array.isArray(given) ? given : parse('arrayLiteral', textOf(given));
  return new Set(ids.map((id) => uuidOf(textOf(id))));
}

function textOf(given: unknown): string {
  return typeof given === 'string' ? given : JSON.stringify(given);
}

function byKey(a: StoredRow, b: StoredRow): number {
  const byTime = Number(a['time_b']) - Number(b['time_b']);
  if (byTime !== 0) return byTime;
  return String(a['device_id']) < String(b['device_id']) ? -1 : 1;
}
