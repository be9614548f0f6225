import type { JudgedHours } from '../baseline/baselines.ts';
import type { TimeSpan } from '../history.ts';
import { at } from '../statistics/column.ts';
import { type AnomalyEpisode, episodesOf } from './episodes.ts';

type Judge = (span: TimeSpan) => Promise<JudgedHours>;

const firstMarginMs = 24 * 3_600_000;
const marginGrowth = 4;

/**
 * The episodes that reach into a span, whole: judged from so early and up to so late that none is cut. What is found of an
 * episode therefore does not depend on the span that was asked about.
 */
export async function wholeEpisodes(
  judge: Judge,
  { from, until }: TimeSpan,
): Promise<{ readonly judged: JudgedHours; readonly episodes: readonly AnomalyEpisode[] }> {
  for (let marginMs = firstMarginMs; ; marginMs *= marginGrowth) {
    const window = { from: from - marginMs, until: until + marginMs };
    const judged = await judge(window);
    if (isCut(judged, window)) continue;
    const { deviations } = judged;
    const reaches = (episode: AnomalyEpisode): boolean => episode.from < until && endOf(judged, episode) > from;
    return { judged, episodes: episodesOf(deviations, deviations.verdicts).filter(reaches) };
  }
}

export function endOf({ baseline }: JudgedHours, { from, rowCount }: AnomalyEpisode): number {
  return from + rowCount * baseline.model.intervalMs;
}

function isCut({ baseline, deviations: { start, verdicts } }: JudgedHours, { until }: TimeSpan): boolean {
  if (start.length === 0) return false;
  // Where the rows end before the window does, no hour after them has ended: the last episode is whole as far as it has come.
  const isWindowFull = at(start, start.length - 1) + baseline.model.intervalMs >= until;
  return verdicts[0] !== null || (isWindowFull && verdicts.at(-1) !== null);
}
