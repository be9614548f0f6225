import type { BusbarError, ErrorFacts } from '../../kernel/index.ts';

/** One wrong input: where it stood, what is wrong, and a stable name for the kind of mistake. */
export interface InputError {
  /** `query`, `path` or `body`, then the names that lead to the input. */
  readonly loc: readonly string[];
  readonly msg: string;
  readonly type: string;
}

/** Mistakes in the form of a request; contracts 000 and 001 call them 400. */
const formErrors = new Set(['invalid_value', 'body_missing', 'malformed_json']);

/** Names of the kinds by the keyword of the schema that was broken. */
const kinds: Readonly<Record<string, string>> = {
  required: 'missing',
  additionalProperties: 'extra_forbidden',
  minimum: 'greater_than_equal',
  maximum: 'less_than_equal',
  exclusiveMinimum: 'greater_than',
  exclusiveMaximum: 'less_than',
  minLength: 'string_too_short',
  maxLength: 'string_too_long',
  pattern: 'string_pattern_mismatch',
  enum: 'enum',
  format: 'value_error',
};

/** Whether contracts 002 to 004 answer it with 422. */
export function isInputError({ status, code }: BusbarError): boolean {
  return status === 422 || formErrors.has(code);
}

export function inputErrorOf({ code, message, facts }: BusbarError): InputError {
  return { loc: locationOf(facts), msg: message, type: kindOf(code, facts) };
}

/** The error as one sentence, with the line of the log that has more. */
export function sentenceOf({ message, facts: { error_id } }: BusbarError): string {
  return typeof error_id === 'string' ? `${message} Error id: ${error_id}` : message;
}

function locationOf({ place, field }: ErrorFacts): readonly string[] {
  const root = typeof place === 'string' ? place : 'body';
  return field === undefined || field === root ? [root] : [root, ...field.split('.')];
}

function kindOf(code: string, { rule, limit }: ErrorFacts): string {
  if (code === 'body_missing') return 'missing';
  if (code === 'malformed_json') return 'json_invalid';
  if (rule === 'type') return `${String(limit).replace('of type ', '').replaceAll(' ', '_')}_type`;
  return kinds[String(rule)] ?? code;
}
