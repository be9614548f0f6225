import { decodePoint } from '../codec.ts';
import { type DeviceMap, type ResolvedPoint, resolvedPoint } from '../register-map.ts';
import type { ScaleFactors } from '../write-plan.ts';
import { ModbusException } from './modbus-exception.ts';
import type { MasterWrite } from './pdu.ts';

/** What a write puts into a point, or undefined when it leaves the point alone. */
type Written = (name: string) => number | undefined;

/**
 * The power that a master's write asks for, kW, positive charges. Where the device has a register for each direction, a
 * power in one idles the other, and 0 in one leaves the other as it stands: `standingKw` is the setpoint that the device
 * holds now.
 * @throws ModbusException 2 for any register but the guarded setpoint's, 3 for a part of a setpoint or a value that it
 * cannot have, 11 while its scale is not known.
 */
export function targetOfWrite(
  map: DeviceMap,
  write: MasterWrite,
  standingKw: number,
  scaleFactors: ScaleFactors,
): number {
  const { control } = map.profile;
  if (!control) throw new ModbusException('illegalAddress', `${map.profile.id} has no register to write`);
  const { setpoint } = control;
  const names = 'point' in setpoint ? [setpoint.point] : [setpoint.charge, setpoint.discharge];
  const touched = touchedPoints(
    names.map((name) => resolvedPoint(map, name)),
    write,
  );
  const values = new Map(touched.map((point) => [point.point.name, valueIn(map, point, write, scaleFactors)]));
  const written: Written = (name) => values.get(name);
  return 'point' in setpoint ? (written(setpoint.point) ?? 0) : directedTarget(setpoint, written, standingKw);
}

function touchedPoints(setpoints: readonly ResolvedPoint[], { address, words }: MasterWrite): ResolvedPoint[] {
  const touched = setpoints.filter((point) => point.address < address + words.length && endOf(point) > address);
  for (let register = address; register < address + words.length; register++) {
    if (touched.some((point) => register >= point.address && register < endOf(point))) continue;
    throw new ModbusException('illegalAddress', `register ${register} is not the guarded setpoint`);
  }
  return touched;
}

function valueIn(map: DeviceMap, resolved: ResolvedPoint, write: MasterWrite, scaleFactors: ScaleFactors): number {
  const { point, address, width, scaleFactorAddress, column } = resolved;
  if (address < write.address || endOf(resolved) > write.address + write.words.length) {
    throw new ModbusException('illegalValue', `${point.name} takes ${width} registers from ${address} in one request`);
  }
  const exponent = scaleFactorAddress === undefined ? 0 : scaleFactors.get(column);
  if (exponent === undefined) throw new ModbusException('targetSilent', `the scale of ${point.name} was not read yet`);
  const decoded = decodePoint(point, map.profile.connection, write.words, address - write.address, exponent);
  if ('value' in decoded) return decoded.value;
  throw new ModbusException('illegalValue', `${point.name}: ${decoded.invalid}`);
}

function directedTarget(
  { charge, discharge }: { readonly charge: string; readonly discharge: string },
  written: Written,
  standingKw: number,
): number {
  const [chargeKw, dischargeKw] = [written(charge), written(discharge)];
  if (chargeKw && dischargeKw) {
    throw new ModbusException('illegalValue', `${charge} and ${discharge} cannot both be set`);
  }
  if (chargeKw) return chargeKw;
  if (dischargeKw) return -dischargeKw;
  if (chargeKw === undefined) return Math.max(0, standingKw);
  return dischargeKw === undefined ? Math.min(0, standingKw) : 0;
}

function endOf({ address, width }: ResolvedPoint): number {
  return address + width;
}
