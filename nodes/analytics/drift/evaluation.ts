import type { ModelKind, StoredEvaluation } from '../analytics-store.ts';
import type { TimeSpan } from '../history.ts';
import type { DriftCheck, DriftType } from './check-drift.ts';

export type EvaluationCause = 'training' | 'drift_check';

/** What was found of a model: energies in kWh. */
export interface Evaluation {
  readonly modelId: string;
  readonly modelVersion: number;
  readonly cause: EvaluationCause;
  /** Rows judged, and the time that they are from. */
  readonly rowCount: number;
  readonly span: TimeSpan;
  readonly rmse: number;
  readonly mae: number | null;
  readonly rSquared: number | null;
  /** Of rows that the model did not see, as it was trained. */
  readonly trainedRmse: number;
  readonly trainedRSquared: number | null;
  readonly isDrift: boolean;
  readonly score: number;
  readonly type: DriftType;
}

/** An evaluation with its place in time: the end of what was judged, so that the newest is the one of the newest data. */
export interface KnownEvaluation extends Evaluation {
  /** Epoch milliseconds. */
  readonly at: number;
}

interface Judged {
  readonly modelId: string;
  readonly modelVersion: number;
  readonly rowCount: number;
  readonly span: TimeSpan;
}

export function evaluationOfCheck(judged: Judged, check: DriftCheck): Evaluation {
  const { rmse, mae, rSquared, trainedRmse, trainedRSquared, isDrift, score, type } = check;
  return { ...judged, cause: 'drift_check', rmse, mae, rSquared, trainedRmse, trainedRSquared, isDrift, score, type };
}

/** A model judged by the rows of its training that it did not see: what later ones are compared with. */
export function evaluationOfTraining(
  judged: Judged,
  { rmse, mae, rSquared }: { readonly rmse: number; readonly mae: number | null; readonly rSquared: number | null },
): Evaluation {
  return {
    ...judged,
    cause: 'training',
    rmse,
    mae,
    rSquared,
    trainedRmse: rmse,
    trainedRSquared: rSquared,
    isDrift: false,
    score: 0,
    type: 'no_drift',
  };
}

export function storedEvaluation(
  machineId: string,
  kind: ModelKind,
  at: number,
  evaluation: Evaluation,
): StoredEvaluation {
  return { machineId, kind, at, document: JSON.stringify(evaluation) };
}

export function knownEvaluation({ at, document }: StoredEvaluation): KnownEvaluation {
  return { at, ...(JSON.parse(document) as Evaluation) };
}
