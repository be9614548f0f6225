import type { Clock } from '../kernel/index.ts';
import type { SiteModel } from '../site/index.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmJournal, itself } from './alarm-journal.ts';
import type { AlarmRegister } from './alarm-register.ts';
import { causesBySensor, isUneventful, standingCause } from './cascade.ts';
import { resuppressAlarm } from './change-alarm.ts';

export interface CascadeOptions {
  readonly clock: Clock;
  readonly register: AlarmRegister;
  readonly journal: AlarmJournal;
  readonly model: Pick<SiteModel, 'sensors' | 'alarmRules'>;
}

/** Keeps the consequences of standing alarms suppressed, by the rules of the site file. */
export class CascadeSuppression {
  readonly #options: CascadeOptions;
  readonly #causes: ReadonlyMap<number, ReadonlySet<number>>;
  #due = true;

  constructor(options: CascadeOptions) {
    this.#options = options;
    const { sensors, alarmRules = [] } = options.model;
    const idByTag = new Map(sensors.map(({ tag, id }) => [tag, id]));
    this.#causes = causesBySensor(alarmRules, (tag) => idByTag.get(tag));
  }

  /** Any change of an alarm may begin or end a cause. */
  noteChange(): void {
    this.#due = true;
  }

  /** Suppresses what has a cause now and releases what has none any more, on whatever path the cause ended. */
  async run(): Promise<void> {
    while (this.#due) {
      this.#due = false;
      try {
        for (const { id, sensorId } of this.#alarms()) {
          if (this.#causes.has(sensorId)) await this.#suppressOrRelease(id);
        }
      } catch (thrown) {
        this.#due = true;
        throw thrown;
      }
    }
  }

  /** Suppresses an alarm whose condition is about to begin while its cause stands, so that it is not announced. */
  async suppress(alarm: Alarm, at: number): Promise<Alarm> {
    const cause = this.#causeOf(alarm);
    return cause === null ? alarm : this.#holdBy(alarm, cause, at);
  }

  async #suppressOrRelease(id: number): Promise<void> {
    const alarm = await this.#options.journal.current(id);
    if (!alarm) return;
    const cause = this.#causeOf(alarm);
    // A normal alarm is suppressed when its condition begins: until then there is nothing to hide.
    if (cause !== null && alarm.suppressedByAlarmId === null && isUneventful(alarm)) return;
    await this.#holdBy(alarm, cause, this.#options.clock.now());
  }

  async #holdBy(alarm: Alarm, cause: number | null, at: number): Promise<Alarm> {
    const change = resuppressAlarm(alarm, at, { suppressedByAlarmId: cause });
    if (!change) return alarm;
    const kind = cause === null ? 'alarm_unsuppressed' : 'alarm_suppressed';
    const reason = cause === null ? 'its cause has ended' : `a consequence of alarm ${cause}`;
    return this.#options.journal.commit(change, { kind, requester: itself, reason });
  }

  #causeOf(alarm: Alarm): number | null {
    return standingCause(alarm, this.#alarms(), this.#causes);
  }

  #alarms(): readonly Alarm[] {
    return this.#options.register.all().map(({ alarm }) => alarm);
  }
}
