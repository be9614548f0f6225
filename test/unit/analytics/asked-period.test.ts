import assert from 'node:assert/strict';
import { askedDates, askedInterval, askedSpan, spanOfDates } from '../../../nodes/analytics/asked-period.ts';

const hourMs = 3_600_000;

describe('a period that is asked for', () => {
  it('is stated by either pair of names', () => {
    const expected = { from: Date.parse('2025-10-14T00:00:00Z'), until: Date.parse('2025-10-14T23:59:59Z') };
    const times = ['2025-10-14T00:00:00Z', '2025-10-14T23:59:59Z'] as const;
    assert.deepEqual(askedSpan({ start_time: times[0], end_time: times[1] }), expected);
    assert.deepEqual(askedSpan({ start: times[0], end: times[1] }), expected);
  });

  it('names the parameter that is missing', () => {
    assert.throws(() => askedSpan({}), {
      code: 'bad_value',
      facts: { field: 'start_time', limit: 'a time in ISO 8601', value: undefined, rule: 'required' },
    });
    assert.throws(() => askedDates({ start_date: '2025-10-14' }), /end_date must be a date as YYYY-MM-DD/);
  });

  it('has an hour as interval, and no interval of which it has too many', () => {
    const days = (count: number) => ({ from: 0, until: count * 24 * hourMs });
    assert.equal(askedInterval({}, days(1)), '1hour');
    assert.equal(askedInterval({ interval: '1min' }, days(6)), '1min');
    assert.throws(() => askedInterval({ interval: '1min' }, days(7)), /interval must be 5min or longer/);
    assert.equal(askedInterval({ interval: '1hour' }, days(366)), '1hour');
  });

  it('has both dates, whose days are those of a time zone', () => {
    const lengthOf = (first: string, last: string, timeZone: string) => {
      const { from, until } = spanOfDates(askedDates({ start_date: first, end_date: last }), timeZone);
      return (until - from) / hourMs;
    };
    assert.equal(lengthOf('2026-03-29', '2026-03-29', 'Europe/Berlin'), 23);
    assert.equal(lengthOf('2026-10-25', '2026-10-25', 'Europe/Berlin'), 25);
    assert.equal(lengthOf('2026-10-25', '2026-10-26', 'America/Los_Angeles'), 48);
    assert.equal(askedDates({ start_date: '2024-02-29', end_date: '2025-02-28' }).last, '2025-02-28');
    assert.throws(() => askedDates({ start_date: '2024-02-29', end_date: '2025-03-01' }), { code: 'bad_value' });
  });
});
