import type { Site } from '../site/index.ts';

/**
 * Codes of the sites that delivered a good frame within the limit: the gauge `bess_fleet_sites_active` is their number. A
 * site that is silent is missing, never replaced by an assumption. Times are monotonic milliseconds, by site code.
 */
export function activeSites(
  sites: readonly Pick<Site, 'code'>[],
  lastGoodFrameAt: ReadonlyMap<string, number>,
  now: number,
  withinMs: number,
): string[] {
  return sites.map(({ code }) => code).filter((code) => now - (lastGoodFrameAt.get(code) ?? -Infinity) <= withinMs);
}
