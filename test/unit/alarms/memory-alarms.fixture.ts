import type { Alarm } from '../../../nodes/alarms/alarm.ts';
import type { AlarmEvent } from '../../../nodes/alarms/alarm-event.ts';
import type { AlarmLog, AlarmRecord, StoreStep } from '../../../nodes/alarms/alarm-log.ts';
import { firstVirtualId, type VirtualSensor } from '../../../nodes/alarms/alarm-places.ts';
import type { AlarmTables } from '../../../nodes/alarms/alarm-register.ts';
import type { NewAlarm, NumberedSensor } from '../../../nodes/alarms/alarm-store.ts';
import { BusbarError } from '../../../nodes/kernel/index.ts';

/** The alarm tables and the event log in memory. They outlive a service, as a store outlives a process. */
export class MemoryAlarms {
  /** Set to make writes fail: before they are made, or after, as a writer does that dies before it answers. */
  failure: 'before' | 'after' | undefined;
  readonly records: AlarmRecord[] = [];
  readonly #alarms = new Map<number, string>();
  readonly #sensors = new Map<string, NumberedSensor>();

  readonly tables = {
    read: ({ name }: { name: string }, argument: unknown) => this.#answer(() => this.#read(name, argument)),
    write: ({ name }: { name: string }, argument: unknown) => this.#answer(() => this.#write(name, argument), true),
  } as unknown as AlarmTables;

  readonly log: AlarmLog = {
    record: (record, save: StoreStep) =>
      this.#answer(() => {
        this.records.push(record);
        this.#write(save.operation.name, save.argument);
      }, true),
    since: (epochMs) => this.#answer(() => this.events.filter(({ at }) => at >= epochMs)),
  };

  get events(): readonly AlarmEvent[] {
    return this.records.map(({ event }) => event);
  }

  /** Kinds of the recorded events with the state that each led to: `alarm_raised B`. */
  get told(): readonly string[] {
    return this.records.map(({ kind, event }) => `${kind} ${event.to}`);
  }

  stored(id: number): Alarm {
    return { ...(JSON.parse(this.#alarms.get(id) ?? '{}') as NewAlarm), id };
  }

  async #answer<T>(work: () => T, writes = false): Promise<T> {
    await Promise.resolve();
    if (!writes || this.failure === undefined) return work();
    if (this.failure === 'before') throw new BusbarError('store_full', 503, 'The store has no room left.');
    work();
    this.failure = undefined;
    throw new BusbarError('store_outcome_unknown', 503, 'It is unknown whether the write was committed.');
  }

  #read(name: string, argument: unknown): unknown {
    if (name === 'alarms.sensors') return [...this.#sensors.values()];
    if (name === 'alarms.alarms') return [...this.#alarms.keys()].map((id) => this.stored(id));
    return this.#alarms.has(argument as number) ? this.stored(argument as number) : null;
  }

  #write(name: string, argument: unknown): unknown {
    if (name === 'alarms.registerSensor') return this.#sensorId(argument as VirtualSensor);
    if (name === 'alarms.register') return (argument as readonly NewAlarm[]).map((added) => this.#register(added));
    const alarm = argument as Alarm;
    this.#alarms.set(alarm.id, JSON.stringify(alarm));
    return undefined;
  }

  #sensorId(sensor: VirtualSensor): number {
    const sensorId = this.#sensors.get(sensor.key)?.sensorId ?? firstVirtualId + this.#sensors.size;
    this.#sensors.set(sensor.key, { ...sensor, sensorId });
    return sensorId;
  }

  #register(added: NewAlarm): Alarm {
    const known = [...this.#alarms.keys()].map((id) => this.stored(id));
    const same = known.find(({ sensorId, source }) => sensorId === added.sensorId && source === added.source);
    if (same) return same;
    const id = this.#alarms.size + 1;
    this.#alarms.set(id, JSON.stringify(added));
    return this.stored(id);
  }
}
