import { isoUtc } from '../kernel/index.ts';
import { isStanding, priorities, type Priority } from './alarm.ts';
import type { AlarmEvent } from './alarm-event.ts';
import { floodSince, floodWindowMs } from './flood.ts';
import { hourMs } from './shelf.ts';

/** Events of the alarms that the statistics look at, besides the newest one of every alarm. */
export const statisticsSpanMs = 24 * hourMs;

/** Raised alarms an hour that one operator can be asked to handle (ISA-18.2). */
const targetPerHour = 6;
const chatteringCycles = 3;
const chatteringMs = 60_000;
const fleetingMs = 10_000;
const staleMs = 24 * hourMs;
const topCount = 10;

interface AlarmShare {
  readonly alarm_id: number;
  readonly sensor_id: number;
  readonly tag: string;
  readonly raised: number;
}

interface AckTimes {
  readonly count: number;
  readonly p50_seconds: number | null;
  readonly p95_seconds: number | null;
}

/** Counts of alarms are of now, `…_24h` and lists of the last 24 hours unless the name says else. */
export interface AlarmStatistics {
  readonly standing: number;
  readonly acked: number;
  readonly shelved: number;
  readonly suppressed: number;
  readonly raised_last_hour: number;
  readonly avg_response_seconds_24h: number | null;
  readonly isa_18_2_target_per_hour: number;
  readonly compliant: boolean;
  readonly out_of_service: number;
  readonly raised_last_10_minutes: number;
  /** Most raised in any ten minutes. */
  readonly peak_10_minutes_24h: number;
  readonly flood: boolean;
  readonly flood_since: string | null;
  /** Raised and cleared three times or more within a minute. */
  readonly chattering: readonly AlarmShare[];
  /** Raised and cleared within ten seconds, once. */
  readonly fleeting: readonly AlarmShare[];
  /** Active or acknowledged for more than a day, now. */
  readonly stale: readonly AlarmShare[];
  readonly top_10: readonly AlarmShare[];
  /** Share of the ten noisiest alarms in all raised ones, 0 to 1. */
  readonly top_10_share: number | null;
  readonly time_to_ack: Readonly<Record<Priority, AckTimes>>;
  /** Suppressed alarms of now by the alarm that suppresses them; null: an operator. */
  readonly suppressed_by: readonly { readonly alarm_id: number | null; readonly count: number }[];
}

/**
 * Every figure from event rows alone, oldest first: those of the last 24 hours, and of each alarm at least the newest.
 * `now` in epoch milliseconds.
 */
export function alarmStatistics(events: readonly AlarmEvent[], now: number): AlarmStatistics {
  const newest = [...new Map(events.map((event) => [event.alarmId, event])).values()];
  const count = (letters: string): number => newest.filter(({ to }) => letters.includes(to)).length;
  const day = events.filter(({ at }) => at > now - statisticsSpanMs && at <= now);
  const raised = day.filter(({ announcement }) => announcement === 'alarm_raised');
  const raisedSince = (ms: number): number => raised.filter(({ at }) => at > now - ms).length;
  const responses = day.filter(({ announcement }) => announcement === 'alarm_acked').map(responseOf);
  const flood = floodSince(
    raised.map(({ at }) => at),
    now,
  );
  const byAlarm = [...Map.groupBy(day, ({ alarmId }) => alarmId).values()].map(noiseOf);
  const noisiest = byAlarm.filter(({ share }) => share.raised > 0).sort((a, b) => byNoise(a.share, b.share));
  const top = noisiest.slice(0, topCount).map(({ share }) => share);
  const stale = newest.filter(({ to, raisedAt }) => 'BC'.includes(to) && raisedAt !== null && now - raisedAt > staleMs);
  const lastHour = raisedSince(hourMs);
  return {
    standing: newest.filter(({ to }) => isStanding(to)).length,
    acked: count('CF'),
    shelved: count('G'),
    suppressed: count('HI'),
    raised_last_hour: lastHour,
    avg_response_seconds_24h: tenths(mean(responses.map(({ seconds }) => seconds))),
    isa_18_2_target_per_hour: targetPerHour,
    compliant: lastHour <= targetPerHour,
    out_of_service: count('I'),
    raised_last_10_minutes: raisedSince(floodWindowMs),
    peak_10_minutes_24h: peakOf(raised.map(({ at }) => at)),
    flood: flood !== null,
    flood_since: flood === null ? null : isoUtc(flood),
    chattering: byAlarm.filter(({ chatters }) => chatters).map(({ share }) => share),
    fleeting: byAlarm.filter(({ chatters, fleets }) => fleets && !chatters).map(({ share }) => share),
    stale: stale.map((event) => shareOf(event, raised)),
    top_10: top,
    top_10_share: raised.length === 0 ? null : top.reduce((sum, share) => sum + share.raised, 0) / raised.length,
    time_to_ack: ackTimesOf(responses),
    suppressed_by: suppressorsOf(newest.filter(({ to }) => to === 'H')),
  };
}

interface Response {
  readonly priority: Priority;
  readonly seconds: number;
}

function responseOf({ at, raisedAt, priority }: AlarmEvent): Response {
  return { priority, seconds: (at - (raisedAt ?? at)) / 1000 };
}

interface Noise {
  readonly share: AlarmShare;
  readonly chatters: boolean;
  readonly fleets: boolean;
}

/** How one alarm behaved; its events oldest first. */
function noiseOf(events: readonly AlarmEvent[]): Noise {
  const cycles = cyclesOf(events);
  const chatters = cycles.some(([start], position) => {
    const last = cycles[position + chatteringCycles - 1];
    return last !== undefined && last[1] - start <= chatteringMs;
  });
  const [only] = cycles;
  const fleets = cycles.length === 1 && only !== undefined && only[1] - only[0] <= fleetingMs;
  return { share: shareOf(events[0] as AlarmEvent, events.filter(isRaise)), chatters, fleets };
}

/** Times of each raise and of the clear that ended it. */
function cyclesOf(events: readonly AlarmEvent[]): [raisedAt: number, clearedAt: number][] {
  const cycles: [number, number][] = [];
  let raisedAt: number | null = null;
  for (const event of events) {
    if (isRaise(event)) raisedAt ??= event.at;
    if (event.announcement !== 'alarm_cleared' || raisedAt === null) continue;
    cycles.push([raisedAt, event.at]);
    raisedAt = null;
  }
  return cycles;
}

function isRaise({ announcement }: AlarmEvent): boolean {
  return announcement === 'alarm_raised';
}

function shareOf({ alarmId, sensorId, tag }: AlarmEvent, raised: readonly AlarmEvent[]): AlarmShare {
  const own = raised.filter((event) => event.alarmId === alarmId);
  return { alarm_id: alarmId, sensor_id: sensorId, tag, raised: own.length };
}

function byNoise(a: AlarmShare, b: AlarmShare): number {
  return b.raised - a.raised || a.alarm_id - b.alarm_id;
}

function peakOf(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  let peak = 0;
  let first = 0;
  for (const [position, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) >= floodWindowMs) first += 1;
    peak = Math.max(peak, position - first + 1);
  }
  return peak;
}

function ackTimesOf(responses: readonly Response[]): Record<Priority, AckTimes> {
  const entries = priorities.map((priority) => {
    const seconds = responses.filter((response) => response.priority === priority).map(({ seconds }) => seconds);
    seconds.sort((a, b) => a - b);
    const times = {
      count: seconds.length,
      p50_seconds: tenths(percentile(seconds, 50)),
      p95_seconds: tenths(percentile(seconds, 95)),
    };
    return [priority, times] as const;
  });
  return Object.fromEntries(entries) as Record<Priority, AckTimes>;
}

function suppressorsOf(suppressed: readonly AlarmEvent[]): AlarmStatistics['suppressed_by'] {
  const groups = Map.groupBy(suppressed, ({ suppressedByAlarmId }) => suppressedByAlarmId);
  return [...groups].map(([alarm_id, alarms]) => ({ alarm_id, count: alarms.length }));
}

/** By nearest rank; of ascending values. */
function percentile(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? null;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function tenths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
