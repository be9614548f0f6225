import { type Alarm, isStanding, priorities, type Priority, type StateName, stateOf } from './alarm.ts';
import { letterOf } from './alarm-state.ts';
import type { Place } from './alarm-places.ts';

export interface AlarmFilter {
  /** All but CLEARED when left out. */
  readonly states?: readonly StateName[] | undefined;
  readonly priorities?: readonly Priority[] | undefined;
  readonly blockSlug?: string | undefined;
  readonly siteSlug?: string | undefined;
  readonly sensorId?: number | undefined;
  /** Codes of the sites that the asker may see; all when left out. */
  readonly siteCodes?: ReadonlySet<string> | undefined;
}

export interface PlacedAlarm {
  readonly alarm: Alarm;
  readonly place: Place;
}

export interface AlarmSelection<T extends PlacedAlarm> {
  /** Alarms that pass the filter, on whatever page, and how many of them stand. */
  readonly total: number;
  readonly standing: number;
  readonly rows: readonly T[];
}

/** A page of alarms: the highest priority first, in it the newest. */
export function selectAlarms<T extends PlacedAlarm>(
  all: readonly T[],
  filter: AlarmFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): AlarmSelection<T> {
  const found = all.filter((row) => passes(row, filter)).sort((a, b) => compareUrgency(a.alarm, b.alarm));
  return {
    total: found.length,
    standing: found.filter(({ alarm }) => isStanding(letterOf(alarm.facts))).length,
    rows: found.slice(offset, offset + limit),
  };
}

/** Negative when `a` comes first. */
export function compareUrgency(a: Alarm, b: Alarm): number {
  return (
    priorities.indexOf(a.priority) - priorities.indexOf(b.priority) ||
    (b.raisedAt ?? 0) - (a.raisedAt ?? 0) ||
    a.id - b.id
  );
}

export function isVisible({ siteCode }: Place, siteCodes: ReadonlySet<string> | undefined): boolean {
  return siteCodes === undefined || (siteCode !== null && siteCodes.has(siteCode));
}

function passes({ alarm, place }: PlacedAlarm, filter: AlarmFilter): boolean {
  const state = stateOf(alarm);
  return (
    (filter.states ? filter.states.includes(state) : state !== 'CLEARED') &&
    (filter.priorities?.includes(alarm.priority) ?? true) &&
    (filter.blockSlug === undefined || place.blockSlug === filter.blockSlug) &&
    (filter.siteSlug === undefined || place.siteSlug === filter.siteSlug) &&
    (filter.sensorId === undefined || alarm.sensorId === filter.sensorId) &&
    isVisible(place, filter.siteCodes)
  );
}
