import assert from 'node:assert/strict';

/** What `<kind>` in a golden response stands for. */
const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  '<number>': isNumber,
  '<number or null>': (value) => value === null || isNumber(value),
  '<integer>': (value) => Number.isInteger(Number(value)) && String(value) !== '',
  // Null while nothing was scored yet.
  '<score>': (value) => value === null || (typeof value === 'number' && value >= 0 && value <= 1),
  '<boolean>': (value) => typeof value === 'boolean',
  // Units of figures without one are empty.
  '<string>': (value) => typeof value === 'string',
  '<string or null>': (value) => value === null || typeof value === 'string',
  '<object>': isObject,
  '<object or null>': (value) => value === null || isObject(value),
  '<list>': Array.isArray,
  '<text>': (value) => typeof value === 'string' && value.trim() !== '',
  '<time>': (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?\+00:00$/.test(value),
  '<utc>': (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(value),
  '<version>': (value) => typeof value === 'string' && /^\d+\.\d+\.\d+/.test(value),
  '<hash>': (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
};

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

/**
 * Compares an answer with a golden one: the same fields in the same order, and no other. The list `["<each>", golden]`
 * stands for any that is not empty and whose elements all match.
 */
export function assertMatches(actual: unknown, expected: unknown, place = 'body'): void {
  const isKind = typeof expected === 'string' ? kinds[expected] : undefined;
  if (isKind) {
    assert.ok(isKind(actual), `${place} is no ${String(expected)}: ${JSON.stringify(actual)}`);
    return;
  }
  if (typeof expected !== 'object' || expected === null) {
    assert.deepEqual(actual, expected, place);
    return;
  }
  assert.ok(typeof actual === 'object' && actual !== null, `${place} is ${JSON.stringify(actual)}`);
  assert.equal(Array.isArray(actual), Array.isArray(expected), place);
  if (Array.isArray(expected) && expected[0] === '<each>') {
    assert.ok(Array.isArray(actual) && actual.length > 0, `${place} is empty`);
    for (const [index, element] of actual.entries()) assertMatches(element, expected[1], `${place}.${index}`);
    return;
  }
  assert.deepEqual(Object.keys(actual), Object.keys(expected), `fields of ${place}`);
  for (const [name, wanted] of Object.entries(expected)) {
    assertMatches((actual as Record<string, unknown>)[name], wanted, `${place}.${name}`);
  }
}
