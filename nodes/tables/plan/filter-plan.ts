import { type ColumnType, typeRules } from '../catalogue/column-type.ts';
import type { StoredValue } from '../catalogue/stored-value.ts';
import type { Table } from '../catalogue/table.ts';
import type { Condition, Filter, ScalarOperator } from '../grammar/ast.ts';
import { parse } from '../grammar/parse.ts';
import { restErrors } from '../rest-errors.ts';
import { type Operand, operandOf } from './operand.ts';

export type Comparison = 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte' | 'isdistinct';
const truthStates = ['null', 'not_null', 'true', 'false', 'unknown'] as const;
export type TruthState = (typeof truthStates)[number];

/** A condition whose columns are known and whose values have the type of their column. Three-valued, as SQL is. */
export type FilterPlan =
  | { readonly kind: 'and' | 'or'; readonly members: readonly FilterPlan[] }
  | { readonly kind: 'not'; readonly member: FilterPlan }
  | {
      readonly kind: 'compare';
      readonly operand: Operand;
      readonly comparison: Comparison;
      readonly value: StoredValue;
    }
  | { readonly kind: 'in'; readonly operand: Operand; readonly values: readonly StoredValue[] }
  | { readonly kind: 'is'; readonly operand: Operand; readonly state: TruthState }
  /** The pattern of SQL's LIKE. */
  | { readonly kind: 'like'; readonly operand: Operand; readonly pattern: string; readonly ignoresCase: boolean }
  | { readonly kind: 'match'; readonly operand: Operand; readonly pattern: string; readonly ignoresCase: boolean }
  /** Each of the places in the JSON must hold its value. */
  | { readonly kind: 'contains'; readonly operand: Operand; readonly parts: readonly JsonPart[] };

/** A scalar of a JSON value and where it stands. */
export interface JsonPart {
  readonly path: readonly string[];
  readonly json: string;
}

/** The time that a pattern takes grows with its length. */
const maxPatternLength = 500;

/** As PostgreSQL writes the operators in messages. */
const symbols: Readonly<Partial<Record<ScalarOperator, string>>> = {
  like: '~~',
  ilike: '~~*',
  match: '~',
  imatch: '~*',
  cs: '@>',
  cd: '<@',
  ov: '&&',
};

/** All filters as one plan. Throws `42703`, `42883`, `54001`, `PGRST100` and what a value is not. */
export function planFilters(table: Table, filters: readonly Filter[]): FilterPlan {
  return { kind: 'and', members: filters.map((filter) => planFilter(table, filter)) };
}

function planFilter(table: Table, filter: Filter): FilterPlan {
  const plan: FilterPlan =
    filter.kind === 'condition'
      ? planCondition(table, filter)
      : { kind: filter.kind, members: filter.members.map((member) => planFilter(table, member)) };
  return filter.negated ? { kind: 'not', member: plan } : plan;
}

function planCondition(table: Table, { field, test }: Condition): FilterPlan {
  const operand = operandOf(table, field);
  switch (test.operator) {
    case 'in':
      return { kind: 'in', operand, values: test.values.map((text) => valueFor(operand, text)) };
    case 'is':
      return { kind: 'is', operand, state: truthStateOf(operand, test.value) };
    default:
      if (test.quantifier === undefined) return planScalar(operand, test.operator, test.value);
      return {
        kind: test.quantifier === 'any' ? 'or' : 'and',
        members: parse('arrayLiteral', test.value).map((text) => planScalar(operand, test.operator, text)),
      };
  }
}

function planScalar(operand: Operand, operator: ScalarOperator, text: string): FilterPlan {
  switch (operator) {
    case 'like':
    case 'ilike': {
      requireType(operand, operator, 'text');
      const pattern = checkedLike(String(valueFor(operand, text.replaceAll('*', '%'))));
      return { kind: 'like', operand, pattern, ignoresCase: operator === 'ilike' };
    }
    case 'match':
    case 'imatch':
      requireType(operand, operator, 'text');
      return { kind: 'match', operand, pattern: checkedPattern(text), ignoresCase: operator === 'imatch' };
    case 'cs':
      requireType(operand, operator, 'jsonb');
      return { kind: 'contains', operand, parts: partsOf(String(valueFor(operand, text))) };
    case 'cd':
    case 'ov':
      throw noOperator(operand, operator);
    default:
      return { kind: 'compare', operand, comparison: operator, value: valueFor(operand, text) };
  }
}

function valueFor({ type }: Operand, text: string): StoredValue {
  return typeRules[type].fromText(text);
}

function requireType(operand: Operand, operator: ScalarOperator, allowed: ColumnType): void {
  if (operand.type !== allowed) throw noOperator(operand, operator);
}

function noOperator({ type }: Operand, operator: ScalarOperator): Error {
  return restErrors['42883']({
    field: typeRules[type].sqlName,
    value: symbols[operator],
    hint: 'No operator matches the given name and argument types. You might need to add explicit type casts.',
  });
}

function truthStateOf({ type }: Operand, text: string): TruthState {
  const state = truthStates.find((name) => name === text);
  if (state === undefined) {
    throw restErrors.PGRST100({ field: 'filter', value: `is.${text}`, details: `expecting ${truthStates.join(', ')}` });
  }
  const isTruth = state !== 'null' && state !== 'not_null';
  if (isTruth && type !== 'bool') {
    throw restErrors['42804']({ limit: state.toUpperCase(), value: typeRules[type].sqlName });
  }
  return state;
}

/** A lone backslash at the end would escape nothing. */
function checkedLike(pattern: string): string {
  if (pattern.length > maxPatternLength) {
    throw restErrors['54001']({ field: 'characters of a pattern', limit: maxPatternLength });
  }
  const [trailing = ''] = /\\*$/.exec(pattern) ?? [];
  if (trailing.length % 2 === 1) throw restErrors['22025']();
  return pattern;
}

function checkedPattern(text: string): string {
  try {
    new RegExp(text, 'u');
    return text;
  } catch {
    throw restErrors['2201B']({ value: text });
  }
}

/** Throws `0A000` for arrays, whose containment no store can find without reading every row. */
function partsOf(json: string): JsonPart[] {
  const parts: JsonPart[] = [];
  const collect = (value: unknown, path: readonly string[]): void => {
    if (Array.isArray(value)) throw restErrors['0A000']({ value: 'containment of arrays' });
    if (typeof value !== 'object' || value === null) {
      parts.push({ path, json: JSON.stringify(value) });
      return;
    }
    for (const [key, part] of Object.entries(value)) collect(part, [...path, key]);
  };
  collect(JSON.parse(json), []);
  return parts;
}
