import { RecentlyUsed } from '../../history/index.ts';
import { restErrors } from '../rest-errors.ts';
import type { Condition, Field, Filter, OrderTerm, SelectItem, Test } from './ast.ts';
import { parse as parseRule } from './parser.generated.ts';

/** What the generated parser throws. */
interface SyntaxFault {
  readonly expected: readonly { readonly type: string; readonly text?: string; readonly description?: string }[] | null;
  readonly found: string | null;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** What each start rule of the grammar reads. */
interface Rules {
  readonly filterKey: Field;
  readonly filterTest: { readonly negated: boolean; readonly test: Test };
  readonly logic: readonly Filter[];
  readonly select: readonly SelectItem[];
  readonly order: readonly OrderTerm[];
  readonly columns: readonly string[];
  readonly arrayLiteral: readonly string[];
  readonly changeFilter: readonly Condition[];
}

/** Deeper trees would exhaust the parser's stack long before they mean anything. */
const maxDepth = 100;

const partNames: Readonly<Record<keyof Rules, string>> = {
  filterKey: 'filter',
  filterTest: 'filter',
  logic: 'logic tree',
  select: 'select parameter',
  order: 'order',
  columns: 'columns parameter',
  arrayLiteral: 'filter',
  changeFilter: 'filter',
};

/** Clients ask the same in other words for other rows; each run of the parser leaves 15 KB behind. */
const known = new RecentlyUsed<Rules[keyof Rules]>(500);
const maxKnownLength = 200;

/** Reads a text by one rule of the grammar. The result is shared: nobody may change it. Throws `PGRST100`. */
export function parse<R extends keyof Rules>(rule: R, text: string): Rules[R] {
  if (text.length > maxKnownLength) return parseNew(rule, text);
  const name = `${rule} ${text}`;
  const found = known.get(name) as Rules[R] | undefined;
  if (found) return found;
  const result = parseNew(rule, text);
  known.set(name, result);
  return result;
}

function parseNew<R extends keyof Rules>(rule: R, text: string): Rules[R] {
  if (depthOf(text) > maxDepth) {
    throw restErrors.PGRST100({
      field: partNames[rule],
      value: text,
      details: `nested deeper than ${maxDepth} levels`,
    });
  }
  try {
    return (parseRule as (text: string, options: { startRule: string }) => Rules[R])(text, { startRule: rule });
  } catch (thrown) {
    throw isSyntaxFault(thrown) ? syntaxError(rule, text, thrown) : thrown;
  }
}

function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const character of text) {
    if (character === '(') deepest = Math.max(deepest, ++depth);
    else if (character === ')') depth -= 1;
  }
  return deepest;
}

function isSyntaxFault(thrown: unknown): thrown is SyntaxFault {
  return typeof thrown === 'object' && thrown !== null && 'expected' in thrown && 'location' in thrown;
}

function syntaxError(rule: keyof Rules, text: string, { expected, found, location }: SyntaxFault): Error {
  const { line, column } = location.start;
  const wanted = new Set(
    (expected ?? []).map(({ type, text: literal, description }) => wantedText(type, literal, description)),
  );
  const unexpected = found === null ? 'unexpected end of input' : `unexpected "${found}"`;
  return restErrors.PGRST100({
    field: partNames[rule],
    value: text,
    place: ` (line ${line}, column ${column})`,
    details: `${unexpected} expecting ${[...wanted].join(', ')}`,
  });
}

function wantedText(type: string, literal?: string, description?: string): string {
  if (type === 'literal') return `"${literal ?? ''}"`;
  if (type === 'end') return 'end of input';
  return description ?? 'a name or value';
}
