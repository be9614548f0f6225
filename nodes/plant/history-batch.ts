import type { ImportedBuckets } from '../history/index.ts';
import type { PointDescriptor } from '../site/index.ts';

/** A device whose past is simulated: where it stands on the wire, and the columns of its frames. */
export interface HistoryDevice {
  readonly deviceId: string;
  readonly unit: number;
  readonly points: readonly Pick<PointDescriptor, 'name' | 'periodMs' | 'sensorId' | 'counter'>[];
}

/** Closed one-minute buckets of one device in one UTC day, in engineering units as the gateway reads them. */
export interface DeviceBuckets {
  readonly deviceId: string;
  readonly sensors: readonly ImportedBuckets[];
}

/** Raw samples of one device in up to ten minutes. */
export interface DeviceFrames {
  readonly deviceId: string;
  /** Milliseconds since the epoch, one for each frame. */
  readonly times: Float64Array;
  /** Frame after frame, in the order of the device's points; NaN where there is no value. */
  readonly values: Float64Array;
}
