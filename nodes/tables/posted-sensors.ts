import type { Connection } from '../history/index.ts';

/** Numbers of sensors of posted rows begin above those of site files and of virtual sensors. */
const firstPostedId = 2_000_000_000;

export interface PostedPoints {
  /** UUID of the device. */
  readonly deviceId: string;
  readonly points: readonly string[];
}

/** The sensor ids of a device's points, in their order, given at their first use. */
export function numberSensors(connection: Connection, { deviceId, points }: PostedPoints): number[] {
  return points.map((point) => {
    const insert = 'insert into posted_sensors (device_id, point) values (:deviceId, :point) on conflict do nothing';
    connection.run(insert, { deviceId, point });
    const find = 'select seq from posted_sensors where device_id = :deviceId and point = :point';
    return firstPostedId + Number(connection.get(find, { deviceId, point })?.['seq']);
  });
}
