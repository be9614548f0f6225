import { type Frame, notDue, type PointIndex, Quality } from '../site/index.ts';

/** The newest answer of a sensor. */
export interface LatestReading {
  readonly sensorId: number;
  /** Epoch milliseconds. */
  readonly ts: number;
  /** Null when it could not be read. */
  readonly value: number | null;
  readonly quality: Quality;
}

/** One element a column of a device. */
interface DeviceReadings {
  readonly ts: Float64Array;
  readonly values: Float64Array;
  readonly quality: Uint8Array;
}

/** The newest reading of every sensor, in memory. */
export class LatestReadings {
  readonly #devices = new Map<PointIndex, DeviceReadings>();
  readonly #places = new Map<number, { readonly device: DeviceReadings; readonly column: number }>();

  /** Starts with what the last run left. */
  constructor(seeds: readonly LatestReading[]) {
    for (const { sensorId, ts, value, quality } of seeds) {
      const device = {
        ts: Float64Array.of(ts),
        values: Float64Array.of(value ?? NaN),
        quality: Uint8Array.of(quality),
      };
      this.#places.set(sensorId, { device, column: 0 });
    }
  }

  take(frame: Frame): void {
    const readings = this.#devices.get(frame.index) ?? this.#add(frame.index);
    // A polled frame is the present, also after the clock was set back; another may tell of the past.
    const isPresent = frame.origin === 'polled';
    for (let column = 0; column < frame.values.length; column += 1) {
      const quality = frame.quality[column] ?? Quality.bad;
      if (!isPresent && frame.ts < (readings.ts[column] ?? NaN)) continue;
      if (quality === Quality.bad && frame.reasons.get(column) === notDue) continue;
      readings.ts[column] = frame.ts;
      readings.values[column] = frame.values[column] ?? NaN;
      readings.quality[column] = quality;
    }
  }

  /** Of the sensors that were ever read, in the order asked. */
  of(sensorIds: readonly number[]): readonly LatestReading[] {
    return sensorIds.flatMap((sensorId) => {
      const place = this.#places.get(sensorId);
      return place ? [readingAt(sensorId, place.device, place.column)] : [];
    });
  }

  /** A device's sensors keep what the last run left until they are read. */
  #add(index: PointIndex): DeviceReadings {
    const seeds = index.points.map(({ sensorId = NaN }) => this.of([sensorId])[0]);
    const readings = {
      ts: Float64Array.from(seeds, (seed) => seed?.ts ?? -Infinity),
      values: Float64Array.from(seeds, (seed) => seed?.value ?? NaN),
      quality: Uint8Array.from(seeds, (seed) => seed?.quality ?? Quality.bad),
    };
    this.#devices.set(index, readings);
    for (const [column, { sensorId }] of index.points.entries()) {
      if (sensorId !== undefined) this.#places.set(sensorId, { device: readings, column });
    }
    return readings;
  }
}

function readingAt(sensorId: number, { ts, values, quality }: DeviceReadings, column: number): LatestReading {
  const value = values[column] ?? NaN;
  const isValue = quality[column] !== Quality.bad && Number.isFinite(value);
  return { sensorId, ts: ts[column] ?? NaN, value: isValue ? value : null, quality: quality[column] as Quality };
}
