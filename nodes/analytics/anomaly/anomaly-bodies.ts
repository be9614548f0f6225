import { isoWithOffset } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import { type Body, isoOrNull, spanBody } from '../answer-body.ts';
import type { TimeSpan } from '../history.ts';
import { rounded } from '../rounded.ts';
import { type Anomaly, compareUrgency } from './anomaly.ts';
import type { Detection } from './anomalies.ts';
import { severities } from './severity-limits.ts';

export interface AnomalyPage {
  readonly total: number;
  readonly anomalies: readonly Anomaly[];
}

/** What was asked for, as it was said; null for no filter. */
export interface StatedFilters {
  readonly machineId: string | null;
  readonly severity: string | null;
  readonly timeWindow: string | null;
}

/** Body of `GET /api/v1/anomaly/recent` (contract 003). */
export function recentBody(filters: StatedFilters, page: AnomalyPage, machines: readonly Machine[]): Body {
  return {
    total_count: page.total,
    filters: { machine_id: filters.machineId, severity: filters.severity, time_window: filters.timeWindow },
    anomalies: anomalyBodies(page.anomalies, machines),
  };
}

/** Body of `GET /api/v1/anomaly/active` (contract 003): the gravest first. */
export function activeBody(
  filters: StatedFilters,
  { total, anomalies }: AnomalyPage,
  machines: readonly Machine[],
): Body {
  const urgent = anomalies.toSorted(compareUrgency);
  const countOf = (severity: string): number => anomalies.filter((anomaly) => anomaly.severity === severity).length;
  return {
    ...recentBody(filters, { total, anomalies: urgent }, machines),
    by_severity: Object.fromEntries(severities.toReversed().map((severity) => [severity, countOf(severity)])),
  };
}

/** Body of `POST /api/v1/anomaly/detect` (contract 003). */
export function detectionBody(machine: Machine, span: TimeSpan, { anomalies, newCount }: Detection): Body {
  return {
    machine_id: machine.uuid,
    detection_window: spanBody(span),
    anomalies_detected: anomalies.length,
    new_anomalies: newCount,
    anomalies: anomalyBodies(anomalies, [machine]),
  };
}

/** Body of `PUT /api/v1/anomaly/{anomaly_id}/resolve` (contract 003). */
export function resolutionBody({ id, resolvedAt, notes }: Anomaly): Body {
  return {
    success: true,
    anomaly_id: id,
    status: 'resolved',
    resolved_at: isoOrNull(resolvedAt),
    resolution_notes: notes,
  };
}

function anomalyBodies(anomalies: readonly Anomaly[], machines: readonly Machine[]): readonly Body[] {
  const nameOf = new Map(machines.map(({ uuid, name }) => [uuid, name]));
  return anomalies.map((anomaly) => anomalyBody(anomaly, nameOf.get(anomaly.machineId) ?? null));
}

function anomalyBody({ facts, ...anomaly }: Anomaly, machineName: string | null): Body {
  return {
    id: anomaly.id,
    machine_id: anomaly.machineId,
    machine_name: machineName,
    detected_at: isoWithOffset(anomaly.startedAt),
    severity: anomaly.severity,
    anomaly_type: facts.type,
    description: facts.description,
    actual_value: rounded(facts.actual),
    expected_value: rounded(facts.expected),
    deviation: rounded(facts.deviation),
    deviation_percent: rounded(facts.deviationPct),
    status: anomaly.resolvedAt === null ? 'unresolved' : 'resolved',
    resolved_at: isoOrNull(anomaly.resolvedAt),
    resolution_notes: anomaly.notes,
    ended_at: isoWithOffset(anomaly.endedAt),
    worst_at: isoWithOffset(facts.worstAt),
    hours: facts.rowCount,
    unit: 'kWh',
    model_version: facts.modelVersion,
    is_calibrated: facts.isCalibrated,
  };
}
