import { valueAt } from '../answer/json-path.ts';
import type { StoredRow, StoredValue } from '../catalogue/stored-value.ts';
import { restErrors } from '../rest-errors.ts';
import type { Comparison, FilterPlan, TruthState } from './filter-plan.ts';
import { isLike } from './like.ts';
import type { Operand } from './operand.ts';

/** True when the row in memory meets the condition, as SQL would find it. Throws `0A000` where `requireMatchable` does. */
export function matches(plan: FilterPlan, row: StoredRow): boolean {
  return truthOf(plan, row) === true;
}

/** Throws `0A000` for a regular expression: nothing could stop one that takes a row very long. */
export function requireMatchable(plan: FilterPlan): void {
  switch (plan.kind) {
    case 'and':
    case 'or':
      for (const member of plan.members) requireMatchable(member);
      return;
    case 'not':
      requireMatchable(plan.member);
      return;
    case 'match':
      throw noExpressions();
    default:
  }
}

function noExpressions(): Error {
  return restErrors['0A000']({ value: 'matching a regular expression' });
}

/** Three-valued: null is unknown. */
function truthOf(plan: FilterPlan, row: StoredRow): boolean | null {
  switch (plan.kind) {
    case 'and':
      return all(plan.members.map((member) => truthOf(member, row)));
    case 'or':
      return not(all(plan.members.map((member) => not(truthOf(member, row)))));
    case 'not':
      return not(truthOf(plan.member, row));
    case 'compare':
      return compare(valueOf(plan.operand, row), plan.comparison, plan.value);
    case 'in': {
      const value = valueOf(plan.operand, row);
      if (plan.values.length === 0) return false;
      return value === null ? null : plan.values.includes(value);
    }
    case 'is':
      return isState(valueOf(plan.operand, row), plan.state);
    case 'like':
      return like(valueOf(plan.operand, row), plan.pattern, plan.ignoresCase);
    case 'match':
      throw noExpressions();
    case 'contains': {
      const { operand, parts } = plan;
      const found = parts.map(({ path, json }) => {
        const steps = path.map((key) => ({ arrow: '->', key }) as const);
        const value = valueOf({ ...operand, path: [...operand.path, ...steps] }, row);
        return value === null ? null : value === json;
      });
      return valueOf(operand, row) === null ? null : all(found);
    }
  }
}

function valueOf(operand: Operand, row: StoredRow): StoredValue {
  return valueAt(operand, row[operand.column] ?? null);
}

function all(truths: readonly (boolean | null)[]): boolean | null {
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function not(truth: boolean | null): boolean | null {
  return truth === null ? null : !truth;
}

function like(value: StoredValue, pattern: string, ignoresCase: boolean): boolean | null {
  return value === null ? null : isLike(String(value), pattern, ignoresCase);
}

function compare(value: StoredValue, comparison: Comparison, wanted: StoredValue): boolean | null {
  if (comparison === 'isdistinct') return value !== wanted;
  if (value === null || wanted === null) return null;
  switch (comparison) {
    case 'eq':
      return value === wanted;
    case 'neq':
      return value !== wanted;
    case 'gt':
      return value > wanted;
    case 'gte':
      return value >= wanted;
    case 'lt':
      return value < wanted;
    case 'lte':
      return value <= wanted;
  }
}

function isState(value: StoredValue, state: TruthState): boolean {
  switch (state) {
    case 'null':
    case 'unknown':
      return value === null;
    case 'not_null':
      return value !== null;
    case 'true':
      return value === 1;
    case 'false':
      return value === 0;
  }
}
