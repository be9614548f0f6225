import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openReaderConnection, storePlace } from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { rowsAtOnce } from './support/killed-rows.ts';
import { Random } from './support/random.ts';

const kills = scaled(100);
/** More inserts than a writer begins before it is killed. */
const numbersPerWriter = 100_000;
const child = path.join(import.meta.dirname, 'tables-writer.child.ts');

describe('kill -9 during bulk inserts', () => {
  const random = new Random(seed);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-tables-kill-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Numbers of the inserts that were acknowledged before the kill. */
  async function acknowledgedBeforeKill(firstNumber: number): Promise<number[]> {
    const args = [child, folder, String(firstNumber)];
    const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    writer.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await once(writer.stdout, 'data');
    await sleep(random.between(0, 150));
    writer.kill('SIGKILL');
    await once(writer, 'close');
    // What follows the last line end was cut off by the kill.
    return output.split('\n').slice(0, -1).map(Number);
  }

  /** Rows in the store, by the number of their insert. */
  async function storedRows(): Promise<ReadonlyMap<number, number>> {
    const connection = await openReaderConnection(storePlace({ folder }), systemClock);
    const rows = connection.all('select target_power, count(*) as n from mg_bess_readings group by target_power');
    connection.close();
    return new Map(rows.map((row) => [Number(row['target_power']), Number(row['n'])]));
  }

  it(`leaves each insert whole or not at all in ${kills} kills`, async function () {
    this.timeout(kills * 10_000 + 60_000);
    const acknowledged: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      acknowledged.push(...(await acknowledgedBeforeKill(kill * numbersPerWriter)));
    }
    const stored = await storedRows();
    const parts = [...stored].filter(([, rows]) => rows !== rowsAtOnce);
    assert.deepEqual(parts, []);
    const lost = acknowledged.filter((insert) => !stored.has(insert));
    assert.deepEqual(lost, []);
    const database = new DatabaseSync(path.join(folder, 'store.db'));
    assert.equal(database.prepare('pragma integrity_check').get()?.['integrity_check'], 'ok');
    database.close();
    printFigures(
      `seed ${seed}: ${kills} kills, ${acknowledged.length} acknowledged inserts of ${rowsAtOnce} rows, ` +
        `${stored.size - acknowledged.length} more on the disk, 0 lost, 0 in part`,
    );
  });
});
