import type { AlarmRule } from '../site/index.ts';
import type { Alarm } from './alarm.ts';
import { letterOf } from './alarm-state.ts';

/**
 * Causes of each sensor by id, causes of causes included: a consequence that is itself hidden can still be traced to what
 * the operator sees. A tag that the site does not have counts for nothing; nothing is a cause of itself.
 */
export function causesBySensor(
  rules: readonly AlarmRule[],
  idOf: (tag: string) => number | undefined,
): ReadonlyMap<number, ReadonlySet<number>> {
  const direct = new Map<string, string[]>();
  for (const { cause, consequences } of rules) {
    for (const tag of consequences) direct.set(tag, [...(direct.get(tag) ?? []), cause]);
  }
  const idsOf = (tags: Iterable<string>): number[] => [...tags].flatMap((tag) => idOf(tag) ?? []);
  return new Map(
    [...direct.keys()].flatMap((tag) => {
      const causes = reachable(tag, direct);
      causes.delete(tag);
      return idsOf([tag]).map((id) => [id, new Set(idsOf(causes))] as const);
    }),
  );
}

/**
 * The alarm that this one is a consequence of now, or null. Only what the operator sees counts as a cause, so a ring of
 * rules cannot hide all of its alarms.
 */
export function standingCause(
  alarm: Alarm,
  all: readonly Alarm[],
  causes: ReadonlyMap<number, ReadonlySet<number>>,
): number | null {
  const sensors = causes.get(alarm.sensorId);
  if (!sensors) return null;
  const standing = all.filter((other) => sensors.has(other.sensorId) && 'BC'.includes(letterOf(other.facts)));
  const known = standing.find(({ id }) => id === alarm.suppressedByAlarmId);
  return (known ?? standing[0])?.id ?? null;
}

/** Normal and acknowledged: there is nothing that could be hidden. */
export function isUneventful({ facts }: Alarm): boolean {
  return !facts.cond && !facts.latched && facts.acked;
}

function reachable(start: string, edges: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [...(edges.get(start) ?? [])];
  for (let tag = open.pop(); tag !== undefined; tag = open.pop()) {
    if (found.has(tag)) continue;
    found.add(tag);
    open.push(...(edges.get(tag) ?? []));
  }
  return found;
}
