import { readTraffic } from './traffic-file.ts';
import { type TrainedModel, trainModel } from './training.ts';

export interface TrainingJob {
  /** Recording that `recordTraffic` has written. */
  readonly file: string;
  readonly seed: number;
  readonly source: string;
}

/** A training for a worker thread: it takes the better part of a second, and so does sending the operations there. */
export function trainOnRecording({ file, seed, source }: TrainingJob): TrainedModel {
  return trainModel({ operations: readTraffic(file), seed, source });
}
