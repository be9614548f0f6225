import { type Clock, defineService, textOf } from '../kernel/index.ts';

/** One Modbus request to a device, as it was seen on the gateway's side of the wire. */
export interface ModbusOperation {
  readonly deviceId: string;
  /** Who asked: the gateway itself, or another master through the northbound port. */
  readonly origin: 'gateway' | 'northbound';
  readonly functionCode: number;
  /** Protocol address, counted from 0. */
  readonly address: number;
  readonly quantity: number;
  /** Monotonic time of the request, milliseconds. */
  readonly at: number;
  readonly responseMs: number;
  /** False for an exception, a lost answer or a refusal. */
  readonly ok: boolean;
}

export type OperationRequest = Pick<ModbusOperation, 'functionCode' | 'address' | 'quantity'>;

/** Runs one request of the gateway and makes it part of the traffic. */
export type ObserveOperation = <T>(request: OperationRequest, run: () => Promise<T>) => Promise<T>;

export type OperationListener = (operation: ModbusOperation) => void;

/** The Modbus traffic of the site's devices, in the process: what the intrusion detection watches. */
export class ModbusTraffic {
  readonly #listeners = new Set<OperationListener>();
  readonly #report: (text: string) => void;

  constructor(report: (text: string) => void) {
    this.#report = report;
  }

  /** Returns the function that unsubscribes. */
  subscribe(listener: OperationListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(operation: ModbusOperation): void {
    for (const listener of this.#listeners) {
      try {
        listener(operation);
      } catch (thrown) {
        this.#report(`a listener of the Modbus traffic failed: ${textOf(thrown)}`);
      }
    }
  }
}

/** What the gateway's own requests to a device go through. */
export function observeOperations(traffic: ModbusTraffic, deviceId: string, clock: Clock): ObserveOperation {
  return async (request, run) => {
    const at = clock.monotonic();
    const publish = (ok: boolean): void =>
      traffic.publish({ ...request, deviceId, origin: 'gateway', at, responseMs: clock.monotonic() - at, ok });
    try {
      const answer = await run();
      publish(true);
      return answer;
    } catch (thrown) {
      publish(false);
      throw thrown;
    }
  };
}

/** For whoever is not watched. */
export const unobserved: ObserveOperation = (_request, run) => run();

export const modbusTraffic = defineService<ModbusTraffic>('Modbus traffic');
