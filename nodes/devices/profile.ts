import type { PointRole } from '../site/index.ts';

/** A device profile as `profiles/*.yaml` states it, checked against `profiles/schema.json`. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly manufacturer: string;
  readonly kind:
    | 'battery-inverter'
    | 'meter'
    | 'machine-meter'
    | 'cooling-unit'
    | 'heat-meter'
    | 'power-distribution'
    | 'uninterruptible-supply'
    | 'building-controller';
  readonly notes?: string;
  readonly connection: ProfileConnection;
  readonly groups: Readonly<Record<string, { readonly periodMs: number }>>;
  readonly points: readonly ProfilePoint[];
  readonly control?: ProfileControl;
}

export interface ProfileConnection {
  /** Default Modbus unit id, 1..247: 0 is broadcast, whose errors no client can see. */
  readonly unit: number;
  readonly timeoutMs: number;
  /** Notation of the addresses below: 0 = protocol address; 1, 30001 or 40001 = the number printed for the first register. */
  readonly addressBase: 0 | 1 | 30001 | 40001;
  readonly wordOrder: 'big' | 'little';
  readonly byteOrder: 'big' | 'little';
  /** Registers per read, at most 125. */
  readonly maxRegisters: number;
  /** Unread registers that a joined request may span; 0 where a device refuses holes. */
  readonly maxGap: number;
  /** Present when addresses are found by walking the SunSpec model chain; then points name `model` and `offset`. */
  readonly sunspec?: { readonly bases: readonly number[] };
}

export type RegisterTable = 'holding' | 'input' | 'coil' | 'discrete';
export type RegisterType =
  'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'float32' | 'float64' | 'bool';

export interface ProfilePoint {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly role?: PointRole;
  /** What matters is by how much the point rose. */
  readonly counter?: boolean;
  readonly table: RegisterTable;
  /** In the notation of `addressBase`. Absent for SunSpec points, which have `model` and `offset`. */
  readonly address?: number;
  readonly model?: number;
  /** Registers after the model's length register. */
  readonly offset?: number;
  readonly type: RegisterType;
  /** engineering value = sign × (raw × scale + shift). */
  readonly scale: number;
  readonly shift: number;
  /** -1 where the maker counts the other way round than the house (positive charges, positive imports). */
  readonly sign: 1 | -1;
  /** SunSpec scale factor register of the same model, an exponent of ten that multiplies `scale`. */
  readonly scaleFactor?: { readonly offset: number };
  readonly group: string;
  readonly range?: readonly [number, number];
  /** Raw value that means "not implemented", as the type reads it; SunSpec profiles have the standard's own by default. */
  readonly notImplemented?: number;
  readonly safetyRequired: boolean;
  /** Takes bits of a 16 or 32 bit register: value = (raw & mask) !== 0 ? 1 : 0. Points may share a register. */
  readonly mask?: number;
  readonly states?: Readonly<Record<string, string>>;
  readonly write?: {
    readonly functionCode: 6 | 16;
    /** Engineering limits of what may be written. */
    readonly min: number;
    readonly max: number;
  };
}

export interface ProfileControl {
  /** One signed register, or one for each direction (the idle one is always written first). */
  readonly setpoint: { readonly point: string } | { readonly charge: string; readonly discharge: string };
  /** Registers that must hold a value before a setpoint counts, such as a remote mode; written when they differ. */
  readonly prerequisites: readonly { readonly point: string; readonly value: number }[];
  /** Written after every setpoint: what brings it into force, so that no older setpoint ever does. */
  readonly enable?: { readonly point: string; readonly value: number };
  /** Status values that mean the device may be driven; every other, known or not, is a fault. */
  readonly okStates: readonly number[];
  readonly watchdog?: {
    readonly point: string;
    readonly periodMs: number;
    /** What is written: a counter modulo 65536, or a reversion time of `value` seconds. */
    readonly kind: 'counter' | 'seconds';
    readonly value?: number;
  };
  /** How fast the device follows, for the effect check. */
  readonly settleMs: number;
  readonly tolerancePct: number;
}

/** Names of the points that driving the device depends on. */
export function controlPoints(control: ProfileControl): string[] {
  const { setpoint, prerequisites, enable, watchdog } = control;
  return [
    ...('point' in setpoint ? [setpoint.point] : [setpoint.charge, setpoint.discharge]),
    ...prerequisites.map(({ point }) => point),
    ...(enable ? [enable.point] : []),
    ...(watchdog ? [watchdog.point] : []),
  ];
}
