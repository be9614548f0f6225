import assert from 'node:assert/strict';
import { type HistoryBatch, simulateHistory } from '../../../nodes/plant/index.ts';
import { openPlantAt } from '../../../nodes/plant/opening.ts';
import { demoSite } from './demo-site.fixture.ts';

const opening = openPlantAt(42, Date.parse('2026-02-18T10:00:13.417Z'));
const options = { opening, days: 0.5, rawHours: 0.05, ...demoSite() };

describe('simulated-history', () => {
  it('comes from its thread as buckets and frames of the devices of the gateway', async () => {
    const shares: number[] = [];
    let [buckets, frames] = [0, 0];
    for await (const batch of simulateHistory({ ...options, onProgress: (share) => shares.push(share) })) {
      if (batch.kind === 'buckets') {
        for (const { buckets: columns } of batch.sensors) buckets += columns.start.length;
      } else {
        frames += batch.frames.length;
        for (const frame of batch.frames) {
          assert.equal(frame.index, batch.device.index);
          assert.equal(frame.origin, 'simulated-history');
          assert.ok(frame.anyGood && frame.values.length === frame.index.size);
        }
      }
    }
    assert.equal(buckets, 150 * 720);
    assert.equal(frames, 180 * (10 + 8 / 5));
    assert.equal(shares.at(-1), 1);
  });

  it('ends its thread when nobody wants more', async () => {
    const batches: HistoryBatch[] = [];
    for await (const batch of simulateHistory(options)) {
      batches.push(batch);
      break;
    }
    assert.equal(batches.length, 1);
  });
});
