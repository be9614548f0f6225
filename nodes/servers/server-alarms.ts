import type { AlarmService, SensorReference } from '../alarms/index.ts';
import type { PointIndex } from '../site/index.ts';
import type { Alert, ServerState } from './server-state.ts';
import type { Level, Rule } from './thresholds.ts';

type Alarms = Pick<AlarmService, 'define' | 'find' | 'setCondition'>;

const source = 'servers';
const priorities = { critical: 'P1', warning: 'P2' } as const satisfies Record<Level, string>;

/** Tells the alarm machine what stands for a server: one alarm for each rule. */
export class ServerAlarms {
  readonly #alarms: Alarms;
  readonly #index: PointIndex;
  readonly #rules: readonly Rule[];
  /** What was told last, by point. */
  readonly #told = new Map<string, Level | null>();

  /** Defines the alarms, so that an operator can shelve them before they are raised. */
  static async start(alarms: Alarms, index: PointIndex, rules: readonly Rule[]): Promise<ServerAlarms> {
    const own = new ServerAlarms(alarms, index, rules);
    await alarms.define(rules.map((rule) => own.#definition(rule.point, worstOf(rule))));
    for (const { point } of rules) own.#told.set(point, own.standing().get(point) ?? null);
    return own;
  }

  private constructor(alarms: Alarms, index: PointIndex, rules: readonly Rule[]) {
    this.#alarms = alarms;
    this.#index = index;
    this.#rules = rules;
  }

  /** What stood when the gateway was stopped, by point. */
  standing(): ReadonlyMap<string, Level> {
    const standing = this.#rules.flatMap(({ point }): readonly [string, Level][] => {
      const alarm = this.#alarms.find(this.#definition(point, 'warning'));
      if (alarm?.facts.cond !== true) return [];
      return [[point, alarm.priority === priorities.critical ? 'critical' : 'warning']];
    });
    return new Map(standing);
  }

  /** Call after each round; only changes are told. */
  tell({ alerts, ts }: ServerState): void {
    for (const { point, below } of this.#rules) {
      const alert = alerts.find((candidate) => candidate.point === point);
      const level = alert?.level ?? null;
      if (this.#told.get(point) === level) continue;
      this.#told.set(point, level);
      const definition = this.#definition(point, level ?? 'warning');
      if (!alert) this.#alarms.setCondition({ ...definition, active: false, at: ts });
      else this.#alarms.setCondition({ ...definition, ...this.#detailsOf(alert, below), active: true, at: ts });
    }
  }

  #detailsOf(alert: Alert, below: boolean) {
    const { point, limit, value, forS } = alert;
    if (point === 'up') return { message: `no source has answered for ${forS} s` };
    const { unit = '' } = this.#index.points.find(({ name }) => name === point) ?? {};
    return {
      threshold: limit,
      direction: below ? ('LOW' as const) : ('HIGH' as const),
      ...(value !== null && { value }),
      message: `above ${limit} ${unit} for ${forS} s`,
    };
  }

  #definition(point: string, level: Level) {
    return { sensor: this.#sensorOf(point), source, priority: priorities[level] };
  }

  /** The sensor of the site file that stands for the point, else one that only has alarms. */
  #sensorOf(point: string): SensorReference {
    const { deviceId, points } = this.#index;
    const sensorId = points.find(({ name }) => name === point)?.sensorId;
    if (sensorId !== undefined) return sensorId;
    const tag = `${deviceId}-${point}`.toUpperCase().replaceAll('_', '-');
    return { key: `server:${deviceId}:${point}`, tag, deviceId, subsystem: 'network' };
  }
}

function worstOf({ limits }: Rule): Level {
  return limits.critical === undefined ? 'warning' : 'critical';
}
