import { criticalBounds as critical } from '../site/index.ts';
import { type GuardedDevice, shape } from './limits.ts';
import type { Snapshot, Tag } from './snapshot.ts';

/** Stops that stay until a person releases them, whatever the telemetry does meanwhile. */
export const latchingConstraints = [
  'estop',
  'temp_critical_high',
  'temp_critical_low',
  'soc_critical_low',
  'soc_critical_high',
] as const;
export type LatchingConstraint = (typeof latchingConstraints)[number];

/** What the guard remembers between cycles. Plain data, replaced and never changed. */
export interface GuardState {
  readonly latched: ReadonlySet<LatchingConstraint>;
  /** A released critical SOC: the battery may be led back at a tenth of its power. */
  readonly recovering: ReadonlySet<LatchingConstraint>;
  /** Reached limits that wait for their release value. */
  readonly socFloorHeld: boolean;
  readonly socCeilingHeld: boolean;
  readonly cellHighHeld: boolean;
  readonly cellLowHeld: boolean;
}

export const initialState: GuardState = {
  latched: new Set(),
  recovering: new Set(),
  socFloorHeld: false,
  socCeilingHeld: false,
  cellHighHeld: false,
  cellLowHeld: false,
};

/** Latching causes that stand in this snapshot. */
function standingCauses(snapshot: Snapshot): ReadonlySet<LatchingConstraint> {
  const { estop, cellTempMaxC, cellTempMinC, socPct } = snapshot;
  const causes: [LatchingConstraint, boolean][] = [
    ['estop', known(estop) && estop !== 0],
    ['temp_critical_high', known(cellTempMaxC) && cellTempMaxC > critical.tempHighC],
    ['temp_critical_low', known(cellTempMinC) && cellTempMinC < critical.tempLowC],
    ['soc_critical_low', known(socPct) && socPct < critical.socLowPct],
    ['soc_critical_high', known(socPct) && socPct > critical.socHighPct],
  ];
  return new Set(causes.filter(([, stands]) => stands).map(([constraint]) => constraint));
}

/** Takes one guard cycle's telemetry in: sets latches, moves the hysteresis. An unknown value moves nothing. */
export function advance(state: GuardState, snapshot: Snapshot, device: GuardedDevice): GuardState {
  const { limits } = device;
  const { socPct, cellVoltageMaxV, cellVoltageMinV } = snapshot;
  const causes = standingCauses(snapshot);
  const recovering = new Set([...state.recovering].filter((constraint) => !recovered(constraint, socPct)));
  const latched = new Set([...state.latched, ...[...causes].filter((constraint) => !recovering.has(constraint))]);
  return {
    latched,
    recovering,
    socFloorHeld: hold(
      state.socFloorHeld,
      socPct,
      (soc) => soc <= limits.socMinPct,
      (soc) => soc >= limits.socMinPct + shape.socReleasePoints,
    ),
    socCeilingHeld: hold(
      state.socCeilingHeld,
      socPct,
      (soc) => soc >= limits.socMaxPct,
      (soc) => soc <= limits.socMaxPct - shape.socReleasePoints,
    ),
    cellHighHeld: holdCell(state.cellHighHeld, cellVoltageMaxV, limits.cellVoltageMaxV, 1),
    cellLowHeld: holdCell(state.cellLowHeld, cellVoltageMinV, limits.cellVoltageMinV, -1),
  };
}

export type ReleaseRefusal = 'not_latched' | 'cause_stands';

/**
 * Lifts a latched stop, or says why not. A critical SOC can be released while it stands, because nothing but a small
 * power can end it; every other cause must be gone.
 */
export function release(
  state: GuardState,
  constraint: LatchingConstraint,
  snapshot: Snapshot,
): GuardState | ReleaseRefusal {
  if (!state.latched.has(constraint)) return 'not_latched';
  const bySoc = constraint === 'soc_critical_low' || constraint === 'soc_critical_high';
  const stands = standingCauses(snapshot).has(constraint);
  if ((stands && !bySoc) || !canSee(constraint, snapshot)) return 'cause_stands';
  const latched = new Set(state.latched);
  latched.delete(constraint);
  return { ...state, latched, recovering: bySoc ? new Set([...state.recovering, constraint]) : state.recovering };
}

/** A cause that cannot be measured now cannot be called gone. */
function canSee(constraint: LatchingConstraint, snapshot: Snapshot): boolean {
  const tag: Record<LatchingConstraint, Tag> = {
    estop: snapshot.estop,
    temp_critical_high: snapshot.cellTempMaxC,
    temp_critical_low: snapshot.cellTempMinC,
    soc_critical_low: snapshot.socPct,
    soc_critical_high: snapshot.socPct,
  };
  return known(tag[constraint]);
}

function recovered(constraint: LatchingConstraint, socPct: Tag): boolean {
  if (!known(socPct)) return false;
  return constraint === 'soc_critical_low'
    ? socPct >= critical.socLowPct + shape.socReleasePoints
    : socPct <= critical.socHighPct - shape.socReleasePoints;
}

function hold(held: boolean, tag: Tag, reached: (v: number) => boolean, released: (v: number) => boolean): boolean {
  if (!known(tag)) return held;
  return reached(tag) || (held && !released(tag));
}

function holdCell(held: boolean, tag: Tag, limit: number | undefined, direction: 1 | -1): boolean {
  if (limit === undefined) return false;
  const over = (voltage: number) => direction * (voltage - limit);
  return hold(
    held,
    tag,
    (voltage) => over(voltage) >= 0,
    (voltage) => over(voltage) <= -shape.cellReleaseV,
  );
}

export function known(tag: Tag): tag is number {
  return typeof tag === 'number' && Number.isFinite(tag);
}
