import type { Clock } from '../kernel/index.ts';
import { type Bus, type Frame, Quality, type Sensor, type SiteDirectory } from '../site/index.ts';
import type { LastReading } from './alarm-body.ts';
import type { AlarmService } from './alarm-service.ts';
import type { AlarmDefinition } from './condition.ts';
import {
  advanceLimits,
  initialLimitState,
  type LimitLevel,
  type LimitSettings,
  type LimitState,
  standingLevel,
} from './limit-alarm.ts';
import { limitSettingsOf } from './limit-settings.ts';

export interface LimitDetectorOptions {
  readonly alarms: AlarmService;
  readonly directory: SiteDirectory;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Filled with the newest good value of each watched sensor. */
  readonly readings: Map<number, LastReading>;
}

interface WatchedSensor {
  readonly sensor: Sensor;
  readonly unit: string;
  readonly settings: LimitSettings;
  readonly definition: AlarmDefinition;
  state: LimitState;
  standing: LimitLevel['level'] | null;
}

const source = 'limits';
const levelNames = { HH: 'high-high', H: 'high', L: 'low', LL: 'low-low' } as const;

/** Watches the limits of the site file on every frame of the bus: one alarm for each sensor, with a level. */
export class LimitDetector {
  readonly #alarms: AlarmService;
  readonly #clock: Clock;
  readonly #byDevice: ReadonlyMap<string, readonly WatchedSensor[]>;
  readonly #readings: Map<number, LastReading>;
  readonly stop: () => void;

  /** Defines the alarms of all limits, goes on where they stood, and ends those whose limits are gone. */
  static async start(options: LimitDetectorOptions): Promise<LimitDetector> {
    const { alarms, directory } = options;
    const watched = [...watchedSensors(directory)];
    await alarms.define(watched.map(({ definition }) => definition));
    for (const one of watched) {
      const alarm = alarms.find(one.definition);
      one.standing = alarm?.facts.cond ? alarm.level : null;
      one.state = initialLimitState(one.settings, one.standing);
    }
    const known = new Set(watched.map(({ sensor }) => sensor.id));
    for (const { sensorId, priority } of alarms.ofSource(source)) {
      if (known.has(sensorId)) continue;
      alarms.setCondition({ sensor: sensorId, source, priority, active: false, message: 'the limits are gone' });
    }
    return new LimitDetector(options, watched);
  }

  private constructor({ alarms, bus, clock, readings }: LimitDetectorOptions, watched: readonly WatchedSensor[]) {
    this.#alarms = alarms;
    this.#clock = clock;
    this.#byDevice = Map.groupBy(watched, ({ sensor }) => sensor.device);
    this.#readings = readings;
    this.stop = bus.subscribe((frame) => this.#observe(frame));
  }

  #observe(frame: Frame): void {
    if (frame.origin === 'simulated-history') return;
    for (const watched of this.#byDevice.get(frame.deviceId) ?? []) {
      const column = frame.index.column(watched.sensor.point);
      if (column === undefined || frame.quality[column] !== Quality.good) continue;
      const value = frame.values[column];
      // A value that is none freezes the alarm: it neither begins nor ends.
      if (value !== undefined && Number.isFinite(value)) this.#take(watched, value, frame.ts);
    }
  }

  #take(watched: WatchedSensor, value: number, at: number): void {
    const { settings } = watched;
    this.#readings.set(watched.sensor.id, { value, at });
    watched.state = advanceLimits(watched.state, value, this.#clock.monotonic(), settings);
    const level = standingLevel(watched.state, settings);
    if ((level?.level ?? null) === watched.standing) return;
    watched.standing = level?.level ?? null;
    const seen = { ...watched.definition, value, at };
    if (!level) {
      this.#alarms.setCondition({ ...seen, active: false });
      return;
    }
    this.#alarms.setCondition({
      ...seen,
      active: true,
      priority: level.priority,
      level: level.level,
      threshold: level.limit,
      direction: level.side === 1 ? 'HIGH' : 'LOW',
      message: messageOf(level, watched.unit),
    });
  }
}

function* watchedSensors(directory: SiteDirectory): Generator<WatchedSensor> {
  for (const sensor of directory.model.sensors) {
    const entry = directory.sensor(sensor.id);
    const point = entry && directory.pointOf(entry);
    const settings = point && limitSettingsOf(sensor, point);
    if (!settings) continue;
    const { latching = false, autoAcknowledge = false } = sensor.alarmOptions ?? {};
    yield {
      sensor,
      unit: point.unit,
      settings,
      definition: {
        sensor: sensor.id,
        source,
        priority: settings.levels[0]?.priority ?? 'P3',
        behaviour: { latching, autoAcknowledge },
      },
      state: initialLimitState(settings, null),
      standing: null,
    };
  }
}

function messageOf({ level, limit, side }: LimitLevel, unit: string): string {
  const beyond = side === 1 ? 'above' : 'below';
  return `${beyond} the ${levelNames[level]} limit of ${limit} ${unit}`.trimEnd();
}
