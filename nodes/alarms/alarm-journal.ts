import { BusbarError } from '../kernel/index.ts';
import { step } from '../history/index.ts';
import type { Requester } from '../site/index.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmKind, eventOf } from './alarm-event.ts';
import type { AlarmLog } from './alarm-log.ts';
import type { AlarmRegister, AlarmTables } from './alarm-register.ts';
import { alarmReads, alarmWrites } from './alarm-store.ts';
import type { AlarmChange } from './change-alarm.ts';

/** Who or what changed an alarm, and why. */
export interface Cause {
  readonly kind: AlarmKind;
  readonly requester: Requester;
  readonly reason: string | null;
}

/** The gateway's own part that acts where nobody else does. */
export const itself: Requester = { keyId: null, source: 'alarm machine', via: 'gateway' };

export interface JournalOptions {
  readonly store: AlarmTables;
  readonly log: AlarmLog;
  readonly register: AlarmRegister;
  /** Told of each change after it is durable. */
  readonly onChange: (change: AlarmChange) => void;
}

/** Makes changes durable, one at a time, before anybody learns of them: the event row and the state in one transaction. */
export class AlarmJournal {
  readonly #options: JournalOptions;
  /** Changes whose commit nobody confirmed, by alarm. */
  readonly #unsure = new Map<number, AlarmChange>();

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /** Finds out about changes whose outcome is still unknown. Rejects while the store cannot be read. */
  async settle(): Promise<void> {
    for (const id of this.#unsure.keys()) await this.current(id);
  }

  /** The alarm as it is durable. A change whose outcome was unknown is looked up first, so that it is never made twice. */
  async current(id: number): Promise<Alarm | undefined> {
    const { store, register } = this.#options;
    const unsure = this.#unsure.get(id);
    if (unsure) {
      const stored = await store.read(alarmReads.alarm, id);
      this.#unsure.delete(id);
      if (stored?.revision === unsure.alarm.revision) this.#adopt(unsure);
    }
    return register.get(id);
  }

  /** Rejects as the store does; then nothing has changed. */
  async commit(change: AlarmChange, { kind, requester, reason }: Cause): Promise<Alarm> {
    const { log, register } = this.#options;
    const { alarm } = change;
    const place = register.place(alarm.sensorId);
    const event = eventOf(alarm, place, change);
    try {
      await log.record({ kind, event, alarm, place, requester, reason }, step(alarmWrites.save, alarm));
    } catch (thrown) {
      if (thrown instanceof BusbarError && thrown.code === 'store_outcome_unknown') this.#unsure.set(alarm.id, change);
      throw thrown;
    }
    this.#adopt(change);
    return alarm;
  }

  #adopt(change: AlarmChange): void {
    this.#options.register.put(change.alarm);
    this.#options.onChange(change);
  }
}
