import net from 'node:net';
import { encodeFrame, type ModbusFrame, splitFrames } from '../../../nodes/plant/modbus-frame.ts';

export interface WireListener {
  /** A request on its way to the plant, before the plant sees it. */
  readonly request?: (request: ModbusFrame) => void;
  /** A well-formed answer to a request, as it leaves for the gateway. */
  readonly answer?: (request: ModbusFrame, answer: Buffer, afterMs: number) => void;
}

export interface WireTap {
  readonly port: number;
  readonly close: () => Promise<void>;
}

interface Asked {
  readonly request: ModbusFrame;
  readonly at: number;
}

const host = '127.0.0.1';

/** Stands on the wire between gateway and plant: passes every byte on at once and tells what it saw, in its order. */
export async function tapWire(plantPort: number, listener: WireListener): Promise<WireTap> {
  const open = new Set<net.Socket>();
  const server = net.createServer({ noDelay: true }, (client) => {
    const plant = net.connect({ port: plantPort, host, noDelay: true });
    for (const [end, other] of [
      [client, plant],
      [plant, client],
    ] as const) {
      open.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        open.delete(end);
        other.destroy();
      });
    }
    const asked = new Map<number, Asked>();
    passRequests(client, plant, asked, listener);
    passAnswers(plant, client, asked, listener);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function passRequests(
  client: net.Socket,
  plant: net.Socket,
  asked: Map<number, Asked>,
  { request: tell }: WireListener,
): void {
  let rest = Buffer.alloc(0);
  client.on('data', (bytes) => {
    const split = splitFrames(Buffer.concat([rest, bytes]));
    rest = Buffer.from(split.rest);
    for (const request of split.frames) {
      asked.set(request.transaction, { request, at: performance.now() });
      tell?.(request);
      plant.write(encodeFrame(request));
    }
  });
}

function passAnswers(
  plant: net.Socket,
  client: net.Socket,
  asked: Map<number, Asked>,
  { answer: tell }: WireListener,
): void {
  let rest = Buffer.alloc(0);
  plant.on('data', (bytes) => {
    const split = splitFrames(Buffer.concat([rest, bytes]));
    rest = Buffer.from(split.rest);
    for (const { transaction, unit, pdu } of split.frames) {
      const { request, at } = asked.get(transaction) ?? {};
      asked.delete(transaction);
      if (request?.unit === unit && at !== undefined) tell?.(request, pdu, performance.now() - at);
    }
    client.write(bytes);
  });
}
