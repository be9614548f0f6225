import { textOf } from '../../kernel/index.ts';
import { apiErrors } from '../errors.ts';

const maxDepth = 20;
const forbiddenKeys = new Set(['__proto__', 'constructor']);
const notFiniteToken = /"([^"\\]*)"\s*:\s*([+-]?(?:NaN|Infinity))\b/;

/**
 * Parses JSON and refuses what two readers could understand differently or what could reach an object's prototype:
 * duplicate keys, `__proto__`, `constructor`, more than 20 levels. Throws `malformed_json`. Python writes NaN and Infinity, which
 * are no JSON; they come back as NaN, so that the schema can name the field.
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    const [, field] = notFiniteToken.exec(text) ?? [];
    if (field !== undefined) return { [field]: NaN };
    throw malformed(textOf(thrown));
  }
  checkStructure(text);
  return value;
}

const [quote, backslash, comma] = ['"'.charCodeAt(0), '\\'.charCodeAt(0), ','.charCodeAt(0)];
const [openBrace, closeBrace] = ['{'.charCodeAt(0), '}'.charCodeAt(0)];
const [openBracket, closeBracket] = ['['.charCodeAt(0), ']'.charCodeAt(0)];

interface Level {
  /** Keys of an object; undefined in an array. */
  readonly keys: Set<string> | undefined;
  expectsKey: boolean;
}

/** Walks text that is known to be valid JSON. */
function checkStructure(text: string): void {
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    const level = levels.at(-1);
    if (character === quote) {
      const end = endOfString(text, at);
      if (level?.expectsKey === true) takeKey(level, text.slice(at, end));
      at = end - 1;
    } else if (character === openBrace || character === openBracket) {
      const isObject = character === openBrace;
      levels.push({ keys: isObject ? new Set() : undefined, expectsKey: isObject });
      if (levels.length > maxDepth) throw malformed(`it is nested deeper than ${maxDepth} levels`);
    } else if (character === closeBrace || character === closeBracket) {
      levels.pop();
    } else if (character === comma && level?.keys) {
      level.expectsKey = true;
    }
  }
}

/** Position after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at + 1;
}

function takeKey(level: Level, quoted: string): void {
  const key = JSON.parse(quoted) as string;
  if (forbiddenKeys.has(key)) throw malformed(`the key ${key} is not allowed`);
  if (level.keys?.has(key) === true) throw malformed(`the key ${key} appears twice`);
  level.keys?.add(key);
  level.expectsKey = false;
}

function malformed(why: string): Error {
  return apiErrors.malformed_json({ field: 'body', limit: why });
}
