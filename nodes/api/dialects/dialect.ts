import type { BusbarError } from '../../kernel/index.ts';

export interface ErrorAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** How one contract phrases its errors. */
export interface Dialect {
  /** The answer to an error; 500 arrives as `internal` with an `error_id` and nothing else. */
  errorAnswer(error: BusbarError): ErrorAnswer;
}
