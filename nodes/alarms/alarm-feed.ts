import { type Clock, isoUtc, textOf } from '../kernel/index.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmBody, alarmBody, type LastReading } from './alarm-body.ts';
import type { AlarmEvent } from './alarm-event.ts';
import type { AlarmRegister } from './alarm-register.ts';
import type { Announcement } from './alarm-state.ts';
import { statisticsSpanMs } from './alarm-statistics.ts';
import type { AlarmChange } from './change-alarm.ts';
import { floodSince } from './flood.ts';

/** What the live feed tells. */
export interface AlarmNotice {
  readonly event: Announcement;
  readonly alarm: AlarmBody;
  /** ISO 8601. */
  readonly timestamp: string;
  /** There while so many alarms are raised that those of lower priority should be grouped. */
  readonly flood?: true;
}

export type AlarmListener = (notice: AlarmNotice) => void;

interface FeedOptions {
  readonly clock: Clock;
  /** The newest reading of a sensor. */
  readonly lastReading?: ((sensorId: number) => LastReading | undefined) | undefined;
  readonly report: (text: string) => void;
}

/** Tells of the changes that an operator should see, in their order. */
export class AlarmFeed {
  readonly #options: FeedOptions;
  readonly #register: AlarmRegister;
  readonly #listeners = new Set<AlarmListener>();
  #raisedAt: number[];

  /** `events` are those of the last day: a flood goes on after a restart. */
  constructor(options: FeedOptions, register: AlarmRegister, events: readonly AlarmEvent[]) {
    this.#options = options;
    this.#register = register;
    this.#raisedAt = events.filter(({ announcement }) => announcement === 'alarm_raised').map(({ at }) => at);
  }

  subscribe(listener: AlarmListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  bodyOf(alarm: Alarm): AlarmBody {
    const { sensorId } = alarm;
    return alarmBody(alarm, this.#register.place(sensorId), this.#options.lastReading?.(sensorId));
  }

  announce({ alarm, announcement }: AlarmChange): void {
    if (announcement === null) return;
    const at = alarm.changedAt;
    if (announcement === 'alarm_raised') {
      this.#raisedAt = [...this.#raisedAt.filter((raised) => raised > at - statisticsSpanMs), at];
    }
    const flood = floodSince(this.#raisedAt, this.#options.clock.now()) !== null;
    const notice = { event: announcement, alarm: this.bodyOf(alarm), timestamp: isoUtc(at), ...(flood && { flood }) };
    for (const listener of this.#listeners) {
      try {
        listener(notice);
      } catch (thrown) {
        this.#options.report(`a listener of the alarms failed: ${textOf(thrown)}`);
      }
    }
  }
}
