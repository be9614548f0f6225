import type { ImportedBuckets } from '../history/index.ts';
import type { DeviceBuckets, HistoryDevice } from './history-batch.ts';

const minuteMs = 60_000;
const minutesOfDay = 1440;
const columnNames = ['start', 'n', 'good', 'expected', 'sum', 'min', 'max', 'first', 'last', 'delta'] as const;

/**
 * Makes closed one-minute buckets of samples of raw numbers, which add up without rounding: divided once at the end, sums
 * of decimals stay decimals. A sample stands for all polls until the next one.
 */
export class MinuteBuckets {
  readonly #devices: readonly { readonly deviceId: string; readonly sensors: readonly OpenBucket[] }[];
  /** Poll period by poll period: a remainder for every sensor and sample would take most of the time. */
  readonly #byPeriod: ReadonlyMap<number, readonly OpenBucket[]>;

  /** `divisors` of all columns: the points of the devices one after the other. Sensors in `leftOut` get no buckets. */
  constructor(devices: readonly HistoryDevice[], divisors: Float64Array, leftOut: ReadonlySet<number>) {
    let column = 0;
    this.#devices = devices.map(({ deviceId, points }) => {
      const sensors = points.flatMap(({ sensorId, periodMs, counter }) => {
        const place = { column, divisor: divisors[column] ?? 1 };
        column += 1;
        if (sensorId === undefined || leftOut.has(sensorId)) return [];
        return [new OpenBucket({ sensorId, periodMs, isCounter: counter === true, ...place })];
      });
      return { deviceId, sensors };
    });
    const sensors = this.#devices.flatMap((device) => device.sensors);
    this.#byPeriod = Map.groupBy(sensors, ({ periodMs }) => periodMs);
  }

  /** Begins the batches of a day. Those of the day before stay as they are, those of the day before that are written over. */
  openDay(): void {
    for (const { sensors } of this.#devices) {
      for (const sensor of sensors) sensor.openDay();
    }
  }

  /** Takes in the samples of the sensors that are polled at this instant. */
  add(raw: Float64Array, epochMs: number): void {
    for (const [periodMs, sensors] of this.#byPeriod) {
      if (epochMs % periodMs !== 0) continue;
      for (const sensor of sensors) sensor.add(raw);
    }
  }

  /** Closes the buckets of the minute that began at `startMs`. */
  closeMinute(startMs: number): void {
    for (const { sensors } of this.#devices) {
      for (const sensor of sensors) sensor.close(startMs);
    }
  }

  /** What was closed since `openDay`, one batch for each device that has any. */
  batches(): readonly DeviceBuckets[] {
    return this.#devices
      .map(({ deviceId, sensors }) => ({
        deviceId,
        sensors: sensors.map((sensor) => sensor.closed()).filter(({ buckets }) => buckets.start.length > 0),
      }))
      .filter(({ sensors }) => sensors.length > 0);
  }
}

interface SensorColumn {
  readonly sensorId: number;
  readonly column: number;
  /** Raw numbers to one engineering unit. */
  readonly divisor: number;
  readonly periodMs: number;
  readonly isCounter: boolean;
}

/** The open minute of one sensor, in raw numbers, and its minutes that are closed. */
class OpenBucket {
  readonly periodMs: number;
  readonly #sensor: SensorColumn;
  readonly #column: number;
  #columns = sharedColumns(minutesOfDay);
  #otherColumns = sharedColumns(minutesOfDay);
  #rows = 0;
  #samples = 0;
  #sum = 0;
  #min = 0;
  #max = 0;
  #first = 0;
  #last = 0;

  constructor(sensor: SensorColumn) {
    this.#sensor = sensor;
    this.#column = sensor.column;
    this.periodMs = sensor.periodMs;
  }

  openDay(): void {
    [this.#columns, this.#otherColumns] = [this.#otherColumns, this.#columns];
    this.#rows = 0;
  }

  add(raw: Float64Array): void {
    const value = raw[this.#column];
    if (value === undefined || Number.isNaN(value)) return;
    if (this.#samples === 0) this.#begin(value);
    this.#samples += 1;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#last = value;
  }

  /** A minute without a value has no bucket. */
  close(startMs: number): void {
    if (this.#samples === 0) return;
    const { divisor, periodMs, isCounter } = this.#sensor;
    const { start, n, good, expected, sum, min, max, first, last, delta } = this.#columns;
    const row = this.#rows++;
    const polls = minuteMs / periodMs;
    start[row] = startMs;
    n[row] = good[row] = expected[row] = polls;
    sum[row] = (this.#sum * (polls / this.#samples)) / divisor;
    min[row] = this.#min / divisor;
    max[row] = this.#max / divisor;
    first[row] = this.#first / divisor;
    last[row] = this.#last / divisor;
    delta[row] = isCounter ? (this.#last - this.#first) / divisor : Number.NaN;
    this.#samples = 0;
  }

  closed(): ImportedBuckets {
    const filled = columnNames.map((name) => [name, this.#columns[name].subarray(0, this.#rows)]);
    return { sensorId: this.#sensor.sensorId, buckets: Object.fromEntries(filled) as ImportedBuckets['buckets'] };
  }

  #begin(value: number): void {
    this.#sum = 0;
    this.#min = this.#max = this.#first = value;
  }
}

/** In memory that threads share and that is used again: a hundred days pass to the store without a copy or garbage. */
function sharedColumns(rows: number): Readonly<Record<(typeof columnNames)[number], Float64Array>> {
  const bytes = rows * Float64Array.BYTES_PER_ELEMENT;
  const memory = new SharedArrayBuffer(columnNames.length * bytes);
  const columns = columnNames.map((name, place) => [name, new Float64Array(memory, place * bytes, rows)]);
  return Object.fromEntries(columns) as Record<(typeof columnNames)[number], Float64Array>;
}
