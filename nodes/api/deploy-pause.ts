import type { Clock, HttpRequest, Middleware, Timer } from '../kernel/index.ts';
import { type Exchange, exchangeOf } from './exchange.ts';

/** Node-RED's events, as far as they tell of deploys. */
export interface DeployEvents {
  on(event: 'flows:stopping' | 'flows:started', listener: () => void): void;
}

/** A deploy takes about a second; what waits longer goes on and finds its route, or none. */
const longestMs = 3000;
/** What flows need for nearly every answer. What takes longer is answered by the new flows. */
const drainMs = 250;

/**
 * While a deploy stops and starts nodes, Node-RED drops what is sent to those that are not there, and a request would wait
 * for its deadline. So requests that are under way may end first, and questions that come wait until the flows run again.
 * Commands and writes are refused: carried out later and all at once, they would not be what was meant.
 */
export class DeployPause {
  readonly #clock: Clock;
  readonly #waiting = new Map<() => void, Timer>();
  #deploys = 0;
  #isDeploying = false;
  #haveStarted = false;
  #isClosed = false;
  #underWay = 0;
  #drained: (() => void) | undefined;
  #giveUp: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  watch(events: DeployEvents): void {
    events.on('flows:stopping', () => this.#start());
    events.on('flows:started', () => {
      this.#haveStarted = true;
      this.#end();
    });
  }

  /** To be awaited before flows that run are stopped. */
  async drain(): Promise<void> {
    if (!this.#haveStarted || this.#isClosed) return;
    this.#start();
    // A deploy that fails never stops the flows.
    this.#giveUp = this.#clock.after(longestMs, () => this.#end());
    if (this.#underWay === 0) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#drained = () => resolve(undefined);
    const limit = this.#clock.after(drainMs, this.#drained);
    await promise;
    limit.cancel();
  }

  /** Before routing: the routes of stopped flows are still there. */
  readonly hold: Middleware = (request, _response, next) => {
    const goOn = (): void => {
      // Nobody may be told any more what the request did.
      if (request.socket.destroyed) return;
      this.#letThrough(exchangeOf(request));
      next();
    };
    if (!this.#isDeploying || this.#isClosed || !isQuestion(request)) goOn();
    else this.#wait(goOn);
  };

  /** Call when the response is closed. */
  ended({ deploys }: Exchange): void {
    if (deploys === undefined) return;
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#drained?.();
  }

  /** True while a deploy is under way, or when one began after the request was let through, as while its body came in. */
  hasOvertaken(request: HttpRequest): boolean {
    return this.#isDeploying || exchangeOf(request)?.deploys !== this.#deploys;
  }

  /** The flows stop for good: nobody waits for them. */
  close(): void {
    this.#isClosed = true;
    this.#giveUp?.cancel();
    this.#goOn();
  }

  #start(): void {
    this.#giveUp?.cancel();
    if (!this.#isDeploying) this.#deploys += 1;
    this.#isDeploying = true;
  }

  #end(): void {
    this.#giveUp?.cancel();
    this.#isDeploying = false;
    this.#goOn();
  }

  #letThrough(exchange: Exchange | undefined): void {
    if (!exchange) return;
    exchange.deploys = this.#deploys;
    this.#underWay += 1;
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
