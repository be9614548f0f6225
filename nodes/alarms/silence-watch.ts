import type { Clock } from '../kernel/index.ts';
import { type Bus, type Frame, Quality, type SiteDirectory, type SiteRuntime } from '../site/index.ts';
import type { AlarmService } from './alarm-service.ts';
import type { AlarmDefinition } from './condition.ts';
import { limitSettingsOf, staleAfterMs } from './limit-settings.ts';

export interface SilenceWatchOptions {
  readonly alarms: AlarmService;
  readonly directory: SiteDirectory;
  readonly image: SiteRuntime['image'];
  readonly bus: Bus;
  readonly clock: Clock;
}

/** Something that must be heard of again and again. Times are monotonic milliseconds. */
interface Heard {
  readonly definition: AlarmDefinition;
  readonly deviceId: string;
  /** Null for the device itself. */
  readonly point: string | null;
  readonly staleMs: number;
  readonly message: string;
  lastGoodAt: number;
  silent: boolean;
}

const source = 'quality';
const tickMs = 1000;

/**
 * Raises an alarm for a device that is not heard of, and for a sensor with limits that has no good value while its device
 * answers. Time decides and not frames: silence must be noticed without one.
 */
export class SilenceWatch {
  readonly #alarms: AlarmService;
  readonly #clock: Clock;
  readonly #image: SiteRuntime['image'];
  readonly #byDevice: ReadonlyMap<string, readonly Heard[]>;
  readonly stop: () => void;

  static async start(options: SilenceWatchOptions): Promise<SilenceWatch> {
    const { alarms, clock } = options;
    const heard = [...heardOf(options)];
    await alarms.define(heard.map(({ definition }) => definition));
    for (const one of heard) {
      one.silent = alarms.find(one.definition)?.facts.cond ?? false;
      // What was silent before the start stays so until it is heard.
      if (!one.silent) one.lastGoodAt = clock.monotonic();
    }
    return new SilenceWatch(options, heard);
  }

  private constructor({ alarms, image, bus, clock }: SilenceWatchOptions, heard: readonly Heard[]) {
    this.#alarms = alarms;
    this.#clock = clock;
    this.#image = image;
    this.#byDevice = Map.groupBy(heard, ({ deviceId }) => deviceId);
    const unsubscribe = bus.subscribe((frame) => this.#hear(frame));
    const timer = clock.every(tickMs, () => this.#judge());
    this.stop = () => {
      unsubscribe();
      timer.cancel();
    };
  }

  #hear(frame: Frame): void {
    if (frame.origin === 'simulated-history') return;
    const now = this.#clock.monotonic();
    for (const one of this.#byDevice.get(frame.deviceId) ?? []) {
      if (isGood(frame, one.point)) one.lastGoodAt = now;
    }
  }

  #judge(): void {
    const now = this.#clock.monotonic();
    const isDisconnected = (deviceId: string): boolean => this.#image.get(deviceId)?.connected === false;
    for (const [deviceId, heard] of this.#byDevice) {
      const isSilent = ({ lastGoodAt, staleMs }: Heard): boolean => now - lastGoodAt > staleMs;
      const deviceIsSilent = isDisconnected(deviceId) || heard.some((one) => one.point === null && isSilent(one));
      for (const one of heard) {
        // Nothing can be said of a sensor whose device does not answer.
        if (one.point === null || !deviceIsSilent) this.#tell(one, isSilent(one));
      }
    }
  }

  #tell(one: Heard, silent: boolean): void {
    if (silent === one.silent) return;
    one.silent = silent;
    const message = silent ? { message: one.message } : {};
    this.#alarms.setCondition({ ...one.definition, ...message, active: silent });
  }
}

function isGood(frame: Frame, point: string | null): boolean {
  if (point === null) return frame.anyGood;
  const column = frame.index.column(point);
  return column !== undefined && frame.quality[column] === Quality.good && Number.isFinite(frame.values[column]);
}

/** Devices that the gateway asks; servers have alarms of their own, and what is posted comes when it comes. */
function* heardOf({ directory, image }: SilenceWatchOptions): Generator<Heard> {
  for (const { id: deviceId, source: origin } of directory.model.devices) {
    const index = image.get(deviceId)?.index;
    if (!index || origin === 'posted') continue;
    const key = `device:${deviceId}:communication`;
    yield {
      definition: { sensor: { key, tag: `${deviceId}-COMM`, deviceId, subsystem: 'network' }, source, priority: 'P2' },
      deviceId,
      point: null,
      staleMs: staleAfterMs(Math.min(...index.points.map(({ periodMs }) => periodMs))),
      message: 'the device does not answer',
      ...unheard,
    };
  }
  for (const sensor of directory.model.sensors) {
    const entry = directory.sensor(sensor.id);
    const point = entry && directory.pointOf(entry);
    if (!point || !limitSettingsOf(sensor, point)) continue;
    const place = { tag: `${sensor.tag}-QUALITY`, deviceId: sensor.device, subsystem: entry.equipment?.subsystem };
    yield {
      definition: { sensor: { key: `sensor:${sensor.id}:quality`, ...place }, source, priority: 'P3' },
      deviceId: sensor.device,
      point: sensor.point,
      staleMs: staleAfterMs(point.periodMs),
      message: 'no good value: the limits of the sensor are not watched',
      ...unheard,
    };
  }
}

const unheard = { lastGoodAt: -Infinity, silent: false };
