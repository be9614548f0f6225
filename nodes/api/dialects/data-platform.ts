import type { BusbarError, ErrorFacts } from '../../kernel/index.ts';
import type { Dialect } from './dialect.ts';

/** One wrong input: where it stood, what is wrong, and a stable name for the kind of mistake. */
interface InputError {
  readonly loc: readonly string[];
  readonly msg: string;
  readonly type: string;
}

/** Mistakes in the form of a request; the other contracts call them 400. */
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
};

/** Contract 002: every error is `{detail}`, a sentence; a list of the wrong inputs when it is 422. */
export const dataPlatform: Dialect = {
  errorAnswer(error) {
    if (error.status === 422 || formErrors.has(error.code))
      return { status: 422, body: { detail: [inputError(error)] } };
    const { error_id } = error.facts;
    const detail = typeof error_id === 'string' ? `${error.message} Error id: ${error_id}` : error.message;
    return { status: error.status, body: { detail } };
  },
};

function inputError({ code, message, facts }: BusbarError): InputError {
  return { loc: placeOf(facts), msg: message, type: kindOf(code, facts) };
}

function placeOf({ place, field }: ErrorFacts): readonly string[] {
  const root = typeof place === 'string' ? place : 'body';
  return field === undefined || field === root ? [root] : [root, ...field.split('.')];
}

function kindOf(code: string, { rule, limit }: ErrorFacts): string {
  if (code === 'body_missing') return 'missing';
  if (code === 'malformed_json') return 'json_invalid';
  if (rule === 'type') return `${String(limit).replace('of type ', '').replaceAll(' ', '_')}_type`;
  return kinds[String(rule)] ?? code;
}
