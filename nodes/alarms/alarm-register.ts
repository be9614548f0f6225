import type { Store } from '../history/index.ts';
import type { SiteDirectory } from '../site/index.ts';
import type { Alarm } from './alarm.ts';
import type { ActionRequest } from './alarm-action.ts';
import { errors } from './alarm-errors.ts';
import { isVisible, type PlacedAlarm } from './alarm-list.ts';
import { type Place, placeOfSensor, placeOfVirtual } from './alarm-places.ts';
import { alarmReads, alarmWrites } from './alarm-store.ts';
import { newAlarm } from './change-alarm.ts';
import type { AlarmDefinition, SensorReference } from './condition.ts';

export type AlarmTables = Pick<Store, 'read' | 'write'>;

/** Every alarm that the gateway knows, as it is durable, with its place. */
export class AlarmRegister {
  readonly #store: AlarmTables;
  readonly #directory: SiteDirectory;
  readonly #alarms = new Map<number, Alarm>();
  readonly #byName = new Map<string, number>();
  readonly #places = new Map<number, Place>();
  readonly #virtualIds = new Map<string, number>();

  private constructor(store: AlarmTables, directory: SiteDirectory) {
    this.#store = store;
    this.#directory = directory;
  }

  static async open(store: AlarmTables, directory: SiteDirectory): Promise<AlarmRegister> {
    const register = new AlarmRegister(store, directory);
    for (const { sensorId, ...sensor } of await store.read(alarmReads.sensors, undefined)) {
      register.#virtualIds.set(sensor.key, sensorId);
      register.#places.set(sensorId, placeOfVirtual(directory, sensor));
    }
    for (const alarm of await store.read(alarmReads.alarms, undefined)) register.put(alarm);
    return register;
  }

  all(): readonly PlacedAlarm[] {
    return [...this.#alarms.values()].map((alarm) => ({ alarm, place: this.place(alarm.sensorId) }));
  }

  get(id: number): Alarm | undefined {
    return this.#alarms.get(id);
  }

  /** The alarm that a source has on a sensor, if it is known. */
  find({ sensor, source }: Pick<AlarmDefinition, 'sensor' | 'source'>): Alarm | undefined {
    const sensorId = typeof sensor === 'number' ? sensor : this.#virtualIds.get(sensor.key);
    return this.#alarms.get(this.#byName.get(`${sensorId} ${source}`) ?? NaN);
  }

  /**
   * The alarms that an action may mean. A sensor that the asker may not see is as unknown to him as one that is not there.
   * Throws `unknown_sensor`, `unknown_alarm` and `no_alarm`.
   */
  candidates({ sensorId, alarmId, siteCodes }: Pick<ActionRequest, 'sensorId' | 'alarmId' | 'siteCodes'>): Alarm[] {
    if (!this.knowsSensor(sensorId) || !isVisible(this.place(sensorId), siteCodes)) {
      throw errors.unknown_sensor({ field: 'sensor_id', value: sensorId });
    }
    const alarms = [...this.#alarms.values()].filter((alarm) => alarm.sensorId === sensorId);
    const meant = alarms.filter(({ id }) => alarmId === undefined || id === alarmId);
    if (meant.length > 0) return meant;
    if (alarmId === undefined) throw errors.no_alarm({ field: 'sensor_id', value: sensorId });
    throw errors.unknown_alarm({ field: 'alarm_id', limit: sensorId, value: alarmId });
  }

  put(alarm: Alarm): void {
    this.#alarms.set(alarm.id, alarm);
    this.#byName.set(`${alarm.sensorId} ${alarm.source}`, alarm.id);
  }

  knowsSensor(sensorId: number): boolean {
    return this.#placeOf(sensorId) !== undefined;
  }

  /** A sensor that the site file has lost keeps its alarms and its number. */
  place(sensorId: number): Place {
    const lost = { deviceId: null, subsystem: null, siteCode: null, siteSlug: null, blockSlug: null };
    return this.#placeOf(sensorId) ?? { tag: `sensor ${sensorId}`, ...lost };
  }

  /** The alarms of these definitions, stored and numbered at first use. Throws `unknown_sensor`. */
  async define(definitions: readonly AlarmDefinition[], at: number): Promise<readonly Alarm[]> {
    const missing = definitions.filter((definition) => !this.find(definition));
    if (missing.length > 0) {
      const added = [];
      for (const definition of missing) added.push(newAlarm(await this.#sensorId(definition.sensor), definition, at));
      for (const alarm of await this.#store.write(alarmWrites.register, added)) this.put(alarm);
    }
    return definitions.flatMap((definition) => this.find(definition) ?? []);
  }

  async #sensorId(sensor: SensorReference): Promise<number> {
    if (typeof sensor === 'number') {
      if (!this.knowsSensor(sensor)) throw errors.unknown_sensor({ field: 'sensor', value: sensor });
      return sensor;
    }
    const sensorId = await this.#store.write(alarmWrites.registerSensor, sensor);
    this.#virtualIds.set(sensor.key, sensorId);
    this.#places.set(sensorId, placeOfVirtual(this.#directory, sensor));
    return sensorId;
  }

  #placeOf(sensorId: number): Place | undefined {
    const known = this.#places.get(sensorId);
    if (known) return known;
    const place = placeOfSensor(this.#directory, sensorId);
    if (place) this.#places.set(sensorId, place);
    return place;
  }
}
