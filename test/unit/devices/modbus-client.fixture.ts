import { EventEmitter } from 'node:events';
import type { RegisterRead } from '../../../nodes/devices/exchanges.ts';
import type { ModbusClientNode } from '../../../nodes/devices/modbus-transport.ts';

/** The holding registers of a device, by protocol address. */
export class RegisterMemory {
  readonly #words = new Map<number, number>();

  set(address: number, ...words: readonly number[]): void {
    for (const [position, word] of words.entries()) this.#words.set(address + position, word & 0xffff);
  }

  /** Throws Modbus exception 2 where the device has no register. */
  read(address: number, quantity: number): number[] {
    return Array.from({ length: quantity }, (_, position) => {
      const word = this.#words.get(address + position);
      if (word === undefined) throw new Error('Modbus exception 2: Illegal data address');
      return word;
    });
  }
}

interface ClientPayload {
  readonly fc: number;
  readonly unitid: number;
  readonly address: number;
  readonly quantity: number;
  readonly value?: number | readonly number[];
}

/**
 * What becomes of one request: carried out and answered; carried out and the answer lost; lost on its way; refused by the
 * device with an exception; answered by somebody else's echo.
 */
export type Fate = 'answered' | 'answer lost' | 'lost' | 'refused' | 'wrong echo';

/** Stands for contrib-modbus's client node: a register memory behind an event emitter, with faults. */
export class FakeModbusClient extends EventEmitter implements ModbusClientNode {
  readonly tcpHost = '192.168.1.100';
  readonly tcpPort = 502;
  readonly clientTimeout = 800;
  readonly registers: RegisterMemory;
  /** `write 100 1000`, `read 100`: every request that reached the client. */
  readonly requests: string[];
  /** Events that the client's state machine was sent. */
  readonly stateEvents: string[] = [];
  readonly stateService = { send: (event: string) => void this.stateEvents.push(event) };
  active = true;
  units = new Set<number>();
  /** Fates of the coming writes and reads in their order; after them everything is answered. */
  writeFates: Fate[] = [];
  readFates: Fate[] = [];

  constructor(registers = new RegisterMemory(), requests: string[] = []) {
    super();
    this.registers = registers;
    this.requests = requests;
    this.on('writeModbus', ({ payload }: { payload: ClientPayload }, done: Done, failed: Failed) => {
      this.#write(payload, done, failed);
    });
    this.on('readModbus', ({ payload }: { payload: ClientPayload }, done: Done, failed: Failed) => {
      this.#read(payload, done, failed);
    });
  }

  isActive(): boolean {
    return this.active;
  }

  /** Changes the state as the client's machine does, with its event. */
  turn(active: boolean, event: string): void {
    this.active = active;
    this.emit(event);
  }

  #write(payload: ClientPayload, done: Done, failed: Failed): void {
    const words = [payload.value ?? []].flat();
    this.requests.push(`write ${payload.address} ${words.join(' ')}`);
    this.units.add(payload.unitid);
    const fate = this.writeFates.shift() ?? 'answered';
    if (fate === 'refused') {
      failed({ message: 'Modbus exception 4: Slave device failure' });
      return;
    }
    if (fate === 'lost') return;
    this.registers.set(payload.address, ...words);
    if (fate === 'answer lost') return;
    const address = fate === 'wrong echo' ? payload.address + 1 : payload.address;
    done(payload.fc === 6 ? { address, value: words[0] } : { address, length: words.length });
  }

  #read({ address, quantity, unitid }: ClientPayload, done: Done, failed: Failed): void {
    this.requests.push(`read ${address}`);
    this.units.add(unitid);
    const fate = this.readFates.shift() ?? 'answered';
    if (fate !== 'answered') {
      if (fate === 'refused') failed({ message: 'Modbus exception 4: Slave device failure' });
      return;
    }
    try {
      done({ data: this.registers.read(address, quantity) });
    } catch (thrown) {
      failed(thrown);
    }
  }
}

type Done = (answer: object) => void;
type Failed = (error: unknown) => void;

/** Answers the reads that a flow would carry, from a register memory. */
export function answerFrom(registers: RegisterMemory, read: RegisterRead): Uint16Array | Error {
  try {
    return Uint16Array.from(registers.read(read.address, read.quantity));
  } catch (thrown) {
    return thrown as Error;
  }
}
