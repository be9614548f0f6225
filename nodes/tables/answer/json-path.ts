import type { StoredValue } from '../catalogue/stored-value.ts';
import { canonicalJson } from '../catalogue/json-text.ts';
import type { Operand } from '../plan/operand.ts';

/** What stands at the operand's place in a column's value: as the store keeps it, JSON or text at the end of a path. */
export function valueAt({ path, type }: Operand, stored: StoredValue): StoredValue {
  if (path.length === 0 || stored === null) return stored;
  const found = path.reduce<unknown>((value, { key }) => partOf(value, key), JSON.parse(String(stored)));
  if (found === undefined) return null;
  if (type === 'jsonb') return canonicalJson(found);
  if (found === null) return null;
  return typeof found === 'string' ? found : canonicalJson(found);
}

function partOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === 'number' ? value.at(key) : undefined;
  if (typeof value !== 'object' || value === null || typeof key === 'number') return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
