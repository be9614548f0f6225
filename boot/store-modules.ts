import { alarmStoreModule } from '../nodes/alarms/index.ts';
import { analyticsJobStoreModule, analyticsStoreModule } from '../nodes/analytics/index.ts';
import { outboxStoreModule } from '../nodes/cloud/index.ts';
import { auditStoreModule } from '../nodes/events/index.ts';
import { frameStoreModule, historyStoreModule } from '../nodes/history/index.ts';
import { tableStoreModule } from '../nodes/tables/index.ts';

/** The tables of all rooms, as `Store.open` takes them. */
export const storeModules: readonly URL[] = [
  auditStoreModule,
  frameStoreModule,
  historyStoreModule,
  alarmStoreModule,
  tableStoreModule,
  analyticsStoreModule,
  analyticsJobStoreModule,
  outboxStoreModule,
];
