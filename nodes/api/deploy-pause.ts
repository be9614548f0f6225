import type { Clock, HttpRequest, Middleware, Timer } from '../kernel/index.ts';
import { exchangeOf } from './exchange.ts';

/** Node-RED's events, as far as they tell of deploys. */
export interface DeployEvents {
  on(event: 'flows:stopping' | 'flows:started', listener: () => void): void;
}

/** A deploy takes about a second; what waits longer goes on and finds its route, or none. */
const longestMs = 3000;

/**
 * While a deploy stops and starts nodes, Node-RED drops what is sent to those that are not there, and a request would wait
 * for its deadline. So questions wait here until the flows run again. Commands and writes are refused: carried out later and
 * all at once, they would not be what was meant.
 */
export class DeployPause {
  readonly #clock: Clock;
  readonly #waiting = new Map<() => void, Timer>();
  #deploys = 0;
  #isDeploying = false;
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  watch(events: DeployEvents): void {
    events.on('flows:stopping', () => {
      this.#deploys += 1;
      this.#isDeploying = true;
    });
    events.on('flows:started', () => {
      this.#isDeploying = false;
      this.#goOn();
    });
  }

  /** Before routing: the routes of stopped flows are still there. */
  readonly hold: Middleware = (request, _response, next) => {
    const goOn = (): void => {
      // Nobody may be told any more what the request did.
      if (request.socket.destroyed) return;
      const exchange = exchangeOf(request);
      if (exchange) exchange.deploys = this.#deploys;
      next();
    };
    if (!this.#isDeploying || this.#isClosed || !isQuestion(request)) goOn();
    else this.#wait(goOn);
  };

  /** True while a deploy is under way, or when one began after the request was let through, as while its body came in. */
  hasOvertaken(request: HttpRequest): boolean {
    const exchange = exchangeOf(request);
    return exchange !== undefined && (this.#isDeploying || exchange.deploys !== this.#deploys);
  }

  /** The flows stop for good: nobody waits for them. */
  close(): void {
    this.#isClosed = true;
    this.#goOn();
  }

  #wait(goOn: () => void): void {
    const limit = this.#clock.after(longestMs, () => this.#release(goOn));
    this.#waiting.set(goOn, limit);
  }

  #goOn(): void {
    for (const goOn of [...this.#waiting.keys()]) this.#release(goOn);
  }

  #release(goOn: () => void): void {
    this.#waiting.get(goOn)?.cancel();
    this.#waiting.delete(goOn);
    goOn();
  }
}

function isQuestion({ method }: HttpRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
