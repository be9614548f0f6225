import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { frameStoreModule, HistoryService, historyStoreModule, Store } from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import { Bus, type Frame } from '../../nodes/site/index.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { meterFrame, meterIndex } from '../unit/history/history.fixture.ts';
import { assertRecount } from '../unit/history/recounted.fixture.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { Random } from './support/random.ts';

const hours = scaled(24);
const pollMs = 5000;
const ticks = (hours * 3_600_000) / pollMs;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const clockSteps = [-dayMs, -3_600_000, 3_600_000, dayMs];
const meters = Array.from({ length: 10 }, (_, device) => meterIndex(`meter-${device}`, 100 * device + 41));
const report = (text: string): never => assert.fail(text);

/** What a meter says at a tick, the same whenever it is asked: power that swings, energy that counts and is reset. */
function frameAt(device: number, tick: number, ts: number): Frame {
  const power = Math.round(5000 * Math.sin(tick / 500 + device)) / 100;
  const energy = ((tick * (device + 1)) % 30_000) / 10;
  const isRead = (tick * 31 + device * 17) % 101 !== 0;
  return meterFrame(meters[device]!, ts, [isRead ? power : null, isRead ? energy : null], { cycle: tick });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

describe(`${hours} hours of a plant whose clock is set again and again, in accelerated time`, () => {
  const random = new Random(seed);
  const clock = new ManualClock(Date.UTC(2026, 1, 21, 17, 45));
  /** When each tick came; the frames are made again for the recount, so that the test itself needs no memory. */
  const tickTimes = new Float64Array(ticks);
  const rssMb: number[] = [];
  let folder: string;
  let store: Store;
  let history: HistoryService;

  before(async function () {
    this.timeout(0);
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-history-soak-'));
    const modules = [frameStoreModule, historyStoreModule];
    store = await Store.open({ folder, modules, maxMb: 4096, clock: systemClock, report });
    const bus = new Bus(report);
    const bounds = { maxRawBytes: 1e9, maxHeldMs: 3_600_000, heldFromSeq: () => null };
    history = await HistoryService.start({ store, bus, clock, ...bounds, report });
    await liveThrough(bus);
  });
  after(async () => {
    await history.stop();
    await store.close();
    rmSync(folder, { recursive: true });
  });
  async function liveThrough(bus: Bus): Promise<void> {
    let stepped = 0;
    for (let tick = 0; tick < ticks; tick += 1) {
      // Set wrong at the full hour, set right at half past.
      const ofHour = (tick * pollMs) % 3_600_000;
      if (ofHour === 10 * minuteMs) clock.stepWall((stepped = random.pick(clockSteps)));
      if (ofHour === 40 * minuteMs) clock.stepWall(-stepped);
      tickTimes[tick] = clock.now() + Math.floor(random.between(0, 1000));
      for (const device of meters.keys()) bus.publish(frameAt(device, tick, tickTimes[tick] ?? NaN));
      clock.advance(pollMs);
      await history.settle();
      if (tick % 60 === 0) rssMb.push(process.memoryUsage.rss() / 2 ** 20);
    }
    clock.stepWall(30 * dayMs);
    for (let round = 0; round < 3; round += 1) await history.settle();
  }

  it('has every sample and every bucket once, as an independent recount has them', async function () {
    this.timeout(120_000);
    const [from, to] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 11, 1)];
    for (const device of meters.keys()) {
      const frames = Array.from(tickTimes, (ts, tick) => frameAt(device, tick, ts));
      await assertRecount(frames, (tier, sensorId) =>
        history.series({ tier, sensorId: sensorId + 100 * device, from, to }),
      );
    }
    assert.equal(history.state().staleBuckets, 0);
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
