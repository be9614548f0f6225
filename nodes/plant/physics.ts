import { type BatteryState, cellTempMaxC } from './battery.ts';
import { errors } from './errors.ts';
import { type Inverter, type PlantState, siteInverterUnit, withInverter } from './plant.ts';
import { requireFlag, requireKnownFields, requireNumber, requireObject, requireWhole } from './request.ts';

/** What a test or a demonstration changes in the plant. Only the fields that are given change; null ends an override. */
export interface PhysicsPatch {
  /** Inverter that the battery's fields mean; the site's own when left out. */
  readonly unit?: number;
  /** Charges or empties the battery at once; physics goes on from there. */
  readonly socPct?: number;
  /** Heats or cools the cells at once, so that the hottest has this temperature; physics goes on from there. */
  readonly cellTempMaxC?: number;
  readonly estop?: boolean;
  readonly gridFault?: boolean;
  readonly statusCode?: number | null;
  readonly gridFrequencyHz?: number | null;
  /** Line to line. */
  readonly gridVoltageV?: number | null;
  /** Where battery and cooling units stand. */
  readonly ambientC?: number | null;
  readonly outdoorC?: number | null;
}

const orNull =
  <T>(read: (value: unknown, field: string) => T) =>
  (value: unknown, field: string): T | null =>
    value === null ? null : read(value, field);
const numberFrom = (min: number, max: number) => (value: unknown, field: string) =>
  requireNumber(value, field, min, max);
const wholeFrom = (min: number, max: number) => (value: unknown, field: string) => requireWhole(value, field, min, max);

const readers: Readonly<Record<keyof PhysicsPatch, (value: unknown, field: string) => unknown>> = {
  unit: wholeFrom(1, 247),
  socPct: numberFrom(0, 100),
  cellTempMaxC: numberFrom(-60, 120),
  estop: requireFlag,
  gridFault: requireFlag,
  statusCode: orNull(wholeFrom(0, 0xffff)),
  gridFrequencyHz: orNull(numberFrom(0, 100)),
  gridVoltageV: orNull(numberFrom(0, 1000)),
  ambientC: orNull(numberFrom(-60, 90)),
  outdoorC: orNull(numberFrom(-60, 60)),
};

/** Checks a patch that came in a message. Throws `bad_plant_request`. */
export function parsePhysicsPatch(payload: unknown): PhysicsPatch {
  const patch = requireObject(payload, 'payload');
  requireKnownFields(patch, 'payload', Object.keys(readers));
  for (const [field, read] of Object.entries(readers)) {
    if (field in patch) read(patch[field], `payload.${field}`);
  }
  return patch;
}

/** The plant after a patch. Throws `bad_plant_request` when no inverter has the patch's unit. */
export function applyPhysics(plant: PlantState, patch: PhysicsPatch): PlantState {
  const { unit = siteInverterUnit } = patch;
  if (!plant.inverters.some((inverter) => inverter.unit === unit)) {
    const units = plant.inverters.map((inverter) => inverter.unit).join(', ');
    throw errors.bad_plant_request({ field: 'payload.unit', limit: `an inverter, one of ${units}`, value: unit });
  }
  const { overrides } = plant;
  const overridden = {
    ...plant,
    overrides: {
      frequencyHz: given(patch.gridFrequencyHz, overrides.frequencyHz),
      voltageV: given(patch.gridVoltageV, overrides.voltageV),
      ambientC: given(patch.ambientC, overrides.ambientC),
      outdoorC: given(patch.outdoorC, overrides.outdoorC),
    },
  };
  return withInverter(overridden, unit, (inverter) => patchInverter(inverter, patch));
}

function patchInverter(inverter: Inverter, patch: PhysicsPatch): Inverter {
  const { overrides } = inverter;
  return {
    ...inverter,
    battery: patchBattery(inverter.battery, patch),
    overrides: {
      estop: given(patch.estop, overrides.estop),
      gridFault: given(patch.gridFault, overrides.gridFault),
      statusCode: given(patch.statusCode, overrides.statusCode),
    },
  };
}

function patchBattery(battery: BatteryState, { socPct, cellTempMaxC: hottestC }: PhysicsPatch): BatteryState {
  const storedKwh = socPct === undefined ? battery.storedKwh : (battery.ratings.capacityKwh * socPct) / 100;
  const cellC = hottestC === undefined ? battery.cellC : battery.cellC + hottestC - cellTempMaxC(battery);
  return { ...battery, storedKwh, cellC };
}

function given<T>(patched: T | undefined, current: T): T {
  return patched === undefined ? current : patched;
}
