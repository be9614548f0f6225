import type { BaselineModel } from './baseline-model.ts';

export interface QualityVerdict {
  /** A model that does not pass is kept to be looked at, and predicts nothing by itself. */
  readonly passes: boolean;
  /** What was measured against which limit. */
  readonly reason: string;
}

/** ASHRAE Guideline 14 for hourly rows: calibrated where the spread and the bias are below these. */
const mostCvRmse = 0.3;
const mostBias = 0.1;
/** A load that comes and goes has a large spread about a small mean; then half of its variance must be explained (SEP). */
const leastRSquared = 0.5;

/** Whether a model may judge its machine: by rows that it did not see, and by spread and bias, as a flat load has a low R². */
export function qualityOf({ heldOut: { cvRmse, rSquared, nmbe } }: Pick<BaselineModel, 'heldOut'>): QualityVerdict {
  if (cvRmse === null || nmbe === null) return { passes: false, reason: 'The machine used no energy' };
  const figures = `held-out CV(RMSE) ${percent(cvRmse)}, R² ${rSquared?.toFixed(2) ?? 'none'}, bias ${percent(nmbe)}`;
  if (Math.abs(nmbe) > mostBias)
    return { passes: false, reason: `${figures}: the bias is beyond ±${percent(mostBias)}` };
  if (cvRmse <= mostCvRmse || (rSquared ?? 0) >= leastRSquared) return { passes: true, reason: figures };
  const limits = `CV(RMSE) at most ${percent(mostCvRmse)} or R² at least ${leastRSquared}`;
  return { passes: false, reason: `${figures}: needs ${limits}` };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
