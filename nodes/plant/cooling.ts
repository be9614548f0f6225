import { clamp, hours, lag } from './arithmetic.ts';
import { streamKey, uniform, wander } from './noise.ts';

/** A cooling distribution unit: takes its share of the block's heat and gives it to the facility's water. */
export interface CoolingUnit {
  readonly unit: number;
  readonly name: string;
  /** Share of the block's IT load. */
  readonly heatShare: number;
  readonly nominalFlowM3PerH: number;
  /** Heat exchanger with its valve fully open. */
  readonly exchangerKwPerK: number;
  readonly stream: number;
}

export interface CoolingState {
  readonly supplyC: number;
  readonly returnC: number;
  readonly flowM3PerH: number;
  readonly pumpPct: number;
  readonly valvePct: number;
  readonly heatKw: number;
  readonly heatKwh: number;
  readonly ambientC: number;
  readonly facilitySupplyC: number;
  readonly facilityReturnC: number;
  /** What the unit takes out of the facility's main loop, and how warm it comes from there. */
  readonly loopFlowM3PerH: number;
  readonly loopSupplyC: number;
}

export interface CoolingInputs {
  readonly itKw: number;
  readonly outdoorC: number;
  readonly ambientC: number;
  /** Share of the facility's water that reaches the unit; 1 when left out. */
  readonly facilityFlowShare?: number;
  /** By how much the facility's water is too warm, K; 0 when left out. */
  readonly facilityWarmK?: number;
}

export const coolingUnits: readonly CoolingUnit[] = [
  {
    unit: 21,
    name: 'CDU-01',
    heatShare: 0.6,
    nominalFlowM3PerH: 85,
    exchangerKwPerK: 62,
    stream: streamKey('CDU-01'),
  },
  {
    unit: 22,
    name: 'CDU-02',
    heatShare: 0.4,
    nominalFlowM3PerH: 83,
    exchangerKwPerK: 48,
    stream: streamKey('CDU-02'),
  },
];

export const heatPerM3KwhPerK = 1.156;

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const supplyTargetC = 30;
/** No valve holds its target exactly. */
const valveHuntingK = 0.8;
const supplyTimeConstantMs = 2 * minuteMs;
const maxFacilityFlowM3PerH = 95;
/** How the conductance of a plate exchanger falls with the flow on one side. */
const flowExponent = 0.6;

export function createCooling(unit: CoolingUnit, seed: number, epochMs: number, inputs: CoolingInputs): CoolingState {
  const start = { ...idle, supplyC: supplyTargetC };
  return stepCooling(start, unit, seed, epochMs, 0, inputs);
}

const idle: CoolingState = {
  supplyC: 0,
  returnC: 0,
  flowM3PerH: 0,
  pumpPct: 0,
  valvePct: 0,
  heatKw: 0,
  heatKwh: 0,
  ambientC: 0,
  facilitySupplyC: 0,
  facilityReturnC: 0,
  loopFlowM3PerH: 0,
  loopSupplyC: 0,
};

/** The loop at `epochMs`, `dtMs` after `state`. */
export function stepCooling(
  state: CoolingState,
  unit: CoolingUnit,
  seed: number,
  epochMs: number,
  dtMs: number,
  { itKw, outdoorC, ambientC, facilityFlowShare = 1, facilityWarmK = 0 }: CoolingInputs,
): CoolingState {
  const excursion = excursionAt(unit, seed, epochMs);
  const heatKw = itKw * unit.heatShare;
  const pumpPct = 78 + 3 * wander(seed, unit.stream, epochMs, 5 * minuteMs);
  const flowM3PerH = unit.nominalFlowM3PerH * (pumpPct / 78) * (1 - excursion.flowLoss);
  const loopSupplyC =
    18 + 0.2 * clamp(outdoorC - 15, -10, 25) + 0.4 * wander(seed, ~unit.stream, epochMs, 10 * minuteMs) + facilityWarmK;
  const facilitySupplyC = loopSupplyC + excursion.facilityK;
  const exchangerKwPerK = unit.exchangerKwPerK * facilityFlowShare ** flowExponent;
  const valve = valveFor(exchangerKwPerK, heatKw, facilitySupplyC);
  const maxFlowM3PerH = maxFacilityFlowM3PerH * facilityFlowShare;
  const huntingK = valveHuntingK * wander(seed, unit.stream, epochMs, 4 * minuteMs);
  const steadyC = facilitySupplyC + heatKw / (exchangerKwPerK * valve) + huntingK;
  const supplyC = lag(state.supplyC, steadyC, dtMs, supplyTimeConstantMs);
  return {
    supplyC,
    returnC: supplyC + heatKw / (flowM3PerH * heatPerM3KwhPerK),
    flowM3PerH,
    pumpPct,
    valvePct: valve * 100,
    heatKw,
    heatKwh: state.heatKwh + heatKw * hours(dtMs),
    ambientC,
    facilitySupplyC,
    facilityReturnC: facilitySupplyC + heatKw / (maxFlowM3PerH * valve * heatPerM3KwhPerK),
    // Water that an excursion sends round the unit once more has not left its branch.
    loopFlowM3PerH: maxFlowM3PerH * valveFor(exchangerKwPerK, heatKw, loopSupplyC),
    loopSupplyC,
  };
}

/** Opens until the exchanger holds the supply at its target; fully open, the supply rises with the facility's water. */
function valveFor(exchangerKwPerK: number, heatKw: number, facilitySupplyC: number): number {
  const neededKwPerK = heatKw / Math.max(supplyTargetC - facilitySupplyC, 0.1);
  return clamp(neededKwPerK / exchangerKwPerK, 0.1, 1);
}

/** Pressures grow with the square of the flow, kPa. */
export function pressuresKpa({ flowM3PerH }: CoolingState): { readonly supply: number; readonly return: number } {
  const lossKpa = 180 * (flowM3PerH / 85) ** 2;
  return { supply: 150 + lossKpa, return: 150 };
}

/** 0 ok, 1 warning, 2 fault, from the unit's own supervision of supply temperature and flow. */
export function coolingCondition({ supplyC, flowM3PerH }: CoolingState): 0 | 1 | 2 {
  if (supplyC > 38 || flowM3PerH < 40) return 2;
  return supplyC > 35 || flowM3PerH < 65 ? 1 : 0;
}

interface Excursion {
  /** Warmer water from the facility, K. */
  readonly facilityK: number;
  /** Share of the flow that is lost. */
  readonly flowLoss: number;
}

const none: Excursion = { facilityK: 0, flowLoss: 0 };
const excursionDayShare = 0.3;

/** On some days, once, the facility's water warms up or the flow drops for a quarter hour to most of an hour. */
export function excursionAt({ stream }: CoolingUnit, seed: number, epochMs: number): Excursion {
  const day = Math.floor(epochMs / dayMs);
  const draw = (item: number): number => uniform(seed, stream, day * 8 + item);
  if (draw(0) > excursionDayShare) return none;
  const lengthMs = (15 + 30 * draw(1)) * minuteMs;
  const startMs = draw(2) * (dayMs - lengthMs);
  const along = (epochMs - day * dayMs - startMs) / lengthMs;
  if (along <= 0 || along >= 1) return none;
  const strength = clamp(Math.min(along, 1 - along) * 5, 0, 1);
  return draw(3) < 0.5
    ? { facilityK: strength * (11 + 6 * draw(4)), flowLoss: 0 }
    : { facilityK: 0, flowLoss: strength * (0.28 + 0.34 * draw(4)) };
}
