import assert from 'node:assert/strict';
import type { AlarmEvent } from '../../../nodes/alarms/alarm-event.ts';
import { alarmStatistics } from '../../../nodes/alarms/alarm-statistics.ts';

const now = Date.UTC(2026, 1, 21, 18);
const secondMs = 1000;
const minuteMs = 60_000;
const hourMs = 3_600_000;

const announcements: Partial<Record<AlarmEvent['to'], AlarmEvent['announcement']>> = {
  A: 'alarm_cleared',
  B: 'alarm_raised',
  C: 'alarm_acked',
  D: 'alarm_cleared',
  G: 'alarm_shelved',
};

/** An event some time ago; the letter it leads to goes with what it announces. */
function event(alarmId: number, ago: number, to: AlarmEvent['to'], changes: Partial<AlarmEvent> = {}): AlarmEvent {
  return {
    at: now - ago,
    alarmId,
    sensorId: 40 + alarmId,
    tag: `TAG-${alarmId}`,
    blockSlug: 'block-01',
    from: 'A',
    to,
    announcement: announcements[to] ?? null,
    priority: 'P2',
    raisedAt: null,
    suppressedByAlarmId: null,
    ...changes,
  };
}

const share = (alarm_id: number, raised: number) => ({
  alarm_id,
  sensor_id: 40 + alarm_id,
  tag: `TAG-${alarm_id}`,
  raised,
});

describe('alarm statistics', () => {
  it('are empty without events', () => {
    const none = { count: 0, p50_seconds: null, p95_seconds: null };
    assert.deepEqual(alarmStatistics([], now), {
      standing: 0,
      acked: 0,
      shelved: 0,
      suppressed: 0,
      raised_last_hour: 0,
      avg_response_seconds_24h: null,
      isa_18_2_target_per_hour: 6,
      compliant: true,
      out_of_service: 0,
      raised_last_10_minutes: 0,
      peak_10_minutes_24h: 0,
      flood: false,
      flood_since: null,
      chattering: [],
      fleeting: [],
      stale: [],
      top_10: [],
      top_10_share: null,
      time_to_ack: { P0: none, P1: none, P2: none, P3: none },
      suppressed_by: [],
    });
  });

  it('count alarms by the state of their newest event, however old', () => {
    const events = ['B', 'C', 'D', 'E', 'F', 'G', 'H', 'H', 'I', 'A'].map((to, position) =>
      event(position, 48 * hourMs, to as 'B', { suppressedByAlarmId: to === 'H' && position === 6 ? 1 : null }),
    );
    const { standing, acked, shelved, suppressed, out_of_service, suppressed_by } = alarmStatistics(events, now);
    assert.deepEqual([standing, acked, shelved, suppressed, out_of_service], [5, 2, 1, 3, 1]);
    assert.deepEqual(suppressed_by, [
      { alarm_id: 1, count: 1 },
      { alarm_id: null, count: 1 },
    ]);
  });

  it('count every raise of the last hour, cleared or not, and judge it by the target', () => {
    const raises = Array.from({ length: 6 }, (_, n) => event(n, n * minuteMs, 'B'));
    const cleared = [event(7, 59 * minuteMs, 'B'), event(7, 58 * minuteMs, 'A')];
    assert.deepEqual(pick(alarmStatistics(raises, now)), [6, true]);
    assert.deepEqual(pick(alarmStatistics([...cleared, ...raises], now)), [7, false]);
    assert.deepEqual(pick(alarmStatistics([event(1, hourMs, 'B'), event(2, hourMs - 1, 'B')], now)), [1, true]);
  });
  const pick = ({ raised_last_hour, compliant }: ReturnType<typeof alarmStatistics>) => [raised_last_hour, compliant];

  it('do not count what was raised under a shelf', () => {
    const hidden = event(1, minuteMs, 'G', { announcement: null });
    assert.equal(alarmStatistics([hidden], now).raised_last_hour, 0);
  });

  it('measure from the raise to the acknowledgement, also when the raise is older than a day', () => {
    const acked = (alarmId: number, seconds: number, priority: AlarmEvent['priority']) => {
      return event(alarmId, hourMs, 'C', { raisedAt: now - hourMs - seconds * secondMs, priority });
    };
    const times = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100_000];
    const { avg_response_seconds_24h, time_to_ack } = alarmStatistics(
      [...times.map((seconds, n) => acked(n, seconds, 'P1')), acked(20, 7.04, 'P0'), acked(21, 5, 'P2')],
      now,
    );
    assert.equal(avg_response_seconds_24h, 8371.8);
    assert.deepEqual(time_to_ack.P1, { count: 10, p50_seconds: 50, p95_seconds: 100_000 });
    assert.deepEqual(time_to_ack.P0, { count: 1, p50_seconds: 7, p95_seconds: 7 });
    assert.equal(alarmStatistics([event(1, 25 * hourMs, 'C', { raisedAt: 0 })], now).avg_response_seconds_24h, null);
  });

  it('name what chatters, what is fleeting and what is stale', () => {
    const cycle = (alarmId: number, ago: number, forMs: number) => [
      event(alarmId, ago, 'B', { raisedAt: now - ago }),
      event(alarmId, ago - forMs, 'A'),
    ];
    const events = [
      ...[60, 40, 20].flatMap((ago) => cycle(1, ago * secondMs, 5 * secondMs)),
      ...[61, 40, 20].flatMap((ago) => cycle(2, ago * secondMs, 19.5 * secondMs)),
      ...cycle(3, hourMs, 10 * secondMs),
      ...cycle(4, hourMs, 11 * secondMs),
      event(5, 25 * hourMs, 'B', { raisedAt: now - 25 * hourMs }),
      event(6, 23 * hourMs, 'B', { raisedAt: now - 23 * hourMs }),
    ];
    const { chattering, fleeting, stale } = alarmStatistics(events, now);
    assert.deepEqual([chattering, fleeting, stale], [[share(1, 3)], [share(3, 1)], [share(5, 0)]]);
  });

  it('name the noisiest ten and their share', () => {
    const events = Array.from({ length: 12 }, (_, n) => {
      return Array.from({ length: n + 1 }, (_, k) => event(n, (20 + n + 20 * k) * minuteMs, 'B'));
    }).flat();
    const { top_10, top_10_share } = alarmStatistics(events, now);
    assert.deepEqual([top_10.length, top_10[0], top_10.at(-1)], [10, share(11, 12), share(2, 3)]);
    assert.equal(top_10_share, 75 / 78);
  });

  it('find the worst ten minutes and a flood', () => {
    const burst = Array.from({ length: 12 }, (_, n) => event(n, 2 * hourMs + n * secondMs, 'B'));
    const before = alarmStatistics(burst.reverse(), now);
    assert.deepEqual([before.peak_10_minutes_24h, before.flood, before.raised_last_10_minutes], [12, false, 0]);
    const during = alarmStatistics(burst, now - 2 * hourMs);
    assert.deepEqual([during.flood, during.flood_since], [true, '2026-02-21T15:59:59Z']);
  });
});
