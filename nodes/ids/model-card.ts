export const modelVersion = 'isolation_forest_v1';

/** What stands beside a model file, in JSON; the file itself carries all but its own hash as metadata. */
export interface ModelCard {
  readonly model_version: string;
  readonly features: readonly string[];
  readonly trees: number;
  /** Rows that each tree was grown from. */
  readonly psi: number;
  readonly seed: number;
  readonly training_rows: number;
  readonly training_source: string;
  /** Hash of the training rows as float32. */
  readonly data_sha256: string;
  readonly model_sha256: string;
  /** Score from which an operation counts as anomalous. */
  readonly alert_threshold: number;
  /** Largest value of each feature in the training rows; an alert names the feature that lies furthest beyond its own. */
  readonly feature_maxima: readonly number[];
}
