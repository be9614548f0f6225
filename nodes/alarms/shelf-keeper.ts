import type { Clock } from '../kernel/index.ts';
import type { Alarm } from './alarm.ts';
import { type AlarmJournal, itself } from './alarm-journal.ts';
import type { AlarmRegister, AlarmTables } from './alarm-register.ts';
import { alarmWrites } from './alarm-store.ts';
import { changeAlarm } from './change-alarm.ts';
import { remainingAtStart, withRemaining } from './shelf.ts';

export interface ShelfKeeperOptions {
  readonly clock: Clock;
  readonly store: AlarmTables;
  readonly register: AlarmRegister;
  readonly journal: AlarmJournal;
}

/** Watches the running shelves on both clocks: neither a step of the wall clock nor a restart makes one longer. */
export class ShelfKeeper {
  readonly #options: ShelfKeeperOptions;
  /** Monotonic end of each shelf, by alarm. */
  readonly #endsAt = new Map<number, number>();

  /** Takes up the shelves that ran when the gateway was last stopped. */
  constructor(options: ShelfKeeperOptions) {
    this.#options = options;
    const { clock, register } = options;
    for (const { alarm } of register.all()) {
      const { id, shelf } = alarm;
      if (shelf) this.#endsAt.set(id, clock.monotonic() + remainingAtStart(shelf, clock.now()));
    }
  }

  /** Takes in an alarm that was shelved, or is not any more. */
  note({ id, shelf }: Alarm): void {
    if (!shelf) this.#endsAt.delete(id);
    else if (!this.#endsAt.has(id)) this.#endsAt.set(id, this.#options.clock.monotonic() + shelf.until - shelf.since);
  }

  /** Rejects as the store does; what was not lifted is lifted by the next call. */
  async liftEnded(): Promise<void> {
    const { clock, journal } = this.#options;
    for (const id of [...this.#endsAt.keys()]) {
      const alarm = await journal.current(id);
      if (!alarm?.shelf || this.#remainingMs(id, alarm.shelf.until) > 0) continue;
      const change = changeAlarm(alarm, 'expire', clock.now());
      if (!change || change === 'refused') continue;
      await journal.commit(change, { kind: 'alarm_unshelved', requester: itself, reason: 'the shelf has ended' });
    }
  }

  /** Writes what is left of each shelf, so that it goes on from there. */
  async writeRemaining(): Promise<void> {
    const { store, register, journal } = this.#options;
    for (const id of [...this.#endsAt.keys()]) {
      const alarm = await journal.current(id);
      if (!alarm?.shelf) continue;
      const updated = { ...alarm, shelf: withRemaining(alarm.shelf, this.#remainingMs(id, alarm.shelf.until)) };
      await store.write(alarmWrites.save, updated);
      register.put(updated);
    }
  }

  #remainingMs(id: number, until: number): number {
    const { clock } = this.#options;
    return Math.min((this.#endsAt.get(id) ?? Infinity) - clock.monotonic(), until - clock.now());
  }
}
