import type { EventEmitter } from 'node:events';
import { type Clock, defineErrors, textOf } from '../kernel/index.ts';
import type { RegisterRead } from './exchanges.ts';
import { type ObserveOperation, type OperationRequest, unobserved } from './traffic.ts';
import type { RegisterWrite } from './write-plan.ts';

/** The part of contrib-modbus's client node that the gateway uses. */
export interface ModbusClientNode extends EventEmitter {
  readonly tcpHost: string;
  readonly tcpPort: number;
  /** Read before every request. */
  clientTimeout: number;
  readonly stateService: { send(event: string): void };
  isActive(): boolean;
}

interface ClientMessage {
  readonly payload: Record<string, unknown>;
}

const errors = defineErrors({
  modbus_failed: { status: 503, message: ({ value }) => `Modbus: ${String(value)}` },
  modbus_timeout: { status: 503, message: ({ limit }) => `Modbus: no answer within ${String(limit)} ms` },
  modbus_inactive: { status: 503, message: ({ value }) => `Modbus: not connected to ${String(value)}` },
});

const activeEvents = ['mbactive', 'mbconnected'];
const inactiveEvents = ['mbclosed', 'mberror', 'mbbroken', 'mbreconnecting', 'mbinit'];

/** A device's connection: the client node of its flow, used directly for writes and their read-back. */
export class ModbusTransport {
  readonly #client: ModbusClientNode;
  readonly #unit: number;
  readonly #clock: Clock;
  readonly #report: (connected: boolean) => void;
  readonly #observe: ObserveOperation;
  /** Ends the requests that are under way. */
  readonly #pending = new Set<(error: unknown) => void>();

  constructor(
    client: ModbusClientNode,
    unit: number,
    clock: Clock,
    report: (connected: boolean) => void,
    observe: ObserveOperation = unobserved,
  ) {
    this.#client = client;
    this.#unit = unit;
    this.#clock = clock;
    this.#report = report;
    this.#observe = observe;
    for (const event of activeEvents) client.on(event, this.#onActive);
    for (const event of inactiveEvents) client.on(event, this.#onInactive);
    report(client.isActive());
  }

  get host(): string {
    return this.#client.tcpHost;
  }

  get active(): boolean {
    return this.#client.isActive();
  }

  close(): void {
    for (const event of activeEvents) this.#client.off(event, this.#onActive);
    for (const event of inactiveEvents) this.#client.off(event, this.#onInactive);
    this.#report(false);
    // The client forgets its requests with its socket and says nothing.
    for (const fail of this.#pending) fail(`the connection to ${this.host} was closed`);
  }

  /** Reconnects although the client believes that its socket is well: reads have stopped and nothing else helps. */
  restart(): void {
    this.#client.stateService.send('SWITCH');
  }

  /** Writes and checks the echo. A rejection does not mean that the device did not take the value. */
  async write({
    functionCode,
    address,
    words,
  }: Pick<RegisterWrite, 'functionCode' | 'address' | 'words'>): Promise<void> {
    const value = functionCode === 6 ? words[0] : words;
    const request = { functionCode, address, quantity: words.length };
    const echo = (await this.#observe(request, () => this.#request('writeModbus', { ...request, value }))) as {
      address?: number;
      value?: number;
      length?: number;
    };
    const echoed = functionCode === 6 ? echo.value === words[0] : echo.length === words.length;
    if (echo.address !== address || !echoed) {
      throw errors.modbus_failed({ value: `the echo differs from the write at ${address}` });
    }
  }

  async read({ functionCode, address, quantity }: RegisterRead): Promise<readonly number[]> {
    const request = { functionCode, address, quantity };
    const answer = await this.#observe(request, () => this.#request('readModbus', request));
    return (answer as { data: number[] }).data;
  }

  #request(
    event: 'readModbus' | 'writeModbus',
    { functionCode, ...fields }: OperationRequest & { readonly value?: unknown },
  ): Promise<unknown> {
    if (!this.#client.isActive()) return Promise.reject(errors.modbus_inactive({ value: this.host }));
    return new Promise((resolve, reject) => {
      // The client drops a request without a word in some state changes, so it gets a time limit of our own.
      const limit = this.#client.clientTimeout + 200;
      const timer = this.#clock.after(limit, () => {
        this.#pending.delete(failed);
        reject(errors.modbus_timeout({ limit }));
      });
      const message: ClientMessage = { payload: { fc: functionCode, ...fields, unitid: this.#unit } };
      const end = (): void => {
        timer.cancel();
        this.#pending.delete(failed);
      };
      const done = (answer: unknown) => {
        end();
        resolve(answer);
      };
      const failed = (error: unknown) => {
        end();
        reject(errors.modbus_failed({ value: textOf(error) }));
      };
      this.#pending.add(failed);
      this.#client.emit(event, message, done, failed);
    });
  }

  readonly #onActive = (): void => this.#report(true);
  readonly #onInactive = (): void => this.#report(false);
}
