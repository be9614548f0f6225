import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  frameStoreModule,
  HistoryService,
  historyStoreModule,
  type Series,
  Store,
  type Tier,
} from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import { Bus } from '../../nodes/site/index.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { assertRecount } from '../unit/history/recounted.fixture.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { killedFrame, killedTs } from './support/killed-history.ts';
import { Random } from './support/random.ts';

const kills = scaled(100);
const dayMs = 86_400_000;
const monthMs = 30 * dayMs;
const modules = [frameStoreModule, historyStoreModule];
const report = (text: string): never => assert.fail(text);
const child = path.join(import.meta.dirname, 'history-writer.child.ts');

describe('kill -9 while frames are counted and sealed', () => {
  const random = new Random(seed);
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-history-kill-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Cycles that were acknowledged before the kill. */
  async function acknowledgedBeforeKill(firstCycle: number): Promise<number[]> {
    const args = [child, folder, String(firstCycle)];
    const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    writer.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    await once(writer.stdout, 'data');
    await sleep(random.between(0, 400));
    writer.kill('SIGKILL');
    await once(writer, 'close');
    // What follows the last line end was cut off by the kill.
    return output.split('\n').slice(0, -1).map(Number);
  }

  it(`loses and doubles no sample and no bucket in ${kills} kills`, async function () {
    this.timeout(kills * 10_000 + 60_000);
    const acknowledged: number[] = [];
    let next = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const cycles = await acknowledgedBeforeKill(next);
      acknowledged.push(...cycles);
      // The cycle in which it was killed may be on the disk too; its number is not used again.
      next = (cycles.at(-1) ?? next) + 2;
    }

    const store = await Store.open({ folder, modules, maxMb: 1024, clock: systemClock, report });
    const clock = new ManualClock(killedTs(next));
    const bounds = { maxRawBytes: 1e9, maxHeldMs: 3_600_000, heldFromSeq: () => null };
    const history = await HistoryService.start({ store, bus: new Bus(report), clock, ...bounds, report });
    const sealedByWriters = (await history.stats())[0]?.sealedRows ?? 0;
    clock.stepWall(monthMs);
    for (let round = 0; round < 3; round += 1) await history.settle();

    const read = (tier: Tier, sensorId: number): Promise<Series> =>
      history.series({ tier, sensorId, from: killedTs(0) - dayMs, to: killedTs(next) + monthMs });
    const raw = await read('telemetry', 42);
    const stored = [...raw.start].map((ts) => Math.floor((ts - killedTs(0)) / 20_000));
    const storedCycles = new Set(stored);
    const lost = acknowledged.filter((cycle) => !storedCycles.has(cycle));
    assert.deepEqual(lost, []);
    assert.equal(storedCycles.size, stored.length, 'a sample stands twice');
    await assertRecount(stored.map(killedFrame), read);
    await history.stop();
    await store.close();
    printFigures(
      `seed ${seed}: ${kills} kills, ${acknowledged.length} acknowledged frames, ${sealedByWriters} samples sealed ` +
        `before the last kill, 0 lost, 0 doubled, all buckets equal a recount`,
    );
    assert.ok(sealedByWriters > 0, 'nothing was sealed');
  });
});
