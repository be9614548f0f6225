import assert from 'node:assert/strict';
import { TierAggregator } from '../../../nodes/history/tier-aggregator.ts';
import { meterFrame, meterIndex } from './history.fixture.ts';

const startMs = Date.UTC(2026, 1, 21, 12);
const minuteMs = 60_000;
const index = meterIndex();

describe('tier aggregator', () => {
  let aggregator: TierAggregator;
  beforeEach(() => {
    aggregator = new TierAggregator(startMs);
  });

  const fold = (afterMs: number): void =>
    aggregator.fold({ frame: meterFrame(index, startMs + afterMs, [1, 2]), pointIndex: 7 });
  const close = (afterMs: number): { closed: string[]; stale: string[] } => {
    const { closed, stale } = aggregator.close(startMs + afterMs);
    const text = ({ tier, start }: { tier: string; start: number }): string =>
      `${tier} at ${(start - startMs) / minuteMs}`;
    return { closed: closed.map(text), stale: stale.map(text) };
  };

  it('closes a bucket when its time is over, and not before', () => {
    fold(0);
    assert.deepEqual(close(minuteMs - 1), { closed: [], stale: [] });
    assert.deepEqual(close(minuteMs), { closed: ['agg_1min at 0'], stale: [] });
    assert.deepEqual(close(minuteMs), { closed: [], stale: [] });
  });

  it('closes the coarser with the last finer one', () => {
    fold(0);
    fold(4 * minuteMs);
    assert.deepEqual(close(5 * minuteMs).closed, ['agg_1min at 0', 'agg_1min at 4', 'agg_5min at 0']);
  });

  it('counts sensors with a value only', () => {
    aggregator.fold({ frame: meterFrame(index, startMs, [null, 2]), pointIndex: 7 });
    const [closed] = aggregator.close(startMs + minuteMs).closed;
    assert.deepEqual([...(closed?.sensorIds ?? [])], [42]);
    assert.equal(closed?.pointIndex, 7);
  });

  it('answers for no bucket to which a frame came late, nor for the coarser ones around it', () => {
    fold(10_000);
    fold(5000);
    assert.deepEqual(close(minuteMs), { closed: [], stale: ['agg_1min at 0'] });
    assert.deepEqual(close(5 * minuteMs), { closed: [], stale: ['agg_5min at 0'] });
    assert.equal(aggregator.staleCount, 2);
  });

  it('answers for nothing before its start', () => {
    fold(-1);
    assert.deepEqual(close(0).stale, ['agg_1min at -1', 'agg_5min at -5', 'agg_1hour at -60']);
  });

  it('takes the second frame of a millisecond for a late one', () => {
    fold(1000);
    fold(1000);
    assert.deepEqual(close(minuteMs).stale, ['agg_1min at 0']);
  });

  it('opens nothing again when the clock goes back', () => {
    fold(0);
    close(2 * minuteMs);
    fold(90_000);
    assert.deepEqual(close(minuteMs), { closed: [], stale: [] });
    assert.deepEqual(close(2 * minuteMs), { closed: [], stale: ['agg_1min at 1'] });
  });
});
