import { clamp, hours } from './arithmetic.ts';
import type { Disturbance } from './block-excursions.ts';
import { heatPerM3KwhPerK } from './cooling.ts';
import { localTime } from './local-time.ts';
import type { MainLoopState } from './main-loop.ts';
import { streamKey, wander } from './noise.ts';
import { westLondon } from './weather.ts';

/** One of the two ways by which heat leaves the main loop, as its heat meter sees it. */
export interface HeatMeterState {
  readonly heatKw: number;
  readonly heatKwh: number;
  readonly flowM3PerH: number;
  readonly hotC: number;
  readonly coldC: number;
}

/** Host and dry cooler together take what the buffer tank delivers: the host what it wants, the dry cooler the rest. */
export interface HeatOutlets {
  readonly host: HeatMeterState;
  readonly cooler: HeatMeterState;
  readonly fanPct: number;
  readonly glycolPct: number;
}

export interface HeatOutletInputs {
  readonly loop: MainLoopState;
  readonly outdoorC: number;
  readonly disturbance: Disturbance;
}

const hourMs = 3_600_000;
/** The host's network runs from 5 to 23 o'clock and ramps in half an hour. */
const [hostFromHour, hostToHour, hostRampHours] = [5, 23, 0.5];
const maxHostFlowM3PerH = 90;
const hostRiseK = 8;
const exchangerApproachK = 1.5;
/** The dry cooler always keeps a little, so that its valve never shuts. */
const mostToHostShare = 0.95;
const coolerKwPerK = 130;
const hostDemand = streamKey('heat demand of the host');
const hostReturn = streamKey('return of the host');
const glycol = streamKey('glycol of the dry cooler');

export const noHeatCounted: Pick<HeatMeterState, 'heatKwh'> = { heatKwh: 0 };

/** Both outlets at `epochMs`, `dtMs` after their counters stood at `before`. */
export function stepHeatOutlets(
  before: { readonly host: Pick<HeatMeterState, 'heatKwh'>; readonly cooler: Pick<HeatMeterState, 'heatKwh'> },
  { loop, outdoorC, disturbance }: HeatOutletInputs,
  seed: number,
  epochMs: number,
  dtMs: number,
): HeatOutlets {
  const coldC = 14 + wander(seed, hostReturn, epochMs, 2 * hourMs);
  const hotC = Math.max(coldC + 1, Math.min(coldC + hostRiseK, loop.bufferC - exchangerApproachK));
  const mostKw = Math.min(
    maxHostFlowM3PerH * heatPerM3KwhPerK * (hotC - coldC),
    mostToHostShare * Math.max(loop.deliveredKw, 0),
  );
  const hostKw = Math.min(hostDemandKw(seed, epochMs, outdoorC), mostKw);
  const rejectedKw = loop.deliveredKw - hostKw;
  const coolerInC = loop.supplyC + rejectedKw / (loop.flowM3PerH * heatPerM3KwhPerK);
  return {
    host: {
      heatKw: hostKw,
      heatKwh: before.host.heatKwh + hostKw * hours(dtMs),
      flowM3PerH: hostKw / (heatPerM3KwhPerK * (hotC - coldC)),
      hotC,
      coldC,
    },
    cooler: {
      heatKw: rejectedKw,
      heatKwh: before.cooler.heatKwh + rejectedKw * hours(dtMs),
      flowM3PerH: loop.flowM3PerH,
      hotC: coolerInC,
      coldC: loop.supplyC,
    },
    fanPct: fanPct(rejectedKw, (coolerInC + loop.supplyC) / 2, outdoorC + disturbance.warmAirK),
    glycolPct: 36 + 1.2 * wander(seed, glycol, epochMs, 96 * hourMs) - 6 * disturbance.leakage,
  };
}

/** Hot water all day long, heating by the weather, nothing at night. */
function hostDemandKw(seed: number, epochMs: number, outdoorC: number): number {
  const { hour } = localTime(westLondon.timeZone, epochMs);
  const open = clamp(Math.min(hour - hostFromHour, hostToHour - hour) / hostRampHours, 0, 1);
  const heatingKw = clamp(16 * (18 - outdoorC), 0, 320);
  return open * (240 + heatingKw + 40 * wander(seed, hostDemand, epochMs, hourMs));
}

/** Above 12 °C the air is moistened before it enters, which takes two fifths of what is above. */
function fanPct(rejectedKw: number, waterC: number, airC: number): number {
  const moistC = airC - 0.4 * Math.max(airC - 12, 0);
  return 100 * clamp(rejectedKw / (coolerKwPerK * Math.max(waterC - moistC, 0.1)), 0, 1);
}
