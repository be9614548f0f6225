import assert from 'node:assert/strict';
import { type CronSchedule, nextRun, triggerText } from '../../../../nodes/analytics/jobs/cron-schedule.ts';

const sundayNight = { weekday: 0, hour: 2, minute: 0 };

describe('a schedule', () => {
  const cases: [name: string, schedule: CronSchedule, zone: string, after: string, next: string][] = [
    ['counts Sunday as 0', sundayNight, 'UTC', '2026-02-21T17:45:00Z', '2026-02-22T02:00:00Z'],
    ['is later than the time asked from', { minute: 5 }, 'UTC', '2026-02-21T17:05:00Z', '2026-02-21T18:05:00Z'],
    ['takes local time', { hour: 0, minute: 30 }, 'Europe/Berlin', '2026-07-01T12:00:00Z', '2026-07-01T22:30:00Z'],
    [
      'waits for the end of a skipped hour',
      sundayNight,
      'Europe/Berlin',
      '2026-03-28T12:00:00Z',
      '2026-03-29T01:00:00Z',
    ],
    [
      'takes the first of two equal hours',
      sundayNight,
      'Europe/Berlin',
      '2026-10-24T12:00:00Z',
      '2026-10-25T00:00:00Z',
    ],
    ['takes only the first of them', sundayNight, 'Europe/Berlin', '2026-10-25T00:00:00Z', '2026-11-01T01:00:00Z'],
    [
      'is in both hours where it is hourly',
      { minute: 5 },
      'Europe/Berlin',
      '2026-10-25T00:05:00Z',
      '2026-10-25T01:05:00Z',
    ],
  ];
  for (const [name, schedule, zone, after, next] of cases) {
    it(name, () => {
      assert.equal(new Date(nextRun(schedule, Date.parse(after), zone)).toISOString(), next.replace('Z', '.000Z'));
    });
  }

  it('is spelled as the contract shows it', () => {
    const texts = [sundayNight, { minute: 5 }, { hour: 0, minute: 30 }].map(triggerText);
    assert.deepEqual(texts, [
      "cron[month='*', day='*', day_of_week='0', hour='2', minute='0']",
      "cron[month='*', day='*', day_of_week='*', hour='*', minute='5']",
      "cron[month='*', day='*', day_of_week='*', hour='0', minute='30']",
    ]);
  });
});
