import { textOf } from '../../kernel/index.ts';
import { staleLimitMs } from '../../safety/index.ts';
import type { PointState } from '../../site/index.ts';
import { encodePoint } from '../codec.ts';
import type { ProfilePoint } from '../profile.ts';
import type { DeviceMap, ReadFunction, ResolvedPoint } from '../register-map.ts';
import type { ScaleFactors } from '../write-plan.ts';
import { ModbusException } from './modbus-exception.ts';
import type { MasterRead } from './pdu.ts';

/** What the gateway knows of a device at one moment. */
export interface DeviceKnowledge {
  /** The newest answer of a point, by column. */
  readonly stateOf: (column: number) => PointState;
  readonly scaleFactors: ScaleFactors;
  /** Monotonic time, milliseconds. */
  readonly nowMs: number;
}

/** Points in the same registers: one that takes them whole, or several that take bits of them. */
type Sharers = readonly [ResolvedPoint, ...ResolvedPoint[]];

/** Where a register's word comes from: a place in the words of points, or the scale factor of one. */
type WordSource =
  | { readonly kind: 'value'; readonly sharers: Sharers; readonly offset: number }
  | { readonly kind: 'scaleFactor'; readonly point: ResolvedPoint };

/** A device's registers as another master sees them: the profile's points, encoded again from what was last read. */
export class RegisterView {
  readonly #map: DeviceMap;
  readonly #tables = new Map<ReadFunction, Map<number, WordSource>>();

  constructor(map: DeviceMap) {
    this.#map = map;
    const resolved = map.points.filter((point) => point !== undefined);
    const spans = Map.groupBy(resolved, ({ functionCode, address, width }) => `${functionCode} ${address} ${width}`);
    for (const points of spans.values()) this.#addValue(points);
    for (const point of resolved) this.#addScaleFactor(point);
  }

  /**
   * The words of a read, or its bits as 0 and 1.
   * @throws ModbusException 2 for a register that the profile does not have, 4 for a value that the device answered but
   * that cannot be true, 11 for one that was not read lately.
   */
  read({ functionCode, address, quantity }: MasterRead, knowledge: DeviceKnowledge): number[] {
    const table = this.#tables.get(functionCode);
    const sources = Array.from({ length: quantity }, (_, position) => {
      const source = table?.get(address + position);
      if (source) return source;
      throw new ModbusException('illegalAddress', `the profile has no register at address ${address + position}`);
    });
    const encoded = new Map<Sharers, readonly number[]>();
    return sources.map((source) => {
      if (source.kind === 'scaleFactor') return scaleFactorWord(source.point, knowledge);
      const { sharers, offset } = source;
      const words = encoded.get(sharers) ?? this.#encode(sharers, knowledge);
      encoded.set(sharers, words);
      return words[offset] ?? 0;
    });
  }

  #addValue(points: readonly ResolvedPoint[]): void {
    const whole = points.find(({ point }) => point.mask === undefined);
    const [first, ...others] = whole ? [whole] : points;
    if (!first) return;
    const sharers: Sharers = [first, ...others];
    for (let offset = 0; offset < first.width; offset++) {
      this.#tableOf(first).set(first.address + offset, { kind: 'value', sharers, offset });
    }
  }

  #addScaleFactor(point: ResolvedPoint): void {
    if (point.scaleFactorAddress === undefined) return;
    this.#tableOf(point).set(point.scaleFactorAddress, { kind: 'scaleFactor', point });
  }

  #tableOf({ functionCode }: ResolvedPoint): Map<number, WordSource> {
    const table = this.#tables.get(functionCode) ?? new Map<number, WordSource>();
    this.#tables.set(functionCode, table);
    return table;
  }

  #encode(sharers: Sharers, knowledge: DeviceKnowledge): readonly number[] {
    const [first] = sharers;
    const values = sharers.map((sharer) => this.#currentValue(sharer, knowledge));
    const isMasked = first.point.mask !== undefined;
    const point = isMasked ? rawRegister(first.point) : readable(first.point);
    const value = isMasked ? bitsOf(sharers, values) : (values[0] ?? NaN);
    const exponent = exponentOf(first, knowledge);
    try {
      return encodePoint(point, this.#map.profile.connection, value, exponent);
    } catch (thrown) {
      throw new ModbusException('deviceFailure', textOf(thrown));
    }
  }

  #currentValue({ point, column }: ResolvedPoint, { stateOf, nowMs }: DeviceKnowledge): number {
    const { name, group } = point;
    const { value, goodAt, invalid } = stateOf(column);
    if (invalid !== undefined) throw new ModbusException('deviceFailure', `${name}: ${invalid}`);
    const ageMs = nowMs - goodAt;
    const limitMs = ageLimitMs(this.#map.profile.groups[group]?.periodMs ?? 0);
    if (value !== null && ageMs <= limitMs) return value;
    const age = Number.isFinite(ageMs) ? `was last read ${Math.round(ageMs)} ms ago` : 'was not read yet';
    throw new ModbusException('targetSilent', `${name} ${age}, the limit is ${limitMs} ms`);
  }
}

/** The guard's own stale limit; a group that is polled more slowly than that may miss one cycle. */
function ageLimitMs(periodMs: number): number {
  return Math.max(staleLimitMs(periodMs), 2 * periodMs);
}

/** The exponent with which a point's raw numbers are scaled: 0 for a point without a scale factor register. */
function exponentOf({ point, column, scaleFactorAddress }: ResolvedPoint, { scaleFactors }: DeviceKnowledge): number {
  if (scaleFactorAddress === undefined) return 0;
  const exponent = scaleFactors.get(column);
  if (exponent === undefined) throw new ModbusException('targetSilent', `the scale of ${point.name} was not read yet`);
  return exponent;
}

function scaleFactorWord(point: ResolvedPoint, knowledge: DeviceKnowledge): number {
  return exponentOf(point, knowledge) & 0xffff;
}

/** Unsigned, as a 32 bit register has it. Bits that no point takes are unknown and read as 0. */
function bitsOf(sharers: Sharers, values: readonly number[]): number {
  const masks = sharers.map(({ point }, position) => (values[position] === 0 ? 0 : (point.mask ?? 0)));
  return masks.reduce((bits, mask) => (bits | mask) >>> 0, 0);
}

/** A register that takes the bits of masked points as they are. */
function rawRegister(masked: ProfilePoint): ProfilePoint {
  return { ...readable(masked), scale: 1, shift: 0, sign: 1 };
}

/** What a device shows may lie outside of what the gateway would write. */
function readable(point: ProfilePoint): ProfilePoint {
  const copy: { -readonly [K in keyof ProfilePoint]: ProfilePoint[K] } = { ...point };
  delete copy.write;
  return copy;
}
