import { hours } from './arithmetic.ts';
import { streamKey, wander } from './noise.ts';
import type { Supply } from './supply.ts';

/** A three-phase meter; positive power is import. */
export interface MeterState {
  readonly powerKw: number;
  readonly reactiveKvar: number;
  /** Shares of L1 and L2 in the power; L3 carries the rest, so that the phases add up. */
  readonly phaseShares: readonly [l1: number, l2: number];
  readonly importedKwh: number;
  readonly exportedKwh: number;
}

export interface MeterReadings {
  readonly supply: Supply;
  readonly powerKw: number;
  readonly reactiveKvar: number;
  readonly powerFactor: number;
  readonly phasePowersKw: readonly [number, number, number];
  readonly phaseCurrentsA: readonly [number, number, number];
  readonly importedKwh: number;
  readonly exportedKwh: number;
}

/** What flows through a meter: power now, and its mean over the last step. */
export interface Flow {
  readonly powerKw: number;
  readonly meanKw: number;
  readonly reactiveKvar: number;
}

const imbalanceShare = 0.03;
const imbalanceMs = 60_000;
const phaseStreams = [streamKey('phase share L1'), streamKey('phase share L2')] as const;

export function addFlows(flows: readonly Flow[]): Flow {
  return flows.reduce(
    (sum, flow) => ({
      powerKw: sum.powerKw + flow.powerKw,
      meanKw: sum.meanKw + flow.meanKw,
      reactiveKvar: sum.reactiveKvar + flow.reactiveKvar,
    }),
    { powerKw: 0, meanKw: 0, reactiveKvar: 0 },
  );
}

export function stepMeter(
  counters: Pick<MeterState, 'importedKwh' | 'exportedKwh'>,
  flow: Flow,
  seed: number,
  epochMs: number,
  dtMs: number,
): MeterState {
  const share = (stream: number): number => (1 + imbalanceShare * wander(seed, stream, epochMs, imbalanceMs)) / 3;
  return {
    powerKw: flow.powerKw,
    reactiveKvar: flow.reactiveKvar,
    phaseShares: [share(phaseStreams[0]), share(phaseStreams[1])],
    importedKwh: counters.importedKwh + Math.max(flow.meanKw, 0) * hours(dtMs),
    exportedKwh: counters.exportedKwh + Math.max(-flow.meanKw, 0) * hours(dtMs),
  };
}

export function readMeter(meter: MeterState, supply: Supply): MeterReadings {
  const { powerKw, reactiveKvar } = meter;
  const [l1, l2] = meter.phaseShares;
  const l3 = 1 - l1 - l2;
  const [v1, v2, v3] = supply.phaseVoltagesV;
  const apparentKva = Math.hypot(powerKw, reactiveKvar);
  const apparentVa = apparentKva * 1000;
  return {
    supply,
    powerKw,
    reactiveKvar,
    powerFactor: apparentKva === 0 ? 1 : Math.abs(powerKw) / apparentKva,
    phasePowersKw: [powerKw * l1, powerKw * l2, powerKw - powerKw * l1 - powerKw * l2],
    phaseCurrentsA: [(apparentVa * l1) / v1, (apparentVa * l2) / v2, (apparentVa * l3) / v3],
    importedKwh: meter.importedKwh,
    exportedKwh: meter.exportedKwh,
  };
}

/** Reactive power of a load, kvar. */
export function reactiveKvar(powerKw: number, powerFactor: number): number {
  return powerKw * Math.tan(Math.acos(powerFactor));
}
