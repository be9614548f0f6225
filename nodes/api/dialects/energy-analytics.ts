import type { BusbarError } from '../../kernel/index.ts';
import type { Dialect } from './dialect.ts';
import { type InputError, inputErrorOf, isInputError, sentenceOf } from './input-error.ts';
import { shortened } from './shortened.ts';

/** An entry of a 422, in the order in which contract 003 shows it. */
interface FoundInput extends InputError {
  /** What was found; null where there was nothing. */
  readonly input: unknown;
}

/** Contract 003: every error is `{detail}`, a sentence; a list of the wrong inputs with what they were when it is 422. */
export const energyAnalytics: Dialect = {
  errorAnswer(error) {
    if (isInputError(error)) return { status: 422, body: { detail: [foundInput(error)] } };
    return { status: error.status, body: { detail: sentenceOf(error) } };
  },
};

function foundInput(error: BusbarError): FoundInput {
  const { type, loc, msg } = inputErrorOf(error);
  if (type === 'missing') return { type, loc, msg: 'Field required', input: null };
  return { type, loc, msg, input: shortened(error.facts.value ?? null) };
}
