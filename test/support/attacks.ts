import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where a Modbus TCP server listens on the loopback address: a northbound port, a plant, or a man in the middle. */
export interface AttackTarget {
  readonly port: number;
  readonly unit: number;
}

export interface AttackCount {
  readonly sent: number;
  /** Requests that got an answer of any kind; a server that hangs up leaves the rest unanswered. */
  readonly answered: number;
}

const host = '127.0.0.1';
const answerWithinMs = 1000;
const attackWithinMs = 15_000;
/** Register of the demo inverter's setpoint, as its data sheet has it. */
const setpointAddress = 100;

/** Asks for vendor, product and version (function 43, MEI type 14), category by category and object by object. */
export function scanDeviceId(target: AttackTarget): Promise<AttackCount> {
  const objects = range(5).flatMap((object) => [1, 2, 3, 4].map((category) => [43, 14, category, object]));
  return sendInTurn(
    target,
    objects.map((bytes) => Buffer.from(bytes)),
  );
}

/** Switches coils on that nobody has ever asked for. */
export function writeCoils(target: AttackTarget): Promise<AttackCount> {
  return sendInTurn(
    target,
    range(10).map((coil) => pdu(5, coil, 0xff00)),
  );
}

/** Reads one register after the other, to learn which there are. */
export function sweepAddresses(target: AttackTarget): Promise<AttackCount> {
  return sendInTurn(
    target,
    range(200).map((register) => pdu(3, register, 1)),
  );
}

/** Reads the largest blocks that the protocol has. */
export function dumpRegisters(target: AttackTarget): Promise<AttackCount> {
  return sendInTurn(
    target,
    range(16).map((block) => pdu(3, 125 * block, 125)),
  );
}

/** Writes setpoint and neighbour in one request, where the gateway writes single registers. */
export function writeRegisters(target: AttackTarget): Promise<AttackCount> {
  const data = Buffer.from([4, 0x09, 0xc4, 0, 0]);
  return sendInTurn(
    target,
    range(10).map(() => Buffer.concat([pdu(16, setpointAddress, 2), data])),
  );
}

/** Writes the setpoint over and over without waiting for an answer. */
export function floodSetpoint(target: AttackTarget): Promise<AttackCount> {
  return sendAtOnce(
    target,
    range(300).map((turn) => pdu(6, setpointAddress, turn % 2 === 0 ? 2500 : 0xf63c)),
  );
}

/** Sits between a master and its device and passes everything on. */
export interface ManInTheMiddle {
  readonly port: number;
  /** Holds every answer back for `delayMs`, for as long as `forMs`; resolves when that is over. */
  readonly delayAnswers: (delayMs: number, forMs: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startManInTheMiddle(devicePort: number): Promise<ManInTheMiddle> {
  const open = new Set<net.Socket>();
  let delayMs = 0;
  const server = net.createServer({ noDelay: true }, (master) => {
    const device = net.connect({ port: devicePort, host, noDelay: true });
    tie(master, device, open);
    master.on('data', (bytes) => device.write(bytes));
    let earlier = Promise.resolve();
    device.on('data', (bytes) => {
      const due = sleep(delayMs);
      // An answer never overtakes the one before it, also when the delay ends between them.
      earlier = Promise.all([earlier, due]).then(() => {
        if (master.writable) master.write(bytes);
      });
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    async delayAnswers(ms, forMs) {
      delayMs = ms;
      await sleep(Math.min(forMs, attackWithinMs));
      delayMs = 0;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** Two sockets that end together. */
function tie(one: net.Socket, other: net.Socket, open: Set<net.Socket>): void {
  for (const [socket, partner] of [
    [one, other],
    [other, one],
  ] as const) {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      partner.destroy();
    });
  }
}

/** Sends each request when the one before is answered; ends early when the server hangs up or falls silent. */
async function sendInTurn(target: AttackTarget, pdus: readonly Buffer[]): Promise<AttackCount> {
  const attacker = await Attacker.connect(target);
  const deadline = performance.now() + attackWithinMs;
  let sent = 0;
  for (const request of pdus) {
    if (performance.now() > deadline) break;
    attacker.send(request);
    sent += 1;
    if (!(await attacker.answers(sent, answerWithinMs))) break;
  }
  return attacker.leave(sent);
}

async function sendAtOnce(target: AttackTarget, pdus: readonly Buffer[]): Promise<AttackCount> {
  const attacker = await Attacker.connect(target);
  for (const request of pdus) attacker.send(request);
  await attacker.answers(pdus.length, attackWithinMs);
  return attacker.leave(pdus.length);
}

/** A raw connection that counts whole answers and does not care what they say. */
class Attacker {
  readonly #socket: net.Socket;
  readonly #unit: number;
  #transaction = 0;
  #answered = 0;
  #received: Buffer = Buffer.alloc(0);

  private constructor(socket: net.Socket, unit: number) {
    this.#socket = socket;
    this.#unit = unit;
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => this.#count(bytes));
  }

  static async connect({ port, unit }: AttackTarget): Promise<Attacker> {
    const socket = net.connect({ port, host, noDelay: true });
    await once(socket, 'connect');
    return new Attacker(socket, unit);
  }

  send(request: Buffer): void {
    this.#transaction = (this.#transaction + 1) % 0x10000;
    const header = Buffer.alloc(7);
    header.writeUInt16BE(this.#transaction, 0);
    header.writeUInt16BE(request.length + 1, 4);
    header.writeUInt8(this.#unit, 6);
    this.#socket.write(Buffer.concat([header, request]));
  }

  /** True once so many answers have come; false when the connection or the time ends before. */
  async answers(count: number, withinMs: number): Promise<boolean> {
    const timeUp = AbortSignal.timeout(withinMs);
    while (this.#answered < count && !this.#socket.closed && !timeUp.aborted) {
      await new Promise<void>((resolve) => {
        const end = (): void => {
          this.#socket.off('data', end).off('close', end);
          timeUp.removeEventListener('abort', end);
          resolve();
        };
        this.#socket.on('data', end).on('close', end);
        timeUp.addEventListener('abort', end);
      });
    }
    return this.#answered >= count;
  }

  leave(sent: number): AttackCount {
    this.#socket.destroy();
    return { sent, answered: this.#answered };
  }

  #count(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= 6) {
      const length = 6 + this.#received.readUInt16BE(4);
      if (this.#received.length < length) return;
      this.#received = this.#received.subarray(length);
      this.#answered += 1;
    }
  }
}

/** A request of function, address and one word more. */
function pdu(functionCode: number, address: number, word: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8(functionCode, 0);
  bytes.writeUInt16BE(address, 1);
  bytes.writeUInt16BE(word, 3);
  return bytes;
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
