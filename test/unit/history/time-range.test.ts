import assert from 'node:assert/strict';
import { timeRangeOf } from '../../../nodes/history/time-range.ts';

const now = Date.UTC(2026, 1, 21, 12);
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

describe('time range of a question', () => {
  it('ends now unless it says when', () => {
    const range = timeRangeOf({ start: '2026-02-21T06:00:00Z' }, now);
    assert.deepEqual(range, { from: now - 6 * hourMs, until: now });
  });

  it('takes times without a zone for UTC, with any digits after the second', () => {
    const range = timeRangeOf({ start: '2026-02-21T06:00:00.123456789', end: '2026-02-21 07:00' }, now);
    assert.deepEqual(range, { from: now - 6 * hourMs + 123, until: now - 5 * hourMs });
  });

  it('begins a default span before its end', () => {
    const range = timeRangeOf({ end: '2026-02-20T12:00:00Z' }, now, dayMs);
    assert.deepEqual(range, { from: now - 2 * dayMs, until: now - dayMs });
  });

  it('may be 366 days long', () => {
    assert.equal(timeRangeOf({ start: '2025-02-20T12:00:00Z' }, now).from, now - 366 * dayMs);
  });

  const refusals: [string, object, number, string][] = [
    ['no start', {}, 422, 'bad_time'],
    ['a start that is no time', { start: 'yesterday' }, 422, 'bad_time'],
    ['two starts', { start: ['2026-02-20', '2026-02-21'] }, 422, 'bad_time'],
    ['an end that is no time', { start: '2026-02-20', end: '' }, 422, 'bad_time'],
    ['an end at the start', { start: '2026-02-20', end: '2026-02-20' }, 400, 'bad_time_range'],
    ['an end before the start', { start: '2026-02-22' }, 400, 'bad_time_range'],
    ['a millisecond too much', { start: '2025-02-20T11:59:59.999Z' }, 400, 'bad_time_range'],
  ];
  for (const [title, question, status, code] of refusals) {
    it(`refuses ${title}`, () => {
      assert.throws(() => timeRangeOf({ ...question }, now), { status, code });
    });
  }
});
