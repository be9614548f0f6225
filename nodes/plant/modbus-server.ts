import { createServer, type Server, type Socket } from 'node:net';
import type { Clock, Timer } from '../kernel/index.ts';
import { errors } from './errors.ts';
import { type ModbusFrame, splitFrames } from './modbus-frame.ts';

/** What goes back on the wire for one request. */
export interface WireAnswer {
  readonly parts: readonly { readonly bytes: Buffer; readonly afterMs: number }[];
  /** Ends the connection without a further byte. */
  readonly close: boolean;
}

export interface ModbusServerOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly answer: (request: ModbusFrame) => WireAnswer;
  readonly maxConnections?: number;
  readonly idleMs?: number;
}

interface Connection {
  readonly socket: Socket;
  /** Units that were asked on this connection. */
  readonly units: Set<number>;
  rest: Buffer;
  delayed: number;
  lastHeardMs: number;
}

const host = '127.0.0.1';
const maxDelayedParts = 1024;
const maxUnsentBytes = 65_536;

/** A Modbus TCP server on the loopback interface. Answers leave in the same turn of the event loop as they were asked. */
export class ModbusServer {
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #answer: ModbusServerOptions['answer'];
  readonly #idleMs: number;
  readonly #connections = new Set<Connection>();
  readonly #idleSweep: Timer;
  #port: number;

  constructor({ port, clock, answer, maxConnections = 64, idleMs = 60_000 }: ModbusServerOptions) {
    this.#port = port;
    this.#clock = clock;
    this.#answer = answer;
    this.#idleMs = idleMs;
    this.#server = createServer({ noDelay: true, keepAlive: true }, (socket) => this.#serve(socket));
    this.#server.maxConnections = maxConnections;
    this.#idleSweep = clock.every(idleMs / 4, () => this.#closeIdle());
  }

  get port(): number {
    return this.#port;
  }

  /** Accepts connections. Throws `plant_port_unavailable`. */
  listen(): Promise<void> {
    if (this.#server.listening) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const failed = (error: Error): void => {
        reject(errors.plant_port_unavailable({ field: 'port', limit: error.message, value: this.#port }));
      };
      this.#server.once('error', failed);
      this.#server.listen(this.#port, host, () => {
        this.#server.off('error', failed);
        const address = this.#server.address();
        if (typeof address === 'object' && address) this.#port = address.port;
        resolve();
      });
    });
  }

  /** Refuses new connections and ends the open ones. `listen` takes the same port again. */
  refuse(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.disconnect('all');
    return closed;
  }

  /** Ends the connections on which a unit was asked. */
  disconnect(unit: number | 'all'): void {
    for (const { socket, units } of this.#connections) {
      if (unit === 'all' || units.has(unit)) socket.destroy();
    }
  }

  async close(): Promise<void> {
    this.#idleSweep.cancel();
    await this.refuse();
  }

  #serve(socket: Socket): void {
    const connection: Connection = {
      socket,
      units: new Set(),
      rest: Buffer.alloc(0),
      delayed: 0,
      lastHeardMs: this.#clock.monotonic(),
    };
    this.#connections.add(connection);
    socket.on('data', (bytes) => this.#receive(connection, bytes));
    socket.on('close', () => this.#connections.delete(connection));
    // A reset peer is an ended peer; `close` follows.
    socket.on('error', () => undefined);
  }

  #receive(connection: Connection, bytes: Buffer): void {
    const { socket } = connection;
    connection.lastHeardMs = this.#clock.monotonic();
    const { frames, rest, broken } = splitFrames(
      connection.rest.length === 0 ? bytes : Buffer.concat([connection.rest, bytes]),
    );
    connection.rest = rest;
    socket.cork();
    for (const frame of frames) {
      if (socket.destroyed) return;
      connection.units.add(frame.unit);
      this.#send(connection, this.#answer(frame));
    }
    socket.uncork();
    if (broken || socket.writableLength > maxUnsentBytes || connection.delayed > maxDelayedParts) socket.destroy();
  }

  #send(connection: Connection, { parts, close }: WireAnswer): void {
    const { socket } = connection;
    for (const { bytes, afterMs } of parts) {
      if (afterMs === 0) socket.write(bytes);
      else this.#sendLater(connection, bytes, afterMs);
    }
    if (close) socket.destroy();
  }

  #sendLater(connection: Connection, bytes: Buffer, afterMs: number): void {
    connection.delayed += 1;
    this.#clock.after(afterMs, () => {
      connection.delayed -= 1;
      if (connection.socket.writable) connection.socket.write(bytes);
    });
  }

  #closeIdle(): void {
    const heardAfterMs = this.#clock.monotonic() - this.#idleMs;
    for (const { socket, lastHeardMs } of this.#connections) {
      if (lastHeardMs < heardAfterMs) socket.destroy();
    }
  }
}
