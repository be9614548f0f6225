import type { Clock, HttpRequest, HttpResponse, Timer } from '../kernel/index.ts';
import { apiErrors } from './errors.ts';
import type { AnswerError } from './answer-error.ts';

const sweepMs = 500;

/**
 * Answers a request that nobody answered in time: a flow may lose a message. One timer for all requests; they are kept
 * in the order in which they came, so that a sweep looks at the late ones only.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #answerError: AnswerError;
  readonly #open = new Map<HttpResponse, { readonly request: HttpRequest; readonly dueAt: number }>();
  readonly #timer: Timer;

  constructor(clock: Clock, limitMs: number, answerError: AnswerError) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#answerError = answerError;
    this.#timer = clock.every(sweepMs, () => this.#sweep());
  }

  start(request: HttpRequest, response: HttpResponse, now: number): void {
    this.#open.set(response, { request, dueAt: now + this.#limitMs });
  }

  /** Call when the response is closed. */
  end(response: HttpResponse): void {
    this.#open.delete(response);
  }

  close(): void {
    this.#timer.cancel();
    this.#open.clear();
  }

  #sweep(): void {
    const now = this.#clock.monotonic();
    for (const [response, { request, dueAt }] of this.#open) {
      if (dueAt > now) return;
      this.#open.delete(response);
      if (!response.headersSent) this.#answerLate(request, response);
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
