import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A Modbus TCP client that hides nothing: it shows the bytes that came and whether the peer hung up. */
export class RawClient {
  readonly socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #closed = false;
  #wake: () => void = () => undefined;
  #transaction = 0;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
      this.#wake();
    });
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
    socket.on('error', () => undefined);
  }

  /** Rejects when the connection is refused. */
  static async connect(port: number): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const client = new RawClient(socket);
    await once(socket, 'connect');
    return client;
  }

  get received(): Buffer {
    return this.#received;
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(bytes: Buffer): void {
    this.#received = Buffer.alloc(0);
    this.socket.write(bytes);
  }

  /** Sends a request and returns its transaction id. */
  request(unit: number, pduHex: string): number {
    this.#transaction = (this.#transaction + 1) & 0xffff;
    const pdu = Buffer.from(pduHex, 'hex');
    const header = Buffer.alloc(7);
    header.writeUInt16BE(this.#transaction, 0);
    header.writeUInt16BE(pdu.length + 1, 4);
    header.writeUInt8(unit, 6);
    this.send(Buffer.concat([header, pdu]));
    return this.#transaction;
  }

  /** The whole response PDU in hex, or `closed`, or `silent` when nothing complete came in time. */
  async ask(unit: number, pduHex: string, timeoutMs = 100): Promise<string> {
    this.request(unit, pduHex);
    await this.until(() => this.#frameComplete(), timeoutMs);
    if (this.#frameComplete()) return this.#received.subarray(7).toString('hex');
    return this.#closed ? 'closed' : 'silent';
  }

  /** Waits until a condition holds, the peer hangs up or the time is over. */
  async until(condition: () => boolean, timeoutMs = 500): Promise<void> {
    const endMs = performance.now() + timeoutMs;
    while (!condition() && !this.#closed && performance.now() < endMs) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        timer = setTimeout(resolve, endMs - performance.now());
      });
      clearTimeout(timer);
    }
  }

  close(): void {
    this.socket.destroy();
  }

  #frameComplete(): boolean {
    return this.#received.length >= 6 && this.#received.length >= 6 + this.#received.readUInt16BE(4);
  }
}
