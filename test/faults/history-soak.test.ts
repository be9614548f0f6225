import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { frameStoreModule, HistoryService, historyStoreModule, Store } from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import { Bus } from '../../nodes/site/index.ts';
import { assertRecount } from '../unit/history/recounted.fixture.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { frameAt, meters, pollMs, SoakedClock } from './support/soaked-plant.ts';

const hours = scaled(24);
const ticks = (hours * 3_600_000) / pollMs;
const monthMs = 30 * 86_400_000;
const child = path.join(import.meta.dirname, 'history-soak.child.ts');
/** With the memory settings of `npm start`. */
const nodeArguments = ['--max-semi-space-size=4', child];
const env = { ...process.env, MALLOC_ARENA_MAX: '2' };
const report = (text: string): never => assert.fail(text);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

describe(`${hours} hours of a plant whose clock is set again and again, in accelerated time`, () => {
  let folder: string;
  let rssMb: readonly number[];
  before(async function () {
    this.timeout(0);
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-history-soak-'));
    const life = [...nodeArguments, folder, String(seed), String(ticks)];
    const { stdout } = await promisify(execFile)(process.execPath, life, { env });
    rssMb = stdout.trim().split('\n').map(Number);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('has every sample and every bucket once, as an independent recount has them', async function () {
    this.timeout(120_000);
    const clock = new SoakedClock(seed);
    const times = Array.from({ length: ticks }, (_, tick) => {
      const ts = clock.timeOf(tick);
      clock.advance(pollMs);
      return ts;
    });
    const modules = [frameStoreModule, historyStoreModule];
    const store = await Store.open({ folder, modules, maxMb: 4096, clock: systemClock, report });
    const bounds = { maxRawBytes: 1e9, maxHeldMs: 3_600_000, heldFromSeq: () => null };
    const history = await HistoryService.start({ store, bus: new Bus(report), clock, ...bounds, report });
    clock.stepWall(monthMs);
    for (let round = 0; round < 3; round += 1) await history.settle();

    const [from, to] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 11, 1)];
    for (const device of meters.keys()) {
      const frames = times.map((ts, tick) => frameAt(device, tick, ts));
      await assertRecount(frames, (tier, sensorId) =>
        history.series({ tier, sensorId: sensorId + 100 * device, from, to }),
      );
    }
    assert.equal(history.state().staleBuckets, 0);
    await history.stop();
    await store.close();
  });

  it('keeps its memory', () => {
    const settled = rssMb.slice(Math.floor(rssMb.length / 3));
    const [early, late] = [settled.slice(0, settled.length / 4), settled.slice(-settled.length / 4)].map(median);
    const growth = (late ?? NaN) / (early ?? NaN) - 1;
    printFigures(
      `seed ${seed}: ${ticks} ticks, ${ticks * meters.length} frames, RSS ${(early ?? NaN).toFixed(0)} MB, ` +
        `growth ${(100 * growth).toFixed(1)} %`,
    );
    // Before that, caches and compiled code still fill.
    if (hours >= 12) assert.ok(growth < 0.05, `RSS grew by ${(100 * growth).toFixed(1)} %`);
  });
});
