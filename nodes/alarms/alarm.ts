import type { AlarmLevel, AlarmLimit } from '../site/index.ts';
import { type AlarmBehaviour, type AlarmFacts, type AlarmLetter, letterOf } from './alarm-state.ts';

/** P0 is the highest. */
export const priorities = ['P0', 'P1', 'P2', 'P3'] as const satisfies readonly AlarmLimit['priority'][];
export type Priority = (typeof priorities)[number];

export type Direction = 'HIGH' | 'LOW';

/** State names of the API, by letter. */
export const stateNames = {
  A: 'CLEARED',
  B: 'ACTIVE',
  C: 'ACKED',
  D: 'RTN_UNACK',
  E: 'RTN_UNACK',
  F: 'LATCHED',
  G: 'SHELVED',
  H: 'SUPPRESSED',
  I: 'OUT_OF_SERVICE',
} as const satisfies Record<AlarmLetter, string>;
export type StateName = (typeof stateNames)[AlarmLetter];

/** How bad a standing condition is. */
export interface Severity {
  readonly priority: Priority;
  /** Of a limit; null for other conditions. */
  readonly level: AlarmLevel | null;
}

/** A running shelf. */
export interface ShelfTerms {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly until: number;
  /** What was left at the last write, or less: it bounds the shelf when the wall clock is set back. */
  readonly remainingMs: number;
  readonly operator: string;
  readonly reason: string;
}

/** One alarm with its current or newest occurrence, as it is stored. Times are epoch milliseconds. */
export interface Alarm extends Severity {
  readonly id: number;
  readonly sensorId: number;
  /** Who sets its condition; a sensor has one alarm for each source. */
  readonly source: string;
  /** Counts the transitions. */
  readonly revision: number;
  readonly changedAt: number;
  readonly facts: AlarmFacts;
  readonly behaviour: AlarmBehaviour;
  readonly message: string | null;
  readonly valueAtRaise: number | null;
  readonly valueAtClear: number | null;
  readonly threshold: number | null;
  readonly direction: Direction | null;
  /** When it was last announced as raised, or its condition began while it was hidden. */
  readonly raisedAt: number | null;
  readonly ackedAt: number | null;
  readonly ackedBy: string | null;
  readonly clearedAt: number | null;
  readonly shelf: ShelfTerms | null;
  readonly suppressedByOperator: boolean;
  /** The alarm that this one is a consequence of, while that one stands. */
  readonly suppressedByAlarmId: number | null;
  readonly lastValue: number | null;
  readonly lastSeen: number | null;
}

export function stateOf({ facts }: Alarm): StateName {
  return stateNames[letterOf(facts)];
}

/** Unacknowledged, acknowledged, latched or returned, and not hidden. */
export function isStanding(letter: AlarmLetter): boolean {
  return 'BCDEF'.includes(letter);
}

/** Negative when `a` is the more severe: by priority, then high-high and low-low before high and low. */
export function compareSeverity(a: Severity, b: Severity): number {
  return priorities.indexOf(a.priority) - priorities.indexOf(b.priority) || rankOf(a.level) - rankOf(b.level);
}

function rankOf(level: AlarmLevel | null): number {
  return level === 'HH' || level === 'LL' ? 0 : 1;
}
