import type { AlarmLevel } from '../site/index.ts';
import type { Priority } from './alarm.ts';

/** One limit of a sensor. */
export interface LimitLevel {
  readonly level: AlarmLevel;
  readonly limit: number;
  readonly priority: Priority;
  /** How long the value must stay beyond the limit. */
  readonly delayMs: number;
  /** 1 above the limit, -1 below it. */
  readonly side: 1 | -1;
}

export interface LimitSettings {
  /** The most severe first. */
  readonly levels: readonly LimitLevel[];
  /** How far the value must come back inside a limit, in the point's unit. */
  readonly deadband: number;
  /** How long it must stay back. */
  readonly offDelayMs: number;
  /** A limit that was passed more often than this within its delay does not wait for it; null: it always waits. */
  readonly chatterCount: number | null;
  /** A longer silence breaks what had to hold without a break. */
  readonly staleMs: number;
}

/** Times are monotonic milliseconds. */
interface LevelState {
  readonly active: boolean;
  readonly beyondSince: number | null;
  readonly backSince: number | null;
  /** When the value passed the limit, within the last delay. */
  readonly passedAt: readonly number[];
}

export interface LimitState {
  readonly levels: readonly LevelState[];
  /** Of the last value while anything was held or passed. */
  readonly lastGoodAt: number;
}

const quietLevel: LevelState = { active: false, beyondSince: null, backSince: null, passedAt: [] };

/** The state of a sensor's limits before its first value; `standing` is the level at which its alarm stood before. */
export function initialLimitState({ levels }: LimitSettings, standing: AlarmLevel | null): LimitState {
  const stood = levels.find(({ level }) => level === standing);
  const isActive = (one: LimitLevel): boolean =>
    stood !== undefined && one.side === stood.side && one.side * (stood.limit - one.limit) >= 0;
  return {
    levels: levels.map((one) => (isActive(one) ? { ...quietLevel, active: true } : quietLevel)),
    lastGoodAt: -Infinity,
  };
}

/** Takes in a good, finite value. A value that is bad is not given: it freezes the state. */
export function advanceLimits(state: LimitState, value: number, at: number, settings: LimitSettings): LimitState {
  const { levels, staleMs } = settings;
  // Nearly every value of every sensor goes this way.
  if (state.levels.every(isQuiet) && !levels.some((level) => isBeyond(level, value))) return state;
  const isBroken = at - state.lastGoodAt > staleMs;
  const alone = levels.map((level, position) => {
    const known = state.levels[position] ?? quietLevel;
    const before = isBroken ? { ...quietLevel, active: known.active } : known;
    return before.active ? leave(before, level, value, at, settings) : enter(before, level, value, at, settings);
  });
  return { levels: alone.map((one, position) => withOuter(one, position, alone, value, levels)), lastGoodAt: at };
}

/** The most severe limit that is passed, or undefined: a sensor has one alarm, with a level. */
export function standingLevel(state: LimitState, { levels }: LimitSettings): LimitLevel | undefined {
  return levels.find((_, position) => state.levels[position]?.active);
}

function enter(
  before: LevelState,
  level: LimitLevel,
  value: number,
  at: number,
  { chatterCount }: LimitSettings,
): LevelState {
  const recent = before.passedAt.filter((passed) => at - passed < level.delayMs);
  if (!isBeyond(level, value)) return recent.length === 0 ? quietLevel : { ...quietLevel, passedAt: recent };
  const beyondSince = before.beyondSince ?? at;
  const passedAt = before.beyondSince === null && chatterCount !== null ? [...recent, at] : recent;
  const chatters = chatterCount !== null && passedAt.length > chatterCount;
  if (chatters || at - beyondSince >= level.delayMs) return { ...quietLevel, active: true };
  return { active: false, beyondSince, backSince: null, passedAt };
}

function leave(
  before: LevelState,
  level: LimitLevel,
  value: number,
  at: number,
  { deadband, offDelayMs, levels }: LimitSettings,
): LevelState {
  const isBack = level.side * (value - level.limit) <= -deadband;
  if (!isBack) return { ...before, backSince: null };
  // On the other side of the range the old alarm is no news any more.
  if (levels.some((other) => other.side !== level.side && isBeyond(other, value))) return quietLevel;
  const backSince = before.backSince ?? at;
  return at - backSince >= offDelayMs ? quietLevel : { ...before, backSince };
}

/** A value beyond high-high is beyond high: when high-high ends, high must not wait for its delay. */
function withOuter(
  one: LevelState,
  position: number,
  all: readonly LevelState[],
  value: number,
  levels: readonly LimitLevel[],
): LevelState {
  const level = levels[position];
  if (one.active || !level || !isBeyond(level, value)) return one;
  const outerStands = levels.some((other, index) => {
    return all[index]?.active && other.side === level.side && level.side * (other.limit - level.limit) > 0;
  });
  return outerStands ? { ...quietLevel, active: true } : one;
}

function isQuiet(state: LevelState): boolean {
  return state === quietLevel;
}

function isBeyond({ side, limit }: LimitLevel, value: number): boolean {
  return side * (value - limit) > 0;
}
