import type { ServerModel } from '../site/index.ts';
import type { Reading } from './reading.ts';
import type { SourceState } from './source-poll.ts';
import type { Level } from './thresholds.ts';

export type ServerStatus = 'online' | 'offline' | 'warning' | 'error';

/** A limit that is passed for long enough. */
export interface Alert {
  readonly point: string;
  readonly level: Level;
  readonly limit: number;
  readonly value: number | null;
  /** Seconds that the value has to be beyond the limit. */
  readonly forS: number;
}

/** What is known of a server after a round of questions. */
export interface ServerState {
  readonly model: ServerModel;
  readonly status: ServerStatus;
  /** What the sources said that answered. */
  readonly reading: Reading;
  readonly sources: readonly SourceState[];
  readonly alerts: readonly Alert[];
  /** When a source answered last, epoch milliseconds; null when none ever did. */
  readonly updatedAt: number | null;
  /** When this was put together, epoch and monotonic milliseconds. */
  readonly ts: number;
  readonly at: number;
}

/** Where several sources provide the same part, the first of the site file counts. */
export function mergedReading(sources: readonly SourceState[]): Reading {
  return Object.assign({}, ...sources.map(({ reading }) => reading ?? {}).reverse()) as Reading;
}

export function isAnswering(sources: readonly SourceState[]): boolean {
  return sources.some(({ fault }) => fault === null);
}

/** Offline when no source answers, else what the worst of its alerts says; a silent source is a warning. */
export function statusOf(sources: readonly SourceState[], alerts: readonly Alert[]): ServerStatus {
  if (!isAnswering(sources)) return 'offline';
  if (alerts.some(({ level }) => level === 'critical')) return 'error';
  return alerts.length > 0 || sources.some(({ fault }) => fault !== null) ? 'warning' : 'online';
}

/** Why a server is not online, in a sentence; null when it is. */
export function reasonOf({ sources, alerts }: Pick<ServerState, 'sources' | 'alerts'>): string | null {
  const faults = sources.flatMap(({ label, fault }) => (fault === null ? [] : [`${label}: ${fault}`]));
  const passed = alerts
    .filter(({ point }) => point !== 'up')
    .map(({ point, value, limit, forS }) => `${point} ${value ?? 'unknown'} above ${limit} for ${forS} s`);
  const reasons = [...faults, ...passed];
  return reasons.length === 0 ? null : reasons.join('; ');
}

/** Seconds since the silent source was heard that is silent for longest; null when none is, or one never spoke. */
export function silentForS({ sources, at }: Pick<ServerState, 'sources' | 'at'>): number | null {
  const silent = sources.filter(({ fault }) => fault !== null).map(({ answeredAt }) => answeredAt);
  if (silent.length === 0 || silent.includes(null)) return null;
  return (at - Math.min(...silent.filter((answeredAt) => answeredAt !== null))) / 1000;
}
