import { hours, lag } from './arithmetic.ts';
import type { Disturbance } from './block-excursions.ts';
import { type CoolingState, heatPerM3KwhPerK } from './cooling.ts';
import { streamKey, wander } from './noise.ts';

/** The water that carries the heat of all cooling units through a buffer tank to the host and the dry cooler. */
export interface MainLoopState {
  readonly pumpAPct: number;
  readonly pumpBPct: number;
  readonly flowM3PerH: number;
  readonly supplyC: number;
  readonly returnC: number;
  readonly bufferC: number;
  readonly pressureKpa: number;
  readonly filterKpa: number;
  /** Heat that leaves the buffer tank towards host and dry cooler, mean of the last step. */
  readonly deliveredKw: number;
}

const bufferM3 = 20;
export const bufferKwhPerK = bufferM3 * heatPerM3KwhPerK;

const hourMs = 3_600_000;
const nominalFlowM3PerH = 114;
const cleanFilterKpa = 25;
const filledKpa = 250;
const pumpStream = streamKey('main loop pumps');

/** The loop as it runs when it has run steadily. */
export function createMainLoop(cooling: readonly CoolingState[], disturbance: Disturbance): MainLoopState {
  const { flowM3PerH, supplyC, returnC, heatKw } = mix(cooling);
  const readings = readingsOf(flowM3PerH, disturbance, 0);
  return { ...readings, flowM3PerH, supplyC, returnC, bufferC: returnC, deliveredKw: heatKw };
}

/** The loop at `epochMs`, `dtMs` after `state`, with the cooling units as they stand then. */
export function stepMainLoop(
  state: MainLoopState,
  cooling: readonly CoolingState[],
  disturbance: Disturbance,
  seed: number,
  epochMs: number,
  dtMs: number,
): MainLoopState {
  const { flowM3PerH, supplyC, returnC, heatKw } = mix(cooling);
  const bufferC = lag(state.bufferC, returnC, dtMs, (bufferM3 / flowM3PerH) * hourMs);
  const storedKw = dtMs === 0 ? 0 : (bufferKwhPerK * (bufferC - state.bufferC)) / hours(dtMs);
  return {
    ...readingsOf(flowM3PerH, disturbance, wander(seed, pumpStream, epochMs, hourMs / 12)),
    flowM3PerH,
    supplyC,
    returnC,
    bufferC,
    deliveredKw: dtMs === 0 ? state.deliveredKw : heatKw - storedKw,
  };
}

/** The branches of the cooling units run together: flows and heat add up, and temperatures weigh by flow. */
function mix(cooling: readonly CoolingState[]): {
  flowM3PerH: number;
  supplyC: number;
  returnC: number;
  heatKw: number;
} {
  let [flowM3PerH, supplied, heatKw] = [0, 0, 0];
  for (const unit of cooling) {
    flowM3PerH += unit.loopFlowM3PerH;
    supplied += unit.loopFlowM3PerH * unit.loopSupplyC;
    heatKw += unit.heatKw;
  }
  const supplyC = supplied / flowM3PerH;
  return { flowM3PerH, supplyC, returnC: supplyC + heatKw / (flowM3PerH * heatPerM3KwhPerK), heatKw };
}

function readingsOf(
  flowM3PerH: number,
  { pumpATripped, flowShare, clogging, leakage }: Disturbance,
  unsteadiness: number,
): Pick<MainLoopState, 'pumpAPct' | 'pumpBPct' | 'pressureKpa' | 'filterKpa'> {
  const dutyPct = 72 + 2 * unsteadiness;
  const isPumpBRunning = pumpATripped && flowShare === 1;
  return {
    pumpAPct: pumpATripped ? 0 : dutyPct,
    pumpBPct: isPumpBRunning ? dutyPct : 0,
    pressureKpa: filledKpa - 70 * leakage + 3 * unsteadiness,
    filterKpa: cleanFilterKpa * (flowM3PerH / nominalFlowM3PerH) ** 2 * (1 + 7 * clogging),
  };
}
