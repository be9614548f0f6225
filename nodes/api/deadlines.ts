import type { Socket } from 'node:net';
import type { Clock, HttpRequest, HttpResponse, Timer } from '../kernel/index.ts';
import { apiErrors } from './errors.ts';
import type { AnswerError } from './answer-error.ts';

const sweepMs = 500;

interface OpenRequest {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly dueAt: number;
}

/**
 * Answers a request that nobody answered in time: a flow may lose a message. One timer looks at all connections. What is
 * open hangs on its connection, where the next request takes the same place: a collection of its own would keep each
 * request alive long enough to be moved to the old heap.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #answerError: AnswerError;
  /** Open requests by connection; more than one where a client does not wait for its answers. */
  readonly #connections = new Map<Socket, OpenRequest[]>();
  readonly #timer: Timer;

  constructor(clock: Clock, limitMs: number, answerError: AnswerError) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#answerError = answerError;
    this.#timer = clock.every(sweepMs, () => this.#sweep());
  }

  start(request: HttpRequest, response: HttpResponse, now: number): void {
    this.#openOn(request.socket).push({ request, response, dueAt: now + this.#limitMs });
  }

  /** Call when the response is closed. */
  end(response: HttpResponse): void {
    const open = this.#connections.get(response.req.socket);
    const position = open?.findIndex((each) => each.response === response) ?? -1;
    if (position >= 0) open?.splice(position, 1);
  }

  close(): void {
    this.#timer.cancel();
    this.#connections.clear();
  }

  #openOn(socket: Socket): OpenRequest[] {
    const known = this.#connections.get(socket);
    if (known) return known;
    const open: OpenRequest[] = [];
    this.#connections.set(socket, open);
    socket.once('close', () => this.#connections.delete(socket));
    return open;
  }

  #sweep(): void {
    const now = this.#clock.monotonic();
    for (const open of this.#connections.values()) {
      const late = open.filter(({ dueAt }) => dueAt <= now);
      for (const { request, response } of late) {
        this.end(response);
        if (!response.headersSent) this.#answerLate(request, response);
      }
    }
  }

  #answerLate(request: HttpRequest, response: HttpResponse): void {
    const limit = `${this.#limitMs / 1000} s`;
    if (request.complete) {
      this.#answerError(request, response, apiErrors.deadline_passed({ limit }));
      return;
    }
    // The rest of the body must not be taken for the next request.
    response.setHeader('Connection', 'close');
    this.#answerError(request, response, apiErrors.body_too_slow({ limit }));
  }
}
