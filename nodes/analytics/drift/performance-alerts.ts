import { createHash } from 'node:crypto';
import type { ModelKind } from '../analytics-store.ts';
import { driftThreshold } from './check-drift.ts';
import type { KnownEvaluation } from './evaluation.ts';

export type AlertType = 'drift_detected' | 'performance_degradation';

/** What is wrong with a model by its newest evaluation. */
export interface PerformanceAlert {
  /** UUID; the same from the evaluation that raised it to the one that ends it. */
  readonly id: string;
  readonly machineId: string;
  readonly kind: ModelKind;
  readonly type: AlertType;
  readonly severity: 'low' | 'medium' | 'high';
  readonly message: string;
  readonly value: number;
  readonly threshold: number;
  /** Of the first evaluation in a row that found it, epoch milliseconds. */
  readonly createdAt: number;
}

type Finding = Pick<PerformanceAlert, 'severity' | 'message' | 'value' | 'threshold'>;

/** An RMSE of so many times the trained one: chance reaches it with 24 independent rows in 4 days of 10 000 (χ²). */
const mostRmseGrowth = 1.5;
const highRmseGrowth = 2;
/** Share of the trained R² that must be left; only where the RMSE has grown too, as R² follows the variance of the day. */
const leastRSquaredShare = 0.85;
const noticeableRmseGrowth = 1.25;
const highScore = 0.75;

/** The alerts of one model of a machine, from its evaluations in the order of time: a newest one that is fine ends them. */
export function alertsOf(
  machineId: string,
  kind: ModelKind,
  evaluations: readonly KnownEvaluation[],
): readonly PerformanceAlert[] {
  return Object.entries(findings).flatMap(([name, findingOf]) => {
    const type = name as AlertType;
    const newest = evaluations.at(-1);
    const found = newest && findingOf(newest);
    if (!found) return [];
    const lastFine = evaluations.findLastIndex((evaluation) => findingOf(evaluation) === undefined);
    const createdAt = evaluations[lastFine + 1]?.at ?? newest.at;
    const id = uuidOf(`${machineId} ${kind} ${type} ${createdAt}`);
    return [{ id, machineId, kind, type, ...found, createdAt }];
  });
}

const findings: Readonly<Record<AlertType, (evaluation: KnownEvaluation) => Finding | undefined>> = {
  drift_detected({ isDrift, score, type }) {
    if (!isDrift) return undefined;
    return {
      severity: score > highScore ? 'high' : 'medium',
      message: `${type === 'concept_drift' ? 'Concept' : 'Data'} drift: score above threshold (${driftThreshold})`,
      value: score,
      threshold: driftThreshold,
    };
  },
  performance_degradation: (evaluation) => rmseFinding(evaluation) ?? rSquaredFinding(evaluation),
};

function rmseFinding({ rmse, trainedRmse }: KnownEvaluation): Finding | undefined {
  const threshold = mostRmseGrowth * trainedRmse;
  if (rmse <= threshold) return undefined;
  return {
    severity: rmse > highRmseGrowth * trainedRmse ? 'high' : 'medium',
    message: `RMSE rose above threshold (${threshold.toPrecision(3)} kWh)`,
    value: rmse,
    threshold,
  };
}

function rSquaredFinding(evaluation: KnownEvaluation): Finding | undefined {
  const { rSquared, trainedRSquared, rmse, trainedRmse } = evaluation;
  if (rSquared === null || trainedRSquared === null || rmse <= noticeableRmseGrowth * trainedRmse) return undefined;
  const threshold = leastRSquaredShare * trainedRSquared;
  if (rSquared >= threshold) return undefined;
  const message = `R² dropped below threshold (${threshold.toFixed(2)})`;
  return { severity: 'low', message, value: rSquared, threshold };
}

/** A name as a UUID of version 8 (RFC 9562): 122 bits of its SHA-256. */
function uuidOf(name: string): string {
  const bytes = createHash('sha256').update(name).digest().subarray(0, 16);
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x80, 6);
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
