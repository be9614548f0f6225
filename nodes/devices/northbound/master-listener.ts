import { createServer, type Server, type Socket } from 'node:net';
import { type Clock, defineErrors, type RateLimit, type Timer, TokenBucket } from '../../kernel/index.ts';
import { frameBytes, takeFrames, type TcpFrame } from './tcp-frame.ts';

export interface ListenerLimits {
  readonly connections: number;
  readonly perConnection: RateLimit;
  /** Of all connections together. */
  readonly total: RateLimit;
  /** A connection without a whole request for this long is ended. */
  readonly idleMs: number;
}

/** One request as it came from a master. */
export interface MasterRequest extends TcpFrame {
  /** Address of the master. */
  readonly peer: string;
  /** True when it came faster than the limits allow. */
  readonly isOverRate: boolean;
}

export interface MasterListenerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly limits: ListenerLimits;
  readonly clock: Clock;
  readonly isAllowed: (address: string) => boolean;
  /** The response's data unit; must not reject. */
  readonly answer: (request: MasterRequest) => Promise<Buffer>;
}

interface Connection {
  readonly socket: Socket;
  readonly peer: string;
  readonly bucket: TokenBucket;
  heardAt: number;
}

const errors = defineErrors({
  port_unavailable: {
    status: 503,
    message: ({ limit, value }) => `The Modbus port cannot listen on ${String(value)}: ${String(limit)}.`,
  },
});

/** Answers that a master may leave unread. */
const mostUnsentBytes = 65_536;

/**
 * A Modbus TCP server for the other masters of a site. A connection's requests are answered one after the other; while
 * one is worked on, the next ones wait in the master's own network buffers and take no memory here.
 */
export class MasterListener {
  readonly #options: MasterListenerOptions;
  readonly #server: Server;
  readonly #total: TokenBucket;
  readonly #connections = new Set<Connection>();
  readonly #idleSweep: Timer;

  constructor(options: MasterListenerOptions) {
    const { limits, clock } = options;
    this.#options = options;
    this.#total = new TokenBucket(limits.total, clock.monotonic());
    this.#server = createServer({ noDelay: true, keepAlive: true }, (socket) => void this.#serve(socket));
    this.#server.maxConnections = limits.connections;
    this.#idleSweep = clock.every(limits.idleMs / 4, () => this.#endIdle());
  }

  /** The port that it listens on; differs from the settings only where they say 0. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : this.#options.port;
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Accepts connections. Throws `port_unavailable`. */
  listen(): Promise<void> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      const failed = ({ message }: Error): void => {
        this.#idleSweep.cancel();
        reject(errors.port_unavailable({ field: 'port', limit: message, value: port }));
      };
      this.#server.once('error', failed);
      this.#server.listen(port, host, () => {
        this.#server.off('error', failed);
        resolve();
      });
    });
  }

  close(): Promise<void> {
    this.#idleSweep.cancel();
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const { socket } of this.#connections) socket.destroy();
    return closed;
  }

  async #serve(socket: Socket): Promise<void> {
    const { clock, limits, isAllowed } = this.#options;
    const peer = socket.remoteAddress ?? '';
    // A reset peer is an ended peer.
    socket.on('error', () => undefined);
    if (!isAllowed(peer)) {
      socket.destroy();
      return;
    }
    const bucket = new TokenBucket(limits.perConnection, clock.monotonic());
    const connection: Connection = { socket, peer, bucket, heardAt: clock.monotonic() };
    this.#connections.add(connection);
    try {
      await this.#converse(connection);
    } catch {
      // The socket failed while it was read; there is nobody left to tell.
    } finally {
      socket.destroy();
      this.#connections.delete(connection);
    }
  }

  async #converse(connection: Connection): Promise<void> {
    let rest = Buffer.alloc(0);
    for await (const bytes of connection.socket as AsyncIterable<Buffer>) {
      const received = takeFrames(rest.length === 0 ? bytes : Buffer.concat([rest, bytes]));
      for (const frame of received.frames) await this.#exchange(connection, frame);
      if (!received.isModbus || connection.socket.writableLength > mostUnsentBytes) return;
      rest = Buffer.from(received.rest);
    }
  }

  async #exchange(connection: Connection, frame: TcpFrame): Promise<void> {
    const { socket, peer, bucket } = connection;
    const { clock, answer } = this.#options;
    if (socket.destroyed) return;
    connection.heardAt = clock.monotonic();
    const exhausted = [bucket, this.#total].find((each) => !each.take(clock.monotonic()));
    const pdu = await answer({ ...frame, peer, isOverRate: exhausted !== undefined });
    if (socket.writable) socket.write(frameBytes({ ...frame, pdu }));
    // A master that goes on at once is slowed down to one refusal for each request that it could have had.
    if (exhausted) await new Promise<void>((resolve) => clock.after(exhausted.nextTokenInMs, resolve));
  }

  #endIdle(): void {
    const { clock, limits } = this.#options;
    const heardAfter = clock.monotonic() - limits.idleMs;
    for (const { socket, heardAt } of this.#connections) {
      if (heardAt < heardAfter) socket.destroy();
    }
  }
}
