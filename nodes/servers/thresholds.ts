import type { ServerLimit, ServerThresholds } from '../site/index.ts';

export type Level = 'warning' | 'critical';

/** A limit on one point of a server. */
export interface Rule {
  readonly point: string;
  /** In the point's unit; the rule stands strictly beyond them. */
  readonly limits: Readonly<Partial<Record<Level, number>>>;
  /** True where low values are the bad ones. */
  readonly below: boolean;
  /** How long the value must be beyond a limit. */
  readonly holdMs: number;
}

/** Since when the value is beyond each limit, monotonic milliseconds, and what stands. */
export interface RuleState {
  readonly since: Readonly<Partial<Record<Level, number>>>;
  readonly level: Level | null;
}

export const quietRule: RuleState = { since: {}, level: null };

/** A rule that stood before the gateway was started, and does so until a value says otherwise. */
export function standingRule(level: Level): RuleState {
  return { since: { [level]: -Infinity }, level };
}

const defaults = {
  cpuPct: { warning: 80 },
  memoryPct: { warning: 85 },
  diskPct: { critical: 90 },
  gpuTemperatureC: { warning: 85 },
} as const satisfies Record<string, ServerLimit>;

const points = {
  cpuPct: 'cpu_usage_percent',
  memoryPct: 'memory_usage_percent',
  diskPct: 'disk_usage_percent',
  gpuTemperatureC: 'gpu_temperature_c',
} as const;

const defaultForS = 300;
const defaultDownS = 60;

/** The rules of a server: those of the site file in place of the defaults. */
export function rulesOf(thresholds: ServerThresholds = {}): readonly Rule[] {
  const limited = (Object.keys(points) as (keyof typeof points)[]).map((name): Rule => {
    const { forS = defaultForS, ...limits }: ServerLimit = thresholds[name] ?? defaults[name];
    return { point: points[name], limits, below: false, holdMs: forS * 1000 };
  });
  const holdMs = (thresholds.downS ?? defaultDownS) * 1000;
  return [{ point: 'up', limits: { critical: 1 }, below: true, holdMs }, ...limited];
}

/** A value that is none freezes the rule: it neither begins nor ends. */
export function advanceRule(rule: Rule, state: RuleState, value: number | null, now: number): RuleState {
  if (value === null) return state;
  const since: Partial<Record<Level, number>> = {};
  for (const level of ['warning', 'critical'] as const) {
    const limit = rule.limits[level];
    if (limit !== undefined && (rule.below ? value < limit : value > limit)) since[level] = state.since[level] ?? now;
  }
  const stands = (level: Level): boolean => since[level] !== undefined && now - since[level] >= rule.holdMs;
  return { since, level: stands('critical') ? 'critical' : stands('warning') ? 'warning' : null };
}
