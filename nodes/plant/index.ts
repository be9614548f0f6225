/**
 * The demo plant's face: started in a thread by `startPlant`, in this thread by `openPlant`, run ahead of time by
 * `runAhead`; its past made by `simulateHistory`.
 */
export type { Fault } from './faults.ts';
export type { PhysicsPatch } from './physics.ts';
export { startPlant } from './plant-process.ts';
export { openPlant, type PlantHandle, type PlantOptions, type PlantSnapshot } from './plant-runtime.ts';
export { plantFolder, plantKeeper } from './plant-simulator.ts';
export { type PlantSample, runAhead } from './run-ahead.ts';
export {
  type HistoryBatch,
  simulateHistory,
  type SimulatedDevice,
  type SimulatedHistoryOptions,
} from './simulated-history.ts';
