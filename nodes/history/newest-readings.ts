import { Quality } from '../site/index.ts';
import type { Connection } from './connection.ts';
import type { LatestReading } from './latest-readings.ts';
import { samplesOfFrames } from './sample-store.ts';
import { allPointIndexes, type StoredPointIndex } from './stored-frames.ts';

/** Enough to meet also the points that are polled once a minute. */
const framesPerDevice = 120;

const selectNewest = `select seq, ts, point_index, point_values, quality, reasons from frames
  where device_id = :deviceId order by ts desc, cycle desc limit ${framesPerDevice}`;

/** The newest reading of each sensor in the stored frames. */
export function newestReadings(connection: Connection): readonly LatestReading[] {
  const byDevice = Map.groupBy(allPointIndexes(connection), ({ index }) => index.deviceId);
  return [...byDevice].flatMap(([deviceId, indexes]) => readingsOf(connection, deviceId, indexes));
}

function readingsOf(
  connection: Connection,
  deviceId: string,
  indexes: readonly StoredPointIndex[],
): readonly LatestReading[] {
  const frames = connection.all(selectNewest, { deviceId }).reverse();
  const sensorIds = [...new Set(indexes.flatMap(({ columns }) => [...columns.keys()]))];
  return [...samplesOfFrames(connection, frames, sensorIds)].flatMap(([sensorId, { times, values, quality }]) => {
    const [ts, value] = [times.at(-1), values.at(-1) ?? NaN];
    if (ts === undefined) return [];
    const newest = quality.at(-1) as Quality;
    const isValue = newest !== Quality.bad && Number.isFinite(value);
    return [{ sensorId, ts, value: isValue ? value : null, quality: newest }];
  });
}
