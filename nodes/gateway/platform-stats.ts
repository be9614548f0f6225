import { isoUtc } from '../kernel/index.ts';
import type { TierStats } from '../history/index.ts';

/** Body of `GET /stats` and `GET /api/v1/stats`, contract 002. */
export interface PlatformStatsBody {
  readonly telemetry: {
    /** Null in the first hour after a start: samples are counted as they are stored. */
    readonly rows_last_hour: number | null;
    readonly table_size: string;
    readonly oldest_in_window: string | null;
    readonly newest_in_window: string | null;
  };
  readonly aggregates: readonly TierBody[];
  readonly alarms: AlarmCounts;
  /** There is no queue for readings that cannot be used: they are stored with their reason. */
  readonly dead_letter_24h: null;
}

interface TierBody {
  readonly tier: string;
  /** Samples or buckets that are sealed. */
  readonly rows: number;
  /** What waits to be sealed: frames of raw samples, or buckets. */
  readonly open_rows: number;
  readonly bytes: number;
  readonly oldest: string | null;
  readonly newest: string | null;
}

export interface AlarmCounts {
  readonly active: number;
  readonly acked: number;
  readonly shelved: number;
  readonly suppressed: number;
  readonly rtn_unack: number;
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

export function platformStatsOf(
  tiers: readonly TierStats[],
  samplesLastHour: number | null,
  alarms: AlarmCounts,
): PlatformStatsBody {
  const raw = tiers.find(({ tier }) => tier === 'telemetry');
  return {
    telemetry: {
      rows_last_hour: samplesLastHour,
      table_size: sizeText(raw ? bytesOf(raw) : 0),
      oldest_in_window: isoOrNull(raw?.oldest ?? null),
      newest_in_window: isoOrNull(raw?.newest ?? null),
    },
    aggregates: tiers.map((stats) => ({
      tier: stats.tier,
      rows: stats.sealedRows,
      open_rows: stats.openRows,
      bytes: bytesOf(stats),
      oldest: isoOrNull(stats.oldest),
      newest: isoOrNull(stats.newest),
    })),
    alarms,
    dead_letter_24h: null,
  };
}

function bytesOf({ sealedBytes, openBytes }: TierStats): number {
  return sealedBytes + openBytes;
}

/** `148 MB`: whole units of 1024, as PostgreSQL writes sizes. */
function sizeText(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 10 * 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${Math.round(size)} ${units[unit] ?? ''}`;
}

function isoOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : isoUtc(epochMs);
}
