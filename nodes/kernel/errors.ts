/**
 * Every error of the product is declared once, in the catalogue of the room that raises it: a stable code, the HTTP
 * status it maps to, and a message. The facts (field, limit, value) travel beside the text, so that each contract can
 * phrase its own body.
 */
export interface ErrorFacts {
  /** The input that was wrong, as its sender named it. */
  readonly field?: string;
  /** The limit that was broken, with the unit in the text. */
  readonly limit?: string | number;
  /** What was found instead. */
  readonly value?: unknown;
  readonly [fact: string]: unknown;
}

export interface ErrorKind {
  readonly status: number;
  readonly message: (facts: ErrorFacts) => string;
}

/** Node-RED's catch node copies only message, code, cause and stack, so the facts ride in `cause` as plain data. */
export class BusbarError extends Error {
  readonly code: string;
  readonly status: number;
  readonly facts: ErrorFacts;

  constructor(code: string, status: number, message: string, facts: ErrorFacts = {}) {
    super(message, { cause: { code, status, message, facts } });
    this.name = 'BusbarError';
    this.code = code;
    this.status = status;
    this.facts = facts;
  }
}

export type ErrorCatalogue<K extends string> = Readonly<Record<K, (facts?: ErrorFacts) => BusbarError>>;

/** Declares a room's errors. `errors.unknown_device({value: 'x'})` then makes one. */
export function defineErrors<K extends string>(kinds: Record<K, ErrorKind>): ErrorCatalogue<K> {
  const make =
    (code: string, kind: ErrorKind) =>
    (facts: ErrorFacts = {}) =>
      new BusbarError(code, kind.status, kind.message(facts), facts);
  return Object.fromEntries(
    Object.entries<ErrorKind>(kinds).map(([code, kind]) => [code, make(code, kind)]),
  ) as ErrorCatalogue<K>;
}

/** Anything thrown, as a typed error. What is not ours becomes `internal`, keeping its text for the log. */
export function asBusbarError(thrown: unknown): BusbarError {
  if (thrown instanceof BusbarError) return thrown;
  const facts = factsOf(thrown);
  if (facts) return facts;
  const error = new BusbarError('internal', 500, textOf(thrown));
  if (thrown instanceof Error && thrown.stack !== undefined) error.stack = thrown.stack;
  return error;
}

/** Rebuilds a typed error from a catch node's `{message, code, cause}` copy. */
function factsOf(thrown: unknown): BusbarError | undefined {
  const cause = (thrown as { cause?: unknown } | null | undefined)?.cause;
  if (typeof cause !== 'object' || cause === null) return undefined;
  const { code, status, message, facts } = cause as Partial<BusbarError>;
  if (typeof code !== 'string' || typeof status !== 'number') return undefined;
  return new BusbarError(code, status, message ?? code, facts);
}

export function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  const text = (thrown as { message?: unknown } | null | undefined)?.message;
  // modbus-serial rejects with plain objects that are not Errors.
  return typeof text === 'string' ? text : String(thrown);
}
