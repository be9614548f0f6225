import { type BatteryState, InverterStatus } from './battery.ts';
import type { BlockEquipment } from './block-equipment.ts';
import { controllerRows, heatMeterRows, rackRows, upsRows } from './block-data-sheets.ts';
import { coolingUnits } from './cooling.ts';
import { coolingRows, type DataSheetRow, inverterRows, machineRows, meterRows, moduleRows } from './data-sheets.ts';
import { machines } from './machines.ts';
import { readMeter } from './meters.ts';
import { ModbusException, type Space } from './modbus-pdu.ts';
import { blockMeterUnit, gridMeterUnit, type PlantState, siteInverterUnit, withInverter } from './plant.ts';
import { encodeWords, type RegisterType, type WordOrder, wordsOf } from './registers.ts';

/** One device's registers: where each point stands and how it reads the plant. Addresses are protocol addresses. */
export interface UnitMap {
  readonly unit: number;
  readonly space: Space;
  readonly wordOrder: WordOrder;
  readonly points: readonly MappedPoint[];
  /** Which point, and which of its words, stands at an address. */
  readonly words: ReadonlyMap<number, { readonly point: MappedPoint; readonly word: number }>;
  /** Writes the engineering values of all points in their order from `offset` on, NaN where the device has none. */
  readonly sample: (plant: PlantState, into: Float64Array, offset: number) => void;
}

export interface MappedPoint {
  readonly name: string;
  readonly address: number;
  readonly type: RegisterType;
  readonly scale: number;
  /** Engineering value; undefined where the device has none. */
  readonly value: (plant: PlantState) => number | undefined;
}

const setpointAddress = 40101 - 40001;
const gatewayHeartbeatAddress = 40102 - 40001;
const notASetpoint = 0x8000;

/** The register maps of every device of a plant, by unit id. */
export function mapUnits(plant: PlantState): ReadonlyMap<number, UnitMap> {
  const maps = [
    ...plant.inverters.map(({ unit }, index) => inverterMap(unit, index)),
    meterMap(gridMeterUnit, (state) => state.grid),
    meterMap(blockMeterUnit, (state) => state.block),
    ...machines.map((machine, index) =>
      mapUnit(machine.unit, 'holding', 'little', 0, machineRows, ({ machines: states, supply }) => {
        const state = states[index];
        return state && { machine, state, supply };
      }),
    ),
    ...coolingUnits.map(({ unit }, index) =>
      mapUnit(unit, 'input', 'big', 30001, coolingRows, ({ cooling }) => cooling[index]),
    ),
    ...blockMaps(),
  ];
  return new Map(maps.map((map) => [map.unit, map]));
}

/** Block-01 beside its meter and its cooling units. */
function blockMaps(): readonly UnitMap[] {
  const map = <R>(unit: number, rows: readonly DataSheetRow<R>[], device: (block: BlockEquipment) => R | undefined) =>
    mapUnit(unit, 'input', 'big', 30001, rows, ({ blockEquipment }) => device(blockEquipment));
  return [
    map(23, controllerRows, (block) => block),
    map(24, heatMeterRows, ({ outlets }) => outlets.host),
    map(25, heatMeterRows, ({ outlets }) => outlets.cooler),
    map(26, upsRows, ({ ups }) => ups),
    map(27, rackRows, ({ racks }) => racks[0]),
    map(28, rackRows, ({ racks }) => racks[1]),
  ];
}

function inverterMap(unit: number, index: number): UnitMap {
  const rows = unit === siteInverterUnit ? inverterRows : [...inverterRows, ...moduleRows];
  return mapUnit(unit, 'holding', 'big', 40001, rows, ({ inverters, supply }) => {
    const battery = inverters[index]?.battery;
    return battery && { battery, supply };
  });
}

function meterMap(unit: number, meter: (plant: PlantState) => PlantState['grid']): UnitMap {
  return mapUnit(unit, 'input', 'big', 30001, meterRows, (plant) => readMeter(meter(plant), plant.supply));
}

function mapUnit<R>(
  unit: number,
  space: Space,
  wordOrder: WordOrder,
  addressBase: number,
  rows: readonly DataSheetRow<R>[],
  device: (plant: PlantState) => R | undefined,
): UnitMap {
  const points = rows.map(([name, address, type, scale, value]) => ({
    name,
    address: address - addressBase,
    type,
    scale,
    value(plant: PlantState) {
      const readings = device(plant);
      return readings && value(readings);
    },
  }));
  const words = points.flatMap((point) =>
    Array.from({ length: wordsOf(point.type) }, (_, word) => [point.address + word, { point, word }] as const),
  );
  const values = rows.map(([, , , , value]) => value);
  const sample = (plant: PlantState, into: Float64Array, offset: number): void => {
    const readings = device(plant);
    let place = offset;
    for (const value of values) into[place++] = (readings && value(readings)) ?? Number.NaN;
  };
  return { unit, space, wordOrder, points, words: new Map(words), sample };
}

/** Register words as the plant has them now. Throws exception 2 for an address that no point stands at. */
export function readWords(
  map: UnitMap,
  value: (point: MappedPoint) => number | undefined,
  address: number,
  quantity: number,
): readonly number[] {
  return Array.from({ length: quantity }, (_, offset) => {
    const mapped = map.words.get(address + offset);
    if (!mapped) throw new ModbusException('illegalAddress');
    const { point, word } = mapped;
    const engineering = value(point);
    const raw = engineering === undefined ? undefined : engineering / point.scale;
    return encodeWords(point.type, raw, map.wordOrder)[word] ?? 0;
  });
}

/**
 * The plant after registers were written. `followedShare` is the part of a new setpoint that the inverter really
 * follows. Throws exception 2 for a register that is not writable, 3 for a setpoint that is none, 4 when a stopped
 * inverter is told to move.
 */
export function writeWords(
  plant: PlantState,
  unit: number,
  address: number,
  values: readonly number[],
  followedShare: number,
): PlantState {
  return values.reduce((state, value, offset) => writeWord(state, unit, address + offset, value, followedShare), plant);
}

function writeWord(plant: PlantState, unit: number, address: number, value: number, followedShare: number): PlantState {
  const battery = plant.inverters.find((inverter) => inverter.unit === unit)?.battery;
  if (!battery) throw new ModbusException('illegalAddress');
  const written = { ...battery, ...commandOf(battery, address, value, followedShare) };
  return withInverter(plant, unit, (inverter) => ({ ...inverter, battery: written }));
}

function commandOf(
  battery: BatteryState,
  address: number,
  value: number,
  followedShare: number,
): Partial<BatteryState> {
  if (address === gatewayHeartbeatAddress) return { gatewayHeartbeat: value };
  if (address !== setpointAddress) throw new ModbusException('illegalAddress');
  if (value === notASetpoint) throw new ModbusException('illegalValue');
  const setpointKw = (value >= notASetpoint ? value - 0x1_0000 : value) / 10;
  if (setpointKw !== 0 && battery.statusCode !== InverterStatus.running) throw new ModbusException('deviceFailure');
  return { setpointKw, followedKw: setpointKw * followedShare };
}
