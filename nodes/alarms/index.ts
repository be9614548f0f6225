export type { AlarmBody } from './alarm-body.ts';
export type { AlarmListener, AlarmNotice } from './alarm-feed.ts';
export { AlarmService, alarmService } from './alarm-service.ts';
export type { Condition, SensorReference } from './condition.ts';
export { type AlarmsOptions, startAlarms } from './start-alarms.ts';

/** The store module with the alarm tables, for `Store.open`. */
export const alarmStoreModule = new URL('./alarm-store', import.meta.url);
