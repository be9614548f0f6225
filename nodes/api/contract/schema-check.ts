import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { BusbarError } from '../../kernel/index.ts';
import { apiErrors } from '../errors.ts';
import type { OpenApiDocument, OpenApiParameter } from './open-api.ts';

/** Checks values against a schema, fills in defaults and, where they come from an address, turns text into types. */
export type CheckValues = (values: unknown) => void;

/** The part of a request that a schema checks. */
type Place = 'query' | 'path' | 'body';

/** Names a rule of the safety guard on a property whose every wrong value that rule rejects. */
const safetyKeyword = 'x-safety-constraint';

/** Compiles the schemas of one contract. The checks throw `invalid_value` or `unsafe_value`. */
export class SchemaCompiler {
  readonly #components: object;
  readonly #bodies = ajvFor(false);
  readonly #addresses = ajvFor(true);

  constructor({ components = {} }: OpenApiDocument) {
    this.#components = components;
  }

  body(schema: object): CheckValues {
    return checkWith(this.#bodies, { ...schema, components: this.#components }, 'body');
  }

  parameters(parameters: readonly OpenApiParameter[], place: Exclude<Place, 'body'>): CheckValues | undefined {
    const placed = parameters.filter((parameter) => parameter.in === place);
    if (placed.length === 0) return undefined;
    const schema = {
      type: 'object',
      additionalProperties: false,
      required: placed.filter(({ required }) => required === true).map(({ name }) => name),
      properties: Object.fromEntries(placed.map(({ name, schema }) => [name, schema])),
      components: this.#components,
    };
    return checkWith(this.#addresses, schema, place);
  }
}

function ajvFor(coerceTypes: boolean): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, verbose: true, useDefaults: true, coerceTypes });
  addFormats.default(ajv);
  ajv.addVocabulary([safetyKeyword, 'components']);
  return ajv;
}

/** Compiled when it is first needed: most operations of a gateway are never asked for. */
function checkWith(ajv: Ajv2020, schema: object, place: Place): CheckValues {
  let isValid: ValidateFunction | undefined;
  return (values) => {
    isValid ??= ajv.compile(schema);
    if (!isValid(values)) throw errorOf(isValid.errors?.[0], place);
  };
}

function errorOf(error: ErrorObject | undefined, place: Place): BusbarError {
  const { field, limit, value, schema } = wrongField(error);
  const constraint = (schema as Record<string, unknown> | undefined)?.[safetyKeyword];
  const rule = error?.keyword;
  if (typeof constraint !== 'string') return apiErrors.invalid_value({ field, limit, value, place, rule });
  return apiErrors.unsafe_value({ field, limit, value, safety_constraint: constraint });
}

interface WrongField {
  readonly field: string;
  readonly limit: string;
  readonly value: unknown;
  readonly schema: unknown;
}

function wrongField(error: ErrorObject | undefined): WrongField {
  const path = (error?.instancePath ?? '').slice(1).replaceAll('/', '.');
  const inside = (name: string) => (path === '' ? name : `${path}.${name}`);
  const parent = error?.parentSchema as { properties?: Record<string, unknown> } | undefined;
  const params = (error?.params ?? {}) as Record<string, string>;
  if (params['missingProperty'] !== undefined) {
    const name = params['missingProperty'];
    return { field: inside(name), limit: 'present', value: null, schema: parent?.properties?.[name] };
  }
  if (params['additionalProperty'] !== undefined) {
    const name = params['additionalProperty'];
    const known = Object.keys(parent?.properties ?? {}).join(', ');
    const value = (error?.data as Record<string, unknown>)[name];
    return { field: inside(name), limit: `left out; known are ${known}`, value, schema: undefined };
  }
  return { field: path === '' ? 'body' : path, limit: limitOf(error), value: error?.data, schema: parent };
}

/** The limit in words that follow "must be". */
function limitOf(error: ErrorObject | undefined): string {
  const { limit, type, allowedValues, format, pattern } = (error?.params ?? {}) as Record<string, unknown>;
  switch (error?.keyword) {
    case 'type':
      return `of type ${String(type).replaceAll(',', ' or ')}`;
    case 'enum':
      return `one of ${(allowedValues as unknown[]).join(', ')}`;
    case 'maxLength':
      return `at most ${String(limit)} characters long`;
    case 'minLength':
      return `at least ${String(limit)} characters long`;
    case 'maximum':
      return `at most ${String(limit)}`;
    case 'minimum':
      return `at least ${String(limit)}`;
    case 'exclusiveMinimum':
      return `more than ${String(limit)}`;
    case 'pattern':
      return `text that matches ${String(pattern)}`;
    case 'format':
      return `a ${String(format)}`;
    default:
      return (error?.message ?? 'valid').replace(/^must (be )?/, '');
  }
}
