import { hours } from './arithmetic.ts';
import type { Disturbance } from './block-excursions.ts';

/** The modular uninterruptible supply between switchboard and racks. */
export interface UpsState {
  readonly outputKw: number;
  readonly inputKw: number;
  /** Into its battery; negative while the battery helps. Mean of the last step. */
  readonly batteryKw: number;
  readonly storedKwh: number;
  readonly modules: number;
  readonly isTesting: boolean;
}

const installedModules = 5;
const moduleKw = 220;
const batteryKwh = 40;
const testKw = 120;
const rechargeKw = 20;

const lossesKw = (outputKw: number): number => 6 + 0.03 * outputKw;

export const createUps = (outputKw: number): UpsState => ({
  outputKw,
  inputKw: outputKw + lossesKw(outputKw),
  batteryKw: 0,
  storedKwh: batteryKwh,
  modules: installedModules,
  isTesting: false,
});

export function stepUps(state: UpsState, outputKw: number, disturbance: Disturbance, dtMs: number): UpsState {
  const { upsBatteryTest: isTesting, upsModulesOut } = disturbance;
  const batteryKw = dtMs === 0 ? state.batteryKw : batteryPowerKw(state.storedKwh, isTesting, dtMs);
  return {
    outputKw,
    inputKw: outputKw + lossesKw(outputKw) + batteryKw,
    batteryKw,
    storedKwh: state.storedKwh + batteryKw * hours(dtMs),
    modules: installedModules - upsModulesOut,
    isTesting,
  };
}

/** A test discharges the battery into the racks; afterwards it is charged slowly until it is full. */
function batteryPowerKw(storedKwh: number, isTesting: boolean, dtMs: number): number {
  if (isTesting) return -Math.min(testKw, storedKwh / hours(dtMs));
  return Math.min(rechargeKw, (batteryKwh - storedKwh) / hours(dtMs));
}

/** Load as a share of what the modules that run can carry, %. */
export const upsLoadPct = ({ outputKw, modules }: UpsState): number => (100 * outputKw) / (modules * moduleKw);

export const upsChargePct = ({ storedKwh }: UpsState): number => (100 * storedKwh) / batteryKwh;

/** 0 on mains, 1 battery test, 2 module out of service. */
export function upsCondition({ isTesting, modules }: UpsState): 0 | 1 | 2 {
  if (isTesting) return 1;
  return modules < installedModules ? 2 : 0;
}
