import type { Clock } from '../kernel/index.ts';
import { rebootBattery } from './battery.ts';
import { answerInstead, type Fault, transmit } from './faults.ts';
import type { ModbusFrame } from './modbus-frame.ts';
import { answerPdu, ModbusException, type RegisterBank, silentTarget } from './modbus-pdu.ts';
import type { WireAnswer } from './modbus-server.ts';
import { randomWords } from './noise.ts';
import { applyPhysics, type PhysicsPatch } from './physics.ts';
import { type PlantState, stepPlant, withInverter } from './plant.ts';
import { type MappedPoint, mapUnits, readWords, type UnitMap, writeWords } from './register-map.ts';
import { errors } from './errors.ts';

/** A write that a device accepted, whether or not a fault let it take effect. */
export interface JournalEntry {
  /** Wall clock, milliseconds since the epoch. */
  readonly at: number;
  readonly unit: number;
  readonly address: number;
  readonly value: number;
}

/** Each device as it stands, in engineering units under its point names; null where the device has no such value. */
export interface UnitSnapshot {
  readonly fault: string | null;
  readonly reads: number;
  readonly writes: number;
  readonly points: Readonly<Record<string, number | null>>;
}

interface Device {
  readonly map: UnitMap;
  fault: Fault | undefined;
  /** The plant as a frozen device still sees it. */
  frozen: PlantState | undefined;
  reads: number;
  writes: number;
}

const maxJournalEntries = 100_000;

/** The plant's devices behind their register maps: physics moves them, requests read and command them, faults distort them. */
export class PlantDevices {
  readonly #clock: Clock;
  readonly #devices: ReadonlyMap<number, Device>;
  readonly #randomWord: () => number;
  #plant: PlantState;
  #journal: JournalEntry[] = [];

  constructor(plant: PlantState, clock: Clock) {
    this.#plant = plant;
    this.#clock = clock;
    this.#randomWord = randomWords(plant.seed);
    this.#devices = new Map(
      [...mapUnits(plant)].map(([unit, map]) => [
        unit,
        { map, fault: undefined, frozen: undefined, reads: 0, writes: 0 },
      ]),
    );
  }

  get plant(): PlantState {
    return this.#plant;
  }

  step(dtMs: number, wallMs: number): void {
    this.#plant = stepPlant(this.#plant, dtMs, wallMs);
  }

  answer(request: ModbusFrame): WireAnswer {
    const device = this.#devices.get(request.unit);
    const instead = answerInstead(device?.fault, request);
    if (instead) return instead;
    const pdu = answerPdu(device ? this.#bankOf(device) : absentBank, request.pdu);
    return transmit(device?.fault, { ...request, pdu }, this.#randomWord);
  }

  /** Throws `bad_plant_request` for a unit that the plant does not have. */
  setFault(unit: number | 'all', fault: Fault | undefined): void {
    for (const device of unit === 'all' ? this.#devices.values() : [this.#deviceOf(unit)]) {
      device.fault = fault;
      device.frozen = fault?.kind === 'freeze' ? this.#plant : undefined;
      if (fault?.kind === 'restart') this.#reboot(device.map.unit);
    }
  }

  /** Ends a fault wherever no other has taken its place. */
  endFault(fault: Fault): void {
    for (const device of this.#devices.values()) {
      if (device.fault === fault) device.fault = undefined;
    }
  }

  /** Throws `bad_plant_request` when the patch names an inverter that the plant does not have. */
  setPhysics(patch: PhysicsPatch): void {
    this.#plant = applyPhysics(this.#plant, patch);
    // Emergency stop and status act at once, not a step later.
    this.step(0, 0);
  }

  /** The last 100 000 accepted writes, oldest first. */
  journal(): readonly JournalEntry[] {
    return this.#journal;
  }

  snapshot(): Readonly<Record<number, UnitSnapshot>> {
    return Object.fromEntries([...this.#devices].map(([unit, device]) => [unit, this.#snapshotOf(device)]));
  }

  #bankOf(device: Device): RegisterBank {
    return {
      read: (space, address, quantity) => {
        if (space !== device.map.space) throw new ModbusException('illegalAddress');
        const words = readWords(device.map, this.#valueOf(device), address, quantity);
        device.reads += 1;
        return device.fault?.kind === 'garbage' ? words.map(() => this.#randomWord() & 0xffff) : words;
      },
      write: (address, values) => {
        this.#write(device, address, values);
        device.writes += 1;
      },
    };
  }

  #valueOf({ fault, frozen }: Device): (point: MappedPoint) => number | undefined {
    if (fault?.kind === 'not-implemented') return () => undefined;
    const plant = frozen ?? this.#plant;
    return (point) => point.value(plant);
  }

  #write({ map, fault }: Device, address: number, values: readonly number[]): void {
    const followedShare = fault?.kind === 'clamp-writes' ? 0.5 : 1;
    const written = writeWords(this.#plant, map.unit, address, values, followedShare);
    if (fault?.kind !== 'ignore-writes') this.#plant = written;
    const at = this.#clock.now();
    values.forEach((value, offset) => this.#journal.push({ at, unit: map.unit, address: address + offset, value }));
    if (this.#journal.length > 2 * maxJournalEntries) this.#journal = this.#journal.slice(-maxJournalEntries);
  }

  #reboot(unit: number): void {
    this.#plant = withInverter(this.#plant, unit, (inverter) => ({
      ...inverter,
      battery: rebootBattery(inverter.battery),
    }));
  }

  #snapshotOf({ map, fault, reads, writes }: Device): UnitSnapshot {
    const points = map.points.map(({ name, value }) => [name, value(this.#plant) ?? null] as const);
    return { fault: fault?.kind ?? null, reads, writes, points: Object.fromEntries(points) };
  }

  #deviceOf(unit: number): Device {
    const device = this.#devices.get(unit);
    if (device) return device;
    throw errors.bad_plant_request({
      field: 'payload.unit',
      limit: `one of ${[...this.#devices.keys()].join(', ')}`,
      value: unit,
    });
  }
}

/** A unit that is not there, as a gateway in front of its devices answers for it. */
const absentBank: RegisterBank = {
  read: () => {
    throw silentTarget();
  },
  write: () => {
    throw silentTarget();
  },
};
