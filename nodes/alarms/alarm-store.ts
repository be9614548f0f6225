import { type Connection, type Ddl, defineStoreModule } from '../history/index.ts';
import type { Alarm } from './alarm.ts';
import { firstVirtualId, type VirtualSensor } from './alarm-places.ts';

/** An alarm that has no number yet. */
export type NewAlarm = Omit<Alarm, 'id'>;

export interface NumberedSensor extends VirtualSensor {
  readonly sensorId: number;
}

/** The machine reads an alarm whole, once, at its start; so its facts are one JSON text. */
const createAlarms = (ddl: Ddl): readonly string[] => [
  ddl.table(
    'alarms',
    `id ${ddl.key},
    sensor_id ${ddl.integer} not null,
    source text not null,
    state text not null check (${ddl.isJson('state')}),
    unique (sensor_id, source)`,
  ),
  ddl.table(
    'virtual_sensors',
    `sensor_id ${ddl.integer} primary key,
    sensor_key text not null unique,
    tag text not null,
    device_id text,
    subsystem text`,
  ),
];

const alarmStore = defineStoreModule({
  name: 'alarms',
  migrations: { '001-alarms': createAlarms },
  writes: { register, registerSensor, save },
  reads: { alarms, alarm, sensors },
});

export const { writes: alarmWrites, reads: alarmReads } = alarmStore;
export default alarmStore;

/** Stores alarms that are not known yet, and numbers them. Returns them as they stand in the store, in the same order. */
function register(connection: Connection, added: readonly NewAlarm[]): Alarm[] {
  return added.map((alarm) => {
    const { sensorId, source } = alarm;
    const insert = `insert into alarms (sensor_id, source, state) values (:sensorId, :source, :state)
      on conflict (sensor_id, source) do nothing`;
    connection.run(insert, { sensorId, source, state: JSON.stringify(alarm) });
    const found = connection.get('select id, state from alarms where sensor_id = :sensorId and source = :source', {
      sensorId,
      source,
    });
    return alarmOf(found ?? {});
  });
}

/** Returns the sensor's number, given at its first use. Its tag and place may change. */
function registerSensor(connection: Connection, { key, tag, deviceId, subsystem }: VirtualSensor): number {
  connection.run(
    `insert into virtual_sensors (sensor_id, sensor_key, tag, device_id, subsystem)
      select coalesce(max(sensor_id) + 1, ${firstVirtualId}), :key, :tag, :deviceId, :subsystem from virtual_sensors
      where true
      on conflict (sensor_key) do update
        set tag = excluded.tag, device_id = excluded.device_id, subsystem = excluded.subsystem`,
    { key, tag, deviceId: deviceId ?? null, subsystem: subsystem ?? null },
  );
  const found = connection.get('select sensor_id from virtual_sensors where sensor_key = :key', { key });
  return Number(found?.['sensor_id']);
}

function save(connection: Connection, alarm: Alarm): void {
  connection.run('update alarms set state = :state where id = :id', { id: alarm.id, state: JSON.stringify(alarm) });
}

function alarms(connection: Connection): Alarm[] {
  return connection.all('select id, state from alarms order by id').map(alarmOf);
}

function alarm(connection: Connection, id: number): Alarm | null {
  const found = connection.get('select id, state from alarms where id = :id', { id });
  return found ? alarmOf(found) : null;
}

function sensors(connection: Connection): NumberedSensor[] {
  const rows = connection.all('select sensor_id, sensor_key, tag, device_id, subsystem from virtual_sensors');
  return rows.map((row) => ({
    sensorId: Number(row['sensor_id']),
    key: String(row['sensor_key']),
    tag: String(row['tag']),
    deviceId: textOf(row['device_id']),
    subsystem: textOf(row['subsystem']),
  }));
}

function alarmOf(row: Readonly<Record<string, unknown>>): Alarm {
  return { ...(JSON.parse(String(row['state'])) as NewAlarm), id: Number(row['id']) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
