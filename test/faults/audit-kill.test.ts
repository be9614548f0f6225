import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditReads, verifyChain } from '../../nodes/events/index.ts';
import { openReaderConnection, storePlace } from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';

const kills = Number(process.env['AUDIT_KILLS'] ?? 10);
const child = path.join(import.meta.dirname, 'audit-writer.child.ts');

/** Rows that a writer acknowledged before it was killed at a random moment, as `seq hash`. */
async function acknowledgedBeforeKill(folder: string): Promise<string[]> {
  const writer = spawn(process.execPath, [child, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(writer.stdout, 'data');
  await sleep(randomInt(100));
  writer.kill('SIGKILL');
  await once(writer, 'close');
  // What follows the last line end was cut off by the kill.
  return output.split('\n').slice(0, -1);
}

describe('kill -9 while the audit log is written', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-audit-kill-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it(`loses no acknowledged row in ${kills} kills`, async function () {
    this.timeout(kills * 5000);
    let acknowledgedRows = 0;
    for (let kill = 1; kill <= kills; kill += 1) {
      const acknowledged = await acknowledgedBeforeKill(folder);
      acknowledgedRows += acknowledged.length;

      const connection = await openReaderConnection(storePlace({ folder }), systemClock);
      const verdict = await verifyChain((question) => auditReads.checkSlice.run(connection, question), null);
      const stored = new Set(
        connection.all('select seq, hash from audit_log').map((row) => `${String(row['seq'])} ${String(row['hash'])}`),
      );
      connection.close();

      assert.ok(verdict.ok, `after kill ${kill}: ${JSON.stringify(verdict)}`);
      const lost = acknowledged.filter((row) => !stored.has(row));
      assert.deepEqual(lost, [], `after kill ${kill}`);
    }
    const database = new DatabaseSync(path.join(folder, 'store.db'));
    assert.equal(database.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok');
    database.close();
    console.log(`      ${kills} kills, ${acknowledgedRows} acknowledged rows, 0 lost`);
  });
});
