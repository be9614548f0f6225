/** JSON as jsonb writes it: keys ordered by length, then by their bytes, so that what is equal has the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isObject(part) ? inOrder(part) : part));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inOrder(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keys = Object.keys(object).map((key) => [key, Buffer.from(key)] as const);
  keys.sort(([, a], [, b]) => a.length - b.length || a.compare(b));
  return Object.fromEntries(keys.map(([key]) => [key, object[key]]));
}
