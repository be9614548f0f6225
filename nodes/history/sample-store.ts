import { notDue, Quality } from '../site/index.ts';
import { chunkWindows, sampleChunk } from './chunk-store.ts';
import type { Connection, Row } from './connection.ts';
import { joinedSamples, overlaidSamples, type Samples, SampleList, samplesWithin } from './sample.ts';
import { allPointIndexes, columnsOf, pointIndexAt } from './stored-frames.ts';

const selectFrames = `select seq, ts, point_index, point_values, quality, reasons from frames
  where ts >= :from and ts < :to and device_id = :deviceId order by ts, seq`;

/** Frames of a device within the half-open range, those of one millisecond in the order in which they were written. */
export function deviceFrames(connection: Connection, deviceId: string, from: number, to: number): readonly Row[] {
  return connection.all(selectFrames, { deviceId, from, to });
}

/** The samples of some sensors in stored frames, by sensor; one without any has none. */
export function samplesOfFrames(
  connection: Connection,
  frames: readonly Row[],
  sensorIds: readonly number[],
): ReadonlyMap<number, Samples> {
  const lists = new Map(sensorIds.map((sensorId) => [sensorId, new SampleList()]));
  for (const frame of frames) {
    const { columns } = pointIndexAt(connection, Number(frame['point_index']));
    const { values, quality, reasons } = columnsOf(frame);
    const ts = Number(frame['ts']);
    for (const [sensorId, list] of lists) {
      const column = columns.get(sensorId);
      if (column === undefined || reasons.get(column) === notDue) continue;
      list.add(ts, values[column] ?? NaN, quality?.[column] ?? Quality.good);
    }
  }
  return new Map([...lists].map(([sensorId, list]) => [sensorId, list.samples]));
}

/** All stored samples of some sensors within the half-open range, from chunks and frames. Throws `chunk_damaged`. */
export function readSamples(
  connection: Connection,
  sensorIds: readonly number[],
  from: number,
  to: number,
): ReadonlyMap<number, { readonly samples: Samples; readonly simulated: boolean }> {
  const unsealed = devicesOf(connection, sensorIds).map((deviceId) =>
    samplesOfFrames(connection, deviceFrames(connection, deviceId, from, to), sensorIds),
  );
  const windows = chunkWindows(connection, 'telemetry', from, to);
  return new Map(
    sensorIds.map((sensorId) => {
      const chunks = windows.flatMap((start) => sampleChunk(connection, start, sensorId) ?? []);
      const sealed = samplesWithin(joinedSamples(chunks.map(({ samples }) => samples)), from, to);
      const frames = unsealed.flatMap((ofDevice) => ofDevice.get(sensorId) ?? []);
      const samples = frames.reduce(overlaidSamples, sealed);
      return [sensorId, { samples, simulated: chunks.some(({ origin }) => origin === 1) }];
    }),
  );
}

function devicesOf(connection: Connection, sensorIds: readonly number[]): readonly string[] {
  const owning = allPointIndexes(connection).filter(({ columns }) => sensorIds.some((id) => columns.has(id)));
  return [...new Set(owning.map(({ index }) => index.deviceId))];
}
