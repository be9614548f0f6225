/** One step into a JSON value: `->` keeps JSON, `->>` makes text. A number is a position in an array. */
export interface JsonStep {
  readonly arrow: '->' | '->>';
  readonly key: string | number;
}

/** A column, or a place inside a JSON column. */
export interface Field {
  readonly column: string;
  readonly path: readonly JsonStep[];
}

export const scalarOperators = [
  'eq',
  'neq',
  'gte',
  'gt',
  'lte',
  'lt',
  'like',
  'ilike',
  'match',
  'imatch',
  'isdistinct',
  'cs',
  'cd',
  'ov',
] as const;
export type ScalarOperator = (typeof scalarOperators)[number];

/** What a field is held against; `any` and `all` take an array literal, `{1,2}`. */
export type Test =
  | { readonly operator: ScalarOperator; readonly value: string; readonly quantifier?: 'any' | 'all' }
  | { readonly operator: 'in'; readonly values: readonly string[] }
  | { readonly operator: 'is'; readonly value: string };

export interface Condition {
  readonly kind: 'condition';
  readonly negated: boolean;
  readonly field: Field;
  readonly test: Test;
}

export interface Group {
  readonly kind: 'and' | 'or';
  readonly negated: boolean;
  readonly members: readonly Filter[];
}

export type Filter = Condition | Group;

/** `*`, a field with its name in the answer and the type that it is cast to, or rows of another table. */
export type SelectItem =
  | { readonly kind: 'all' }
  | { readonly kind: 'field'; readonly field: Field; readonly alias?: string; readonly cast?: string }
  | { readonly kind: 'relation'; readonly name: string };

export interface OrderTerm {
  readonly field: Field;
  readonly direction: 'asc' | 'desc';
  /** Left out: last when ascending, first when descending. */
  readonly nulls?: 'first' | 'last';
}
