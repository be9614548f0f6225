export type { AlertChange } from './anomaly-watch.ts';
export { expectedCommands, expectedOperations } from './expected-operations.ts';
export {
  IntrusionDetection,
  intrusionDetection,
  type IntrusionMetrics,
  type IntrusionState,
} from './intrusion-detection.ts';
export { modelFileOf } from './model-file.ts';
export { recordTraffic } from './traffic-file.ts';
export { idsVariables } from './variables.ts';
