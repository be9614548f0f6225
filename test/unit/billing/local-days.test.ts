import assert from 'node:assert/strict';
import fc from 'fast-check';
import { localDayAt, localDaysIn, wholeDaysIn } from '../../../nodes/billing/local-days.ts';

const at = (text: string): number => Date.parse(text);
const hoursOf = ({ start, end }: { start: number; end: number }): number => (end - start) / 3_600_000;

describe('local days', () => {
  const days: [timeZone: string, instant: string, day: string, start: string, hours: number][] = [
    ['UTC', '2026-02-21T06:00:00Z', '2026-02-21', '2026-02-21T00:00:00Z', 24],
    ['Europe/London', '2026-03-29T12:00:00Z', '2026-03-29', '2026-03-29T00:00:00Z', 23],
    ['Europe/London', '2026-10-25T12:00:00Z', '2026-10-25', '2026-10-24T23:00:00Z', 25],
    ['America/Los_Angeles', '2026-02-21T06:00:00Z', '2026-02-20', '2026-02-20T08:00:00Z', 24],
    ['Australia/Lord_Howe', '2026-04-05T00:00:00Z', '2026-04-05', '2026-04-04T13:00:00Z', 24.5],
    // Clocks that change at midnight: one day begins at one o'clock, another ends an hour late.
    ['America/Sao_Paulo', '2018-11-04T12:00:00Z', '2018-11-04', '2018-11-04T03:00:00Z', 23],
    ['America/Sao_Paulo', '2019-02-16T12:00:00Z', '2019-02-16', '2019-02-16T02:00:00Z', 25],
  ];
  for (const [timeZone, instant, day, start, hours] of days) {
    it(`has ${hours} hours on ${day} in ${timeZone}`, () => {
      const found = localDayAt(timeZone, at(instant));
      assert.deepEqual([found.day, found.start, hoursOf(found)], [day, at(start), hours]);
    });
  }

  it('follow each other without a gap, each from the first to the last instant of its date', () => {
    const zone = fc.constantFrom('Europe/London', 'America/Havana', 'Asia/Beirut', 'Asia/Kathmandu', 'Pacific/Apia');
    const instant = fc.integer({ min: at('2012-01-01'), max: at('2030-01-01') });
    fc.assert(
      fc.property(zone, instant, (timeZone, epochMs) => {
        const { day, start, end } = localDayAt(timeZone, epochMs);
        const dateAt = (ms: number): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(ms);
        assert.ok(start <= epochMs && epochMs < end);
        assert.deepEqual([dateAt(start), dateAt(end - 1)], [day, day]);
        assert.ok(dateAt(start - 1) < day && dateAt(end) > day);
        assert.equal(localDayAt(timeZone, end).start, end);
      }),
      { numRuns: 200 },
    );
  });

  const ranges: [title: string, timeZone: string, from: string, until: string, days: string[]][] = [
    ['UTC midnights in summer', 'Europe/London', '2026-06-01', '2026-06-03', ['2026-06-01', '2026-06-02']],
    ['local midnights', 'America/Los_Angeles', '2026-06-01T07:00Z', '2026-06-02T07:00Z', ['2026-06-01']],
    ['a range around a change', 'Europe/London', '2026-10-25', '2026-10-26', ['2026-10-25']],
    ['a range without a noon', 'UTC', '2026-06-01T13:00Z', '2026-06-02T11:00Z', []],
  ];
  for (const [title, timeZone, from, until, expected] of ranges) {
    it(`are those whose noon lies in ${title}`, () => {
      const found = localDaysIn(timeZone, at(from), at(until));
      assert.deepEqual(
        found.map(({ day }) => day),
        expected,
      );
    });
  }

  it('lie in a range as a whole or not at all', () => {
    const days = wholeDaysIn('UTC', at('2026-06-01T00:00:01Z'), at('2026-06-04'));
    assert.deepEqual(
      days.map(({ day }) => day),
      ['2026-06-02', '2026-06-03'],
    );
  });
});
