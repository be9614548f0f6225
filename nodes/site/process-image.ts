import type { Frame } from './frame.ts';
import { type PointIndex, type PointRole, Quality } from './point.ts';

/** The last answer a point gave. `invalid`: it answered, but with something that cannot be true. */
export interface PointState {
  /** The last good value, or null when there never was one. */
  readonly value: number | null;
  /** Monotonic time of the last good value, milliseconds; -Infinity when there never was one. */
  readonly goodAt: number;
  /** Monotonic time at which the cycle of that value began: the value may be as old as this. */
  readonly askedAt: number;
  /** Reason why the newest answer was refused, when it was. */
  readonly invalid?: string;
}

const unknownPoint: PointState = { value: null, goodAt: -Infinity, askedAt: -Infinity };

/** What the gateway knows of one device right now. Guard, supervisor and watchdog use this alone, never a message. */
export class DeviceImage {
  readonly index: PointIndex;
  #connected = false;
  #frame: Frame | undefined;
  #lastReadMs: number | null = null;
  #heartbeatUnchanged = 0;
  readonly #points: PointState[];

  constructor(index: PointIndex) {
    this.index = index;
    this.#points = index.points.map(() => unknownPoint);
  }

  get connected(): boolean {
    return this.#connected;
  }

  get frame(): Frame | undefined {
    return this.#frame;
  }

  /** How long the newest good cycle took, or null before the first. */
  get lastReadMs(): number | null {
    return this.#lastReadMs;
  }

  /** Cycles in a row in which the device's own heartbeat point did not move; 0 for devices without one. */
  get heartbeatUnchanged(): number {
    return this.#heartbeatUnchanged;
  }

  setConnected(connected: boolean): void {
    this.#connected = connected;
  }

  point(name: string): PointState {
    return this.#points[this.index.column(name) ?? -1] ?? unknownPoint;
  }

  ofRole(role: PointRole): PointState {
    return this.#points[this.index.columnOfRole(role) ?? -1] ?? unknownPoint;
  }

  at(column: number): PointState {
    return this.#points[column] ?? unknownPoint;
  }

  /** Takes a frame in. `answered` are the columns that the device spoke about in this cycle. */
  update(frame: Frame, answered: ReadonlySet<number>, monotonicMs: number): void {
    const heartbeat = this.index.columnOfRole('device_heartbeat');
    const heartbeatBefore = heartbeat === undefined ? null : this.at(heartbeat).value;
    this.#frame = frame;
    if (frame.anyGood) this.#lastReadMs = frame.durationMs;
    for (const column of answered) {
      const good = frame.quality[column] === Quality.good;
      const state = this.at(column);
      this.#points[column] = good
        ? { value: frame.values[column] ?? null, goodAt: monotonicMs, askedAt: monotonicMs - frame.durationMs }
        : { ...state, invalid: frame.reasons.get(column) ?? 'not valid' };
    }
    if (heartbeat !== undefined && answered.has(heartbeat)) {
      this.#heartbeatUnchanged = this.at(heartbeat).value === heartbeatBefore ? this.#heartbeatUnchanged + 1 : 0;
    }
  }
}

/** The newest picture of the whole site, one entry per device. */
export class ProcessImage {
  readonly #devices = new Map<string, DeviceImage>();

  add(index: PointIndex): DeviceImage {
    const image = new DeviceImage(index);
    this.#devices.set(index.deviceId, image);
    return image;
  }

  get(deviceId: string): DeviceImage | undefined {
    return this.#devices.get(deviceId);
  }

  devices(): IterableIterator<[string, DeviceImage]> {
    return this.#devices.entries();
  }
}
