import type { Frame } from './frame.ts';
import { type PointIndex, type PointRole, Quality } from './point.ts';

/** The last answer a point gave. `invalid`: it answered, but with something that cannot be true. */
export interface PointState {
  /** The last good value, or null when there never was one. */
  readonly value: number | null;
  /** Monotonic time of the last good value, milliseconds; -Infinity when there never was one. */
  readonly goodAt: number;
  /** Monotonic time at which that value was asked for: it may be as old as this. */
  readonly askedAt: number;
  /** Reason why the newest answer was refused, when it was. */
  readonly invalid?: string;
}

type Columns = Pick<Frame, 'values' | 'quality' | 'reasons'>;

/** Monotonic times of a request and its answer, milliseconds. */
export interface AnswerTimes {
  readonly askedAt: number;
  readonly answeredAt: number;
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

  /** Takes a cycle's frame in. `answered` are its columns that the device spoke about and that were not learned before. */
  update(frame: Frame, answered: ReadonlySet<number>, monotonicMs: number): void {
    this.#frame = frame;
    if (frame.anyGood) this.#lastReadMs = frame.durationMs;
    this.learn(frame, answered, { askedAt: monotonicMs - frame.durationMs, answeredAt: monotonicMs });
  }

  /** Takes in what one answer says, each column once a cycle: who judges before the cycle has ended must know it. */
  learn(
    { values, quality, reasons }: Columns,
    answered: ReadonlySet<number>,
    { askedAt, answeredAt }: AnswerTimes,
  ): void {
    const heartbeat = this.index.columnOfRole('device_heartbeat');
    const heartbeatBefore = heartbeat === undefined ? null : this.at(heartbeat).value;
    for (const column of answered) {
      const good = quality[column] === Quality.good;
      this.#points[column] = good
        ? { value: values[column] ?? null, goodAt: answeredAt, askedAt }
        : { ...this.at(column), invalid: reasons.get(column) ?? 'not valid' };
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
