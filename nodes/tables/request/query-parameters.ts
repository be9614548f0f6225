import type { Filter, OrderTerm, SelectItem } from '../grammar/ast.ts';
import { parse } from '../grammar/parse.ts';
import { restErrors } from '../rest-errors.ts';

/** What the address of a request asks for. */
export interface RestQuery {
  /** All of them must hold. */
  readonly filters: readonly Filter[];
  /** Empty for all columns. */
  readonly select: readonly SelectItem[];
  readonly order: readonly OrderTerm[];
  readonly limit: number | undefined;
  readonly offset: number;
  /** Columns of a body; keys besides these are ignored. */
  readonly columns: readonly string[] | undefined;
  readonly onConflict: readonly string[] | undefined;
  /** Arguments of a function; empty for a table. */
  readonly arguments: Readonly<Record<string, string>>;
}

/** More conditions would be a tree that is too deep for a store. */
const maxConditions = 200;
const integer = /^-?\d{1,15}$/;

/**
 * Reads the text behind the question mark of an address. A name among `argumentNames` whose value has no operator is an
 * argument. Throws `PGRST100` and `54001`.
 */
export function readRestQuery(search: string, argumentNames: readonly string[] = []): RestQuery {
  const parameters = [...new URLSearchParams(search)];
  const given = (name: string): string | undefined => parameters.findLast(([key]) => key === name)?.[1];
  const isArgument = ([name]: readonly [string, string]): boolean => argumentNames.includes(name);
  const filters = parameters.filter((parameter) => !isArgument(parameter)).flatMap(filterOf);
  const conditions = filters.reduce((count, filter) => count + conditionsIn(filter), 0);
  if (conditions > maxConditions) throw restErrors['54001']({ field: 'conditions', limit: maxConditions });

  const select = given('select');
  const order = given('order');
  const columns = given('columns');
  const onConflict = given('on_conflict');
  return {
    filters,
    select: select === undefined || select === '' ? [] : parse('select', select),
    order: order === undefined || order === '' ? [] : parse('order', order),
    limit: integerOf(given('limit')),
    offset: Math.max(0, integerOf(given('offset')) ?? 0),
    columns: columns === undefined || columns === '' ? undefined : parse('columns', columns),
    onConflict: onConflict === undefined || onConflict === '' ? undefined : parse('columns', onConflict),
    arguments: Object.fromEntries(parameters.filter(isArgument)),
  };
}

const reserved = new Set(['select', 'columns', 'on_conflict', 'order', 'limit', 'offset']);

function filterOf([key, value]: readonly [string, string]): Filter[] {
  const kind = key.slice(key.lastIndexOf('.') + 1);
  if (reserved.has(key) || (kind !== key && reserved.has(kind))) return [];
  if (kind === 'and' || kind === 'or') {
    const negated = key === `not.${kind}`;
    if (!negated && key !== kind) return [];
    return [{ kind, negated, members: parse('logic', value) }];
  }
  const { negated, test } = parse('filterTest', value);
  return [{ kind: 'condition', field: parse('filterKey', key), negated, test }];
}

function conditionsIn(filter: Filter): number {
  if (filter.kind === 'condition') return 1;
  return filter.members.reduce((count, member) => count + conditionsIn(member), 0);
}

/** What is no whole number is ignored, as PostgREST does. */
function integerOf(text: string | undefined): number | undefined {
  return text !== undefined && integer.test(text) ? Number(text) : undefined;
}
