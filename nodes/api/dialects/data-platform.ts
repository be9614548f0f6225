import type { Dialect } from './dialect.ts';
import { inputErrorOf, isInputError, sentenceOf } from './input-error.ts';

/** Contract 002: every error is `{detail}`, a sentence; a list of the wrong inputs when it is 422. */
export const dataPlatform: Dialect = {
  errorAnswer(error) {
    if (isInputError(error)) return { status: 422, body: { detail: [inputErrorOf(error)] } };
    return { status: error.status, body: { detail: sentenceOf(error) } };
  },
};
