import type { Condition, Field, Filter, OrderTerm, SelectItem, Test } from './ast.ts';

/** Parts of a request as text that parses to the same again. */

export function printField({ column, path }: Field): string {
  const steps = path.map(({ arrow, key }) => arrow + (typeof key === 'number' ? String(key) : printKey(key)));
  return printName(column) + steps.join('');
}

/** The members of a logic tree, with their parentheses. */
export function printLogic(members: readonly Filter[]): string {
  return `(${members.map(printFilter).join(',')})`;
}

/** The value of a filter parameter, where nothing is quoted but the elements of a list. */
export function printTest({ negated, test }: Pick<Condition, 'negated' | 'test'>): string {
  return (negated ? 'not.' : '') + operationOf(test) + ('values' in test ? printList(test.values) : test.value);
}

export function printSelect(items: readonly SelectItem[]): string {
  return items.map(printItem).join(',');
}

export function printOrder(terms: readonly OrderTerm[]): string {
  return terms
    .map(({ field, direction, nulls }) => {
      const placed = nulls === undefined ? '' : `.nulls${nulls}`;
      return `${printField(field)}.${direction}${placed}`;
    })
    .join(',');
}

export function printColumns(names: readonly string[]): string {
  return names.map(quoted).join(',');
}

function printFilter(filter: Filter): string {
  const not = filter.negated ? 'not.' : '';
  if (filter.kind !== 'condition') return not + filter.kind + printLogic(filter.members);
  const { field, test } = filter;
  const value = 'values' in test ? printList(test.values) : test.operator === 'is' ? test.value : quoted(test.value);
  return `${printField(field)}.${not}${operationOf(test)}${value}`;
}

function operationOf(test: Test): string {
  const quantifier = 'quantifier' in test ? `(${test.quantifier})` : '';
  return `${test.operator}${quantifier}.`;
}

function printList(values: readonly string[]): string {
  return `(${values.map(quoted).join(',')})`;
}

function printItem(item: SelectItem): string {
  if (item.kind === 'all') return '*';
  if (item.kind === 'relation') return `${printName(item.name)}(*)`;
  const alias = item.alias === undefined ? '' : `${printName(item.alias)}:`;
  const cast = item.cast === undefined ? '' : `::${item.cast}`;
  return alias + printField(item.field) + cast;
}

function printName(name: string): string {
  return /^[\p{L}\p{N}_$]+$/u.test(name) ? name : quoted(name);
}

/** A key of digits alone would be read as a position. */
function printKey(key: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : quoted(key);
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
