import { instantText } from '../../kernel/index.ts';
import type { StoredValue } from './stored-value.ts';
import { restErrors } from '../rest-errors.ts';
import { canonicalJson } from './json-text.ts';
import { fromBooleanText } from './boolean-text.ts';
import { integerType } from './integer-text.ts';
import { timestampOf } from './timestamp-text.ts';
import { uuidOf } from './uuid.ts';

export type ColumnType = 'uuid' | 'timestamptz' | 'float8' | 'int2' | 'int4' | 'int8' | 'text' | 'bool' | 'jsonb';

/** How the values of a type are read, stored and shown. A stored null is handled before any of these. */
export interface TypeRules {
  /** As PostgreSQL names it in messages. */
  readonly sqlName: string;
  /** What the store keeps it as. */
  readonly storage: 'text' | 'integer' | 'real';
  /** Throws `22P02`, `22003`, `22007`, `22008` or `22021`. */
  fromText(text: string): StoredValue;
  /** True for a number that is stored as it is, without the way over its text. */
  takes?(value: number): boolean;
  /** The stored value as JSON text. */
  readonly toJson: (stored: StoredValue) => string;
  readonly toText: (stored: StoredValue) => string;
}

export const typeRules: Readonly<Record<ColumnType, TypeRules>> = {
  uuid: { sqlName: 'uuid', storage: 'text', fromText: uuidOf, toJson: (stored) => `"${stored}"`, toText: String },
  timestamptz: {
    sqlName: 'timestamp with time zone',
    storage: 'integer',
    fromText: timestampOf,
    toJson: (stored) => `"${timeText(stored)}"`,
    toText: timeText,
  },
  float8: {
    sqlName: 'double precision',
    storage: 'real',
    fromText: floatOf,
    takes: Number.isFinite,
    toJson: numberText,
    toText: numberText,
  },
  int2: integerType('smallint', -32_768, 32_767),
  int4: integerType('integer', -2_147_483_648, 2_147_483_647),
  int8: integerType('bigint', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  text: { sqlName: 'text', storage: 'text', fromText: withoutNul, toJson: quotedText, toText: String },
  bool: {
    sqlName: 'boolean',
    storage: 'integer',
    fromText: fromBooleanText,
    toJson: booleanText,
    toText: booleanText,
  },
  jsonb: { sqlName: 'json', storage: 'text', fromText: jsonOf, toJson: String, toText: String },
};

/** A value of a JSON body as the column stores it. Throws like `fromText`. */
export function fromJson(type: ColumnType, value: unknown): StoredValue {
  if (value === null || value === undefined) return null;
  if (type === 'jsonb') return canonicalJson(value);
  const rules = typeRules[type];
  if (typeof value === 'number' && rules.takes?.(value) === true) return value;
  return rules.fromText(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The stored value as JSON text, null included. */
export function toJson(type: ColumnType, stored: StoredValue): string {
  return stored === null ? 'null' : typeRules[type].toJson(stored);
}

function timeText(stored: StoredValue): string {
  return instantText(Number(stored));
}

function quotedText(stored: StoredValue): string {
  return JSON.stringify(stored);
}

function numberText(stored: StoredValue): string {
  return String(stored);
}

function booleanText(stored: StoredValue): string {
  return stored === 1 ? 'true' : 'false';
}

function floatOf(text: string): number {
  const trimmed = text.trim();
  const isNumeric = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed);
  if (!isNumeric) throw restErrors['22P02']({ field: 'double precision', value: text });
  const value = Number(trimmed);
  if (!Number.isFinite(value)) throw restErrors['22003']({ field: 'double precision', value: text });
  return value;
}

function withoutNul(text: string): string {
  if (text.includes('\0')) throw restErrors['22021']();
  return text;
}

function jsonOf(text: string): string {
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    throw restErrors['22P02']({ field: 'json', value: text, details: `Token "${text}" is invalid.` });
  }
}
