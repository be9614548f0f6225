import assert from 'node:assert/strict';
import { staleLimitMs } from '../../../nodes/safety/limits.ts';

describe('stale limit', () => {
  const table: readonly [pollMs: number, limitMs: number][] = [
    [100, 10_000],
    [3333, 10_000],
    [5000, 15_000],
    [10_000, 30_000],
    [60_000, 30_000],
  ];
  for (const [pollMs, limitMs] of table) {
    it(`is ${limitMs} ms when the device is polled every ${pollMs} ms`, () => {
      assert.equal(staleLimitMs(pollMs), limitMs);
    });
  }
});
