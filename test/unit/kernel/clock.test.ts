import assert from 'node:assert/strict';
import { isoWithOffset, systemClock } from '../../../nodes/kernel/index.ts';

describe('clock', () => {
  const cases: [string, number, string][] = [
    ['whole seconds, as contract 000 shows them', Date.UTC(2026, 1, 21, 17, 45), '2026-02-21T17:45:00+00:00'],
    ['milliseconds only where there are some', Date.UTC(2026, 1, 21, 17, 45, 0, 70), '2026-02-21T17:45:00.070+00:00'],
    ['the epoch', 0, '1970-01-01T00:00:00+00:00'],
    ['times before the epoch', -1, '1969-12-31T23:59:59.999+00:00'],
  ];
  for (const [title, epochMs, text] of cases) {
    it(`writes ${title}, in UTC with an offset`, () => {
      assert.equal(isoWithOffset(epochMs), text);
      assert.equal(Date.parse(text), epochMs);
    });
  }

  it('calls back once after, and again and again every, until cancelled', async () => {
    const calls: string[] = [];
    const cancelled = systemClock.after(1, () => calls.push('cancelled'));
    cancelled.cancel();
    const startedAt = systemClock.monotonic();
    await new Promise<void>((resolve) => {
      systemClock.after(2, () => calls.push('once'));
      const timer = systemClock.every(2, () => {
        calls.push('again');
        if (calls.filter((call) => call === 'again').length < 3) return;
        timer.cancel();
        systemClock.after(5, resolve);
      });
    });
    assert.deepEqual(calls.toSorted(), ['again', 'again', 'again', 'once']);
    assert.ok(systemClock.monotonic() - startedAt >= 5);
    assert.ok(Math.abs(systemClock.now() - Date.now()) < 1000);
  });
});
