import assert from 'node:assert/strict';
import { zoneClock } from '../../../nodes/kernel/index.ts';

const hourMs = 3_600_000;

describe('the clock of a zone', () => {
  it('shows local time on both sides of a change', () => {
    const berlin = zoneClock('Europe/Berlin');
    const shown = (time: string) => {
      const { date, minuteOfDay, weekday } = berlin.at(Date.parse(time));
      return `${date} ${weekday} ${Math.floor(minuteOfDay / 60)}:${String(minuteOfDay % 60).padStart(2, '0')}`;
    };
    assert.deepEqual(
      ['2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map(shown),
      ['2026-03-29 0 1:59', '2026-03-29 0 3:00', '2026-10-25 0 2:30', '2026-10-25 0 2:30'],
    );
  });

  it('has dates of 23, 24 and 25 hours', () => {
    const cases = [
      ['America/Los_Angeles', '2026-03-08', 23],
      ['America/Los_Angeles', '2026-11-01', 25],
      ['Asia/Kolkata', '2026-03-08', 24],
      ['America/Santiago', '2026-09-06', 23],
    ] as const;
    for (const [zone, date, hours] of cases) {
      const { start, end } = zoneClock(zone).dateOf(date);
      assert.equal((end - start) / hourMs, hours, `${zone} ${date}`);
      assert.equal(zoneClock(zone).at(start).date, date);
      assert.equal(zoneClock(zone).at(end - 1).date, date);
    }
  });

  it('counts the hours of the local week from Sunday', () => {
    const losAngeles = zoneClock('America/Los_Angeles');
    assert.equal(losAngeles.hourOfWeek(Date.parse('2026-01-04T08:00:00Z')), 0);
    assert.equal(losAngeles.hourOfWeek(Date.parse('2026-01-04T07:59:00Z')), 167);
  });

  it('names the dates of a span', () => {
    const from = Date.parse('2026-01-06T23:30:00Z');
    const dates = zoneClock('Europe/Berlin').datesIn(from, from + 24 * hourMs);
    assert.deepEqual(dates.map(({ date }) => date), ['2026-01-07', '2026-01-08']); // prettier-ignore
  });
});
