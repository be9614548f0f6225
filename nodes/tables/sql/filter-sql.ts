import type { Ddl } from '../../history/index.ts';
import { type ColumnType, typeRules } from '../catalogue/column-type.ts';
import type { StoredValue } from '../catalogue/stored-value.ts';
import type { Comparison, FilterPlan, JsonPart } from '../plan/filter-plan.ts';
import type { Operand } from '../plan/operand.ts';
import { restErrors } from '../rest-errors.ts';
import type { Binder } from './binder.ts';
import { globOf } from './like-pattern.ts';
import { jsonSql, operandSql } from './operand-sql.ts';

type Engine = Ddl['engine'];

const comparisonSql: Readonly<Record<Comparison, string>> = {
  eq: '=',
  neq: '<>',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  isdistinct: 'is distinct from',
};

/** The condition of a `where`. Every value is bound. Throws `0A000` for what the engine has not. */
export function filterSql(plan: FilterPlan, engine: Engine, binder: Binder): string {
  switch (plan.kind) {
    case 'and':
    case 'or':
      return groupSql(plan.kind, plan.members, engine, binder);
    case 'not':
      return `not (${filterSql(plan.member, engine, binder)})`;
    case 'compare':
      return compareSql(plan.operand, plan.comparison, plan.value, engine, binder);
    case 'in':
      return `${operandSql(plan.operand, engine, binder)} in ${listSql(plan.operand.type, plan.values, engine, binder)}`;
    case 'is':
      return truthSql(operandSql(plan.operand, engine, binder), plan.state);
    case 'like':
      return likeSql(operandSql(plan.operand, engine, binder), plan.pattern, plan.ignoresCase, engine, binder);
    case 'match': {
      if (engine === 'sqlite') throw restErrors['0A000']({ value: 'matching a regular expression' });
      const operator = plan.ignoresCase ? '~*' : '~';
      return `${operandSql(plan.operand, engine, binder)} ${operator} ${binder.bind(plan.pattern)}`;
    }
    case 'contains':
      return containsSql(plan.operand, plan.parts, engine, binder);
  }
}

function groupSql(kind: 'and' | 'or', members: readonly FilterPlan[], engine: Engine, binder: Binder): string {
  if (members.length === 0) return kind === 'and' ? '1 = 1' : '1 = 0';
  return members.map((member) => `(${filterSql(member, engine, binder)})`).join(` ${kind} `);
}

function compareSql(
  operand: Operand,
  comparison: Comparison,
  value: StoredValue,
  engine: Engine,
  binder: Binder,
): string {
  const left = operandSql(operand, engine, binder);
  const operator = comparisonSql[comparison];
  if (operand.type !== 'jsonb') return `${left} ${operator} ${binder.bind(value)}`;
  if (engine === 'postgres') return `cast(${left} as jsonb) ${operator} cast(${binder.bind(value)} as jsonb)`;
  // Equal JSON has equal text here; greater and less mean the value.
  const isEquality = comparison === 'eq' || comparison === 'neq' || comparison === 'isdistinct';
  if (isEquality) return `${left} ${operator} ${binder.bind(value)}`;
  return `(${left} ->> '$') ${operator} (${binder.bind(value)} ->> '$')`;
}

/** One parameter for all values, so that the length of a list does not make another statement. */
function listSql(type: ColumnType, values: readonly StoredValue[], engine: Engine, binder: Binder): string {
  const parameter = binder.bind(JSON.stringify(values));
  if (engine === 'sqlite') return `(select value from json_each(${parameter}))`;
  const storage = { text: 'text', integer: 'bigint', real: 'double precision' }[typeRules[type].storage];
  return `(select cast(value as ${storage}) from json_array_elements_text(cast(${parameter} as json)))`;
}

function truthSql(operand: string, state: 'null' | 'not_null' | 'true' | 'false' | 'unknown'): string {
  switch (state) {
    case 'null':
    case 'unknown':
      return `${operand} is null`;
    case 'not_null':
      return `${operand} is not null`;
    case 'true':
      return `coalesce(${operand}, 0) = 1`;
    case 'false':
      return `coalesce(${operand}, 1) = 0`;
  }
}

function likeSql(operand: string, pattern: string, ignoresCase: boolean, engine: Engine, binder: Binder): string {
  if (engine === 'postgres') return `${operand} ${ignoresCase ? 'ilike' : 'like'} ${binder.bind(pattern)}`;
  if (ignoresCase) return `${operand} like ${binder.bind(pattern)} escape '\\'`;
  return `${operand} glob ${binder.bind(globOf(pattern))}`;
}

function containsSql({ column, path }: Operand, parts: readonly JsonPart[], engine: Engine, binder: Binder): string {
  if (parts.length === 0)
    return `${operandSql({ column, path, type: 'jsonb', notNull: false }, engine, binder)} is not null`;
  const conditions = parts.map((part) => {
    const steps = [...path, ...part.path.map((key) => ({ arrow: '->', key }) as const)];
    const found =
      steps.length === 0
        ? operandSql({ column, path, type: 'jsonb', notNull: false }, engine, binder)
        : jsonSql({ column, path: steps }, engine, binder);
    const json = binder.bind(part.json);
    return engine === 'postgres' ? `cast(${found} as jsonb) = cast(${json} as jsonb)` : `${found} = ${json}`;
  });
  return `(${conditions.join(' and ')})`;
}
