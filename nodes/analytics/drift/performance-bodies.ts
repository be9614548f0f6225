import { isoWithOffset } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import { type Body, figuresBody, isoOrNull, spanBody } from '../answer-body.ts';
import type { JobStart } from '../jobs/training-jobs.ts';
import type { RetrainTrigger } from '../keep-model.ts';
import { rounded } from '../rounded.ts';
import type { KnownEvaluation } from './evaluation.ts';
import type { DriftReport, PerformanceTrend, TrainingReport } from './model-performance.ts';
import type { ModelType } from './model-type.ts';
import type { PerformanceAlert } from './performance-alerts.ts';

/** Body of `POST /api/v1/model-performance/retrain/trigger` (contract 003). */
export function retrainBody(start: JobStart, trigger: RetrainTrigger, reason: string | null): Body {
  if (!start.isTriggered) {
    return { triggered: false, trigger_type: trigger, reason: start.reason, training_job_id: null };
  }
  return {
    triggered: true,
    trigger_type: trigger,
    reason,
    training_job_id: start.job.id,
    estimated_completion: isoWithOffset(start.job.expectedEnd),
  };
}

/** Body of `GET /api/v1/model-performance/jobs/{job_id}`. */
export function trainingBody({ job, kind, machineId, model }: TrainingReport, machines: readonly Machine[]): Body {
  return {
    training_job_id: job.id,
    model_type: kind,
    machine_id: machineId,
    machine_name: machines.find(({ uuid }) => uuid === machineId)?.name ?? null,
    status: job.state,
    progress: job.progress,
    requested_at: isoWithOffset(job.requestedAt),
    started_at: isoOrNull(job.startedAt),
    completed_at: isoOrNull(job.endedAt),
    estimated_completion: isoWithOffset(job.expectedEnd),
    error: job.failure,
    model: model && { id: model.id, model_version: model.version, is_active: model.isActive, reason: model.reason },
  };
}

/** Body of `GET /api/v1/model-performance/metrics/trend` (contract 003). */
export function trendBody(
  type: ModelType,
  machine: Machine,
  { evaluations, direction, perDay }: PerformanceTrend,
): Body {
  return {
    model_type: type,
    machine_id: machine.uuid,
    machine_name: machine.name,
    metrics: evaluations.map(evaluationBody),
    trend_direction: direction,
    degradation_rate: rounded(perDay),
  };
}

/** Body of `POST /api/v1/model-performance/drift/check` (contract 003). */
export function driftBody(report: DriftReport): Body {
  const { evaluation, residualP, driverP } = report;
  return {
    drift_detected: report.isDrift,
    drift_score: rounded(report.score),
    drift_type: report.type,
    recommendation: report.recommendation,
    threshold: report.threshold,
    current_performance: {
      r_squared: rounded(report.rSquared),
      rmse: rounded(report.rmse),
      mae: rounded(report.mae),
      rows: evaluation.rowCount,
    },
    baseline_performance: { r_squared: rounded(report.trainedRSquared), rmse: rounded(report.trainedRmse) },
    model_version: evaluation.modelVersion,
    evaluated: spanBody(evaluation.span),
    p_values: { residuals: rounded(residualP), drivers: figuresBody(driverP) },
  };
}

/** One alert of `GET /api/v1/model-performance/alerts/active` (contract 003), its model named as it was asked for. */
export function alertBody(alert: PerformanceAlert, type: ModelType, machineName: string): Body {
  return {
    alert_id: alert.id,
    model_type: type,
    machine_id: alert.machineId,
    machine_name: machineName,
    alert_type: alert.type,
    severity: alert.severity,
    message: alert.message,
    current_value: rounded(alert.value),
    threshold: rounded(alert.threshold),
    created_at: isoWithOffset(alert.createdAt),
    status: 'unresolved',
  };
}

function evaluationBody(evaluation: KnownEvaluation): Body {
  return {
    evaluation_date: isoWithOffset(evaluation.at),
    model_version: evaluation.modelVersion,
    r_squared: rounded(evaluation.rSquared),
    rmse: rounded(evaluation.rmse),
    mae: rounded(evaluation.mae),
    drift_detected: evaluation.isDrift,
    drift_score: rounded(evaluation.score),
    cause: evaluation.cause,
  };
}
