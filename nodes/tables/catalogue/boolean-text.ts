import { restErrors } from '../rest-errors.ts';

/** Words that PostgreSQL reads, each also by its beginning as far as that names one alone. */
const words: readonly (readonly [word: string, shortest: number, value: 0 | 1])[] = [
  ['true', 1, 1],
  ['yes', 1, 1],
  ['on', 2, 1],
  ['1', 1, 1],
  ['false', 1, 0],
  ['no', 1, 0],
  ['off', 2, 0],
  ['0', 1, 0],
];

/** A truth value as the store keeps it. Throws `22P02`. */
export function fromBooleanText(text: string): 0 | 1 {
  const asked = text.trim().toLowerCase();
  const found = words.find(([word, shortest]) => asked.length >= shortest && word.startsWith(asked));
  if (!found) throw restErrors['22P02']({ field: 'boolean', value: text });
  return found[2];
}
