import { addressKey, type ModbusRequest, requestKey } from './operation.ts';

export interface CountedRequest extends ModbusRequest {
  /** How often it is seen in normal traffic. */
  readonly perHour: number;
}

/** Bits of surprise, -log2 of the probability, of a request's function, of its address and of the whole request. */
export interface Surprise {
  readonly function: number;
  readonly address: number;
  readonly request: number;
}

/** How surprising each request is in known traffic. */
export class SurpriseTable {
  readonly #functions: Level;
  readonly #addresses: Level;
  readonly #requests: Level;

  constructor(requests: readonly CountedRequest[]) {
    this.#functions = new Level(requests, functionKey);
    this.#addresses = new Level(requests, addressKey);
    this.#requests = new Level(requests, requestKey);
  }

  knows(request: ModbusRequest): boolean {
    return this.#requests.knows(request);
  }

  of(request: ModbusRequest): Surprise {
    return {
      function: this.#functions.bits(request),
      address: this.#addresses.bits(request),
      request: this.#requests.bits(request),
    };
  }
}

const functionKey = ({ functionCode }: ModbusRequest): string => String(functionCode);

/** Additive smoothing after Jeffreys: what was never seen has half a count. */
const smoothing = 0.5;

class Level {
  readonly #key: (request: ModbusRequest) => string;
  readonly #bits = new Map<string, number>();
  readonly #bitsOfUnseen: number;

  constructor(requests: readonly CountedRequest[], key: (request: ModbusRequest) => string) {
    this.#key = key;
    const counts = new Map<string, number>();
    for (const request of requests) counts.set(key(request), (counts.get(key(request)) ?? 0) + request.perHour);
    const seen = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const total = seen + smoothing * (counts.size + 1);
    for (const [name, count] of counts) this.#bits.set(name, Math.log2(total / (count + smoothing)));
    this.#bitsOfUnseen = Math.log2(total / smoothing);
  }

  knows(request: ModbusRequest): boolean {
    return this.#bits.has(this.#key(request));
  }

  bits(request: ModbusRequest): number {
    return this.#bits.get(this.#key(request)) ?? this.#bitsOfUnseen;
  }
}
