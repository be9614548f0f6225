import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { alarmLogOn } from '../../nodes/alarms/alarm-log.ts';
import { letterOf } from '../../nodes/alarms/alarm-state.ts';
import { alarmReads } from '../../nodes/alarms/alarm-store.ts';
import { alarmStoreModule } from '../../nodes/alarms/index.ts';
import { AuditLog, auditStoreModule } from '../../nodes/events/index.ts';
import { Store } from '../../nodes/history/index.ts';
import { systemClock as clock } from '../../nodes/kernel/index.ts';
import { printFigures, scaled } from './support/fault-run.ts';

const kills = scaled(50);
const child = path.join(import.meta.dirname, 'alarms-writer.child.ts');

/** Announcements, as `alarm event`, that an alarm machine made before it was killed at a random moment. */
async function announcedBeforeKill(folder: string): Promise<string[]> {
  const writer = spawn(process.execPath, [child, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(writer.stdout, 'data');
  await sleep(randomInt(300));
  writer.kill('SIGKILL');
  await once(writer, 'close');
  // What follows the last line end was cut off by the kill.
  return output.split('\n').slice(0, -1);
}

describe('kill -9 of the alarm machine', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-alarms-kill-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it(`leaves state and event log as one in ${kills} kills, and nothing announced is lost`, async function () {
    this.timeout(kills * 8000);
    const announced: string[] = [];
    let recorded = 0;
    for (let kill = 1; kill <= kills; kill++) {
      announced.push(...(await announcedBeforeKill(folder)));
      const report = (text: string): void => assert.fail(text);
      const modules = [auditStoreModule, alarmStoreModule];
      const store = await Store.open({ folder, modules, maxMb: 256, clock, report });
      const log = await AuditLog.open({ store, clock, report });
      const events = await alarmLogOn(log, 'SITE-CL-001').since(0);
      const alarms = await store.read(alarmReads.alarms, undefined);
      await store.close();

      for (const alarm of alarms) {
        const own = events.filter(({ alarmId }) => alarmId === alarm.id);
        assert.equal(alarm.revision, own.length, `alarm ${alarm.id} after kill ${kill}`);
        assert.equal(letterOf(alarm.facts), own.at(-1)?.to ?? 'A', `alarm ${alarm.id} after kill ${kill}`);
      }
      const count = (rows: readonly string[], row: string): number => rows.filter((other) => other === row).length;
      const durable = events.map(({ alarmId, announcement }) => `${alarmId} ${announcement}`);
      for (const row of new Set(announced)) assert.ok(count(durable, row) >= count(announced, row), row);
      recorded = events.length;
    }
    printFigures(`${kills} kills, ${recorded} transitions, ${announced.length} announced, 0 lost, 0 apart`);
  });
});
