import type { StoredAnomaly } from './anomaly-tables.ts';
import type { AnomalyEpisode } from './episodes.ts';
import { severities, type Severity } from './severity-limits.ts';

/** What is kept of an anomaly beside its name. */
export interface AnomalyFacts extends AnomalyEpisode {
  /** Version of the baseline that it was judged by. */
  readonly modelVersion: number;
  /** False where the baseline had too few residuals to know how rare the deviation is. */
  readonly isCalibrated: boolean;
}

/** An episode that was found and kept, until somebody resolves it. */
export interface Anomaly extends Omit<StoredAnomaly, 'severity' | 'document'> {
  readonly severity: Severity;
  readonly facts: AnomalyFacts;
}

export function anomalyOf({ document, ...stored }: StoredAnomaly): Anomaly {
  const facts = JSON.parse(document) as AnomalyFacts;
  return { ...stored, severity: facts.severity, facts };
}

/** The graver first, then the newer. */
export function compareUrgency(a: Anomaly, b: Anomaly): number {
  return severities.indexOf(b.severity) - severities.indexOf(a.severity) || b.startedAt - a.startedAt;
}
