import assert from 'node:assert/strict';
import type { Store } from '../../../nodes/history/index.ts';
import { TierAggregator } from '../../../nodes/history/tier-aggregator.ts';
import { TierKeeper } from '../../../nodes/history/tier-keeper.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { meterFrame, meterIndex } from './history.fixture.ts';

interface Written {
  readonly tier: string;
  readonly complete?: boolean;
}

describe('tier keeper', () => {
  const startMs = Date.UTC(2026, 1, 21, 12);
  let clock: ManualClock;
  let aggregator: TierAggregator;
  let writes: { name: string; argument: Written | readonly Written[] }[];
  let failure: Error | undefined;
  let oldestWaiting: number;
  let reports: string[];
  let keeper: TierKeeper;

  beforeEach(() => {
    clock = new ManualClock(startMs);
    aggregator = new TierAggregator(startMs);
    writes = [];
    failure = undefined;
    oldestWaiting = Infinity;
    reports = [];
    const store = {
      write({ name }: { name: string }, argument: Written): Promise<null> {
        if (failure) return Promise.reject(failure);
        writes.push({ name, argument });
        return Promise.resolve(null);
      },
    };
    keeper = new TierKeeper({
      store: store as unknown as Store,
      clock,
      aggregator,
      oldestWaiting: () => oldestWaiting,
      report: (text) => reports.push(text),
    });
    aggregator.fold({ frame: meterFrame(meterIndex(), startMs, [1, 2]), pointIndex: 7 });
  });

  const names = (): string[] =>
    writes.flatMap(({ name, argument }) => [argument].flat().map(({ tier }) => `${name} ${tier}`));

  it('stores a bucket two seconds after its end', async () => {
    clock.advance(61_999);
    await keeper.close();
    assert.deepEqual(names(), []);
    clock.advance(1);
    await keeper.close();
    assert.deepEqual(names(), ['history.flush agg_1min']);
  });

  it('waits for frames of the bucket that are not on the disk yet', async () => {
    oldestWaiting = startMs + 59_000;
    clock.advance(120_000);
    await keeper.close();
    assert.deepEqual(names(), []);
    oldestWaiting = Infinity;
    await keeper.close();
    assert.deepEqual(names(), ['history.flush agg_1min']);
  });

  it('counts a bucket again that could not be stored, and says so once', async () => {
    failure = new Error('disk full');
    clock.advance(120_000);
    await keeper.close();
    await keeper.close();
    assert.deepEqual(reports, ['closed buckets cannot be stored: disk full']);
    failure = undefined;
    await keeper.close();
    assert.deepEqual(names(), ['history.recount agg_1min']);
  });

  it('writes the buckets of many sensors in parts, of which the last completes them', async () => {
    const points = Array.from({ length: 2500 }, (_, sensorId) => ({ ...meterIndex().points[0]!, sensorId }));
    const index = Object.assign(meterIndex(), { points });
    const frame = meterFrame(index, startMs, [1, 2], { values: new Float64Array(2500), quality: new Uint8Array(2500) });
    aggregator.fold({ frame, pointIndex: 8 });
    clock.advance(120_000);
    await keeper.close();
    assert.deepEqual(
      writes.map(({ argument }) => [argument].flat().map(({ complete }) => complete)),
      [[true], [false], [false], [true]],
    );
  });

  it('writes nothing after its end', async () => {
    await keeper.stop();
    clock.advance(120_000);
    await keeper.close();
    assert.deepEqual(names(), []);
  });
});
