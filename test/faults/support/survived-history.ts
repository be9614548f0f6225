import assert from 'node:assert/strict';
import {
  frameStoreModule,
  HistoryService,
  historyStoreModule,
  type Series,
  Store,
  type Tier,
} from '../../../nodes/history/index.ts';
import { systemClock } from '../../../nodes/kernel/index.ts';
import { Bus } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { assertRecount } from '../../unit/history/recounted.fixture.ts';
import { killedCycle, killedFrame, killedTs } from './killed-history.ts';

const dayMs = 86_400_000;
const monthMs = 30 * dayMs;
const modules = [frameStoreModule, historyStoreModule];
const report = (text: string): never => assert.fail(text);

export interface SurvivedHistory {
  /** Cycles whose frame is in the store. */
  readonly cycles: ReadonlySet<number>;
  /** Samples that were sealed when the last writer ended. */
  readonly sealedSamples: number;
}

/**
 * What writers left that never closed their history, none of them past the cycle `end`. Throws when a sample stands twice
 * and when any bucket is not what a recount of the samples says.
 */
export async function survivedHistory(folder: string, end: number): Promise<SurvivedHistory> {
  const store = await Store.open({ folder, modules, maxMb: 1024, clock: systemClock, report });
  const clock = new ManualClock(killedTs(end));
  const bounds = { maxRawBytes: 1e9, maxHeldMs: 3_600_000, heldFromSeq: () => null };
  const history = await HistoryService.start({ store, bus: new Bus(report), clock, ...bounds, report });
  const sealedSamples = (await history.stats())[0]?.sealedRows ?? 0;
  clock.stepWall(monthMs);
  for (let round = 0; round < 3; round += 1) await history.settle();

  const read = (tier: Tier, sensorId: number): Promise<Series> =>
    history.series({ tier, sensorId, from: killedTs(0) - dayMs, to: killedTs(end) + monthMs });
  const stored = [...(await read('telemetry', 42)).start].map(killedCycle);
  const cycles = new Set(stored);
  assert.equal(cycles.size, stored.length, 'a sample stands twice');
  await assertRecount(stored.map(killedFrame), read);
  await history.stop();
  await store.close();
  return { cycles, sealedSamples };
}
