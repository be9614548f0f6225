import { addressKey, isWrite, type ModbusOperation } from './operation.ts';

/** What one master did to one device within the window. */
export interface Activity {
  readonly writes: number;
  /** Distinct pairs of function and address. */
  readonly addresses: number;
  readonly requests: number;
}

export const activityWindowMs = 10_000;
export const noActivity: Activity = { writes: 0, addresses: 0, requests: 0 };

export function largerActivity(a: Activity, b: Activity): Activity {
  return {
    writes: Math.max(a.writes, b.writes),
    addresses: Math.max(a.addresses, b.addresses),
    requests: Math.max(a.requests, b.requests),
  };
}

interface Entry {
  readonly at: number;
  readonly address: string;
  readonly write: boolean;
}

/** Counts the operations of the last ten seconds, the newest included. */
export class ActivityWindow {
  #entries: Entry[] = [];
  #oldest = 0;
  #writes = 0;
  readonly #perAddress = new Map<string, number>();

  add(operation: ModbusOperation): Activity {
    this.#forget(operation.at - activityWindowMs);
    const entry = { at: operation.at, address: addressKey(operation), write: isWrite(operation) };
    this.#entries.push(entry);
    this.#count(entry, 1);
    return {
      writes: this.#writes,
      addresses: this.#perAddress.size,
      requests: this.#entries.length - this.#oldest,
    };
  }

  #forget(until: number): void {
    for (let entry = this.#entries[this.#oldest]; entry && entry.at <= until; entry = this.#entries[this.#oldest]) {
      this.#count(entry, -1);
      this.#oldest += 1;
    }
    // Moving the rest only now and then keeps the cost of an operation constant.
    if (this.#oldest > 1000) {
      this.#entries = this.#entries.slice(this.#oldest);
      this.#oldest = 0;
    }
  }

  #count({ address, write }: Entry, by: 1 | -1): void {
    if (write) this.#writes += by;
    const left = (this.#perAddress.get(address) ?? 0) + by;
    if (left > 0) this.#perAddress.set(address, left);
    else this.#perAddress.delete(address);
  }
}
