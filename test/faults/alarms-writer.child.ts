/** Raises, acknowledges and clears alarms in a folder without end, and prints `alarm event` for each announcement. */
import { writeSync } from 'node:fs';
import { alarmLogOn } from '../../nodes/alarms/alarm-log.ts';
import { AlarmService, alarmStoreModule } from '../../nodes/alarms/index.ts';
import { AuditLog, auditStoreModule } from '../../nodes/events/index.ts';
import { Store } from '../../nodes/history/index.ts';
import { systemClock as clock } from '../../nodes/kernel/index.ts';
import { SiteDirectory } from '../../nodes/site/index.ts';
import { alarmSite } from '../unit/alarms/alarm-site.fixture.ts';

const [folder = ''] = process.argv.slice(2);
const report = (text: string): void => console.error(text);
const sensors = [21, 41, 42, 43];
const requester = { keyId: null, source: 'alarms-kill test', via: 'flow' } as const;

const modules = [auditStoreModule, alarmStoreModule];
const store = await Store.open({ folder, modules, maxMb: 256, clock, report });
const log = await AuditLog.open({ store, clock, report });
const directory = new SiteDirectory(alarmSite());
const alarms = await AlarmService.start({ clock, store, log: alarmLogOn(log, 'SITE-CL-001'), directory, report });
alarms.subscribe(({ event, alarm }) => void writeSync(process.stdout.fd, `${alarm.id} ${event}\n`));

for (let round = 0; ; round++) {
  const sensorId = sensors[round % sensors.length] ?? 0;
  const active = Math.floor(round / sensors.length) % 2 === 0;
  alarms.setCondition({ sensor: sensorId, source: 'limits', priority: 'P2', active });
  await alarms.act({ action: 'acknowledge', sensorId, requester, reason: null }).catch(() => undefined);
}
