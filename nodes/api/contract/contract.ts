import path from 'node:path';
import type { Scope } from '../access/roles.ts';
import type { DialectName } from '../dialects/index.ts';
import { type ContractFile, mergeContracts, readContractFiles } from './contract-files.ts';
import { defaultMaxBodyBytes } from './json-body.ts';
import type { OpenApiDocument, OpenApiOperation, OpenApiParameter, Reference } from './open-api.ts';
import type { Operation } from './operation.ts';
import { SchemaCompiler } from './schema-check.ts';

/** Beside the code: the build has turned them into JSON, which is read many times as fast. */
export const contractFolder = path.join(import.meta.dirname, '../../../api');

/** The contracts of `api/`, read once at the start. What only some requests need is made when they come. */
export class Contract {
  readonly files: readonly ContractFile[];
  readonly operations: readonly Operation[];
  readonly publicPaths: ReadonlySet<string>;
  readonly #byMethod: ReadonlyMap<string, ReadonlyMap<string, Operation>>;
  readonly #templates: readonly { readonly operation: Operation; readonly pattern: RegExp }[];
  /** Longest prefix first. */
  readonly #prefixes: readonly (readonly [string, DialectName])[];

  readonly #version: string;
  #merged: ContractFile | undefined;

  constructor(folder: string, version: string) {
    this.files = readContractFiles(folder);
    this.#version = version;
    this.operations = this.files.flatMap(({ document }) => operationsOf(document));
    this.publicPaths = new Set(this.operations.filter(({ scope }) => scope === 'public').map(({ route }) => route));
    this.#byMethod = byMethod(this.operations);
    this.#templates = this.operations
      .filter(({ route }) => route.includes(':'))
      .map((operation) => ({ operation, pattern: patternOf(operation.route) }));
    this.#prefixes = this.files
      .flatMap(({ document }) => document['x-path-prefixes'].map((prefix) => [prefix, document['x-dialect']] as const))
      .sort(([a], [b]) => b.length - a.length) as [string, DialectName][];
  }

  /** All contracts as one. */
  get merged(): ContractFile {
    return (this.#merged ??= mergeContracts(this.files, this.#version));
  }

  /** The operation of an Express route; HEAD is answered by GET. */
  operation(method: string, route: string): Operation | undefined {
    return this.#byMethod.get(method === 'HEAD' ? 'GET' : method)?.get(route);
  }

  /** True when an operation answers this path, as far as its exact spelling tells. */
  names(method: string, path: string): boolean {
    if (this.operation(method, path)) return true;
    return this.#templates.some(({ operation, pattern }) => operation.method === method && pattern.test(path));
  }

  /**
   * The dialect of errors that happen before a route matched: that of the operation at this path, whatever its method,
   * else that of the longest prefix.
   */
  dialectOfPath(path: string): DialectName {
    const named = this.operations.find(({ route }) => route === path);
    const operation = named ?? this.#templates.find(({ pattern }) => pattern.test(path))?.operation;
    return operation?.dialect ?? this.#prefixes.find(([prefix]) => isUnder(prefix, path))?.[1] ?? 'bess';
  }
}

function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`);
}

/** `/api/v1/stats` is over `/api/v1/stats/x` and not over `/api/v1/statsx`. */
function isUnder(prefix: string, path: string): boolean {
  return path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
}

function byMethod(operations: readonly Operation[]): ReadonlyMap<string, ReadonlyMap<string, Operation>> {
  const methods = Map.groupBy(operations, ({ method }) => method);
  return new Map(
    [...methods].map(([method, ofMethod]) => [method, new Map(ofMethod.map((item) => [item.route, item]))]),
  );
}

function operationsOf(document: OpenApiDocument): readonly Operation[] {
  const schemas = new SchemaCompiler(document);
  return Object.entries(document.paths).flatMap(([pathTemplate, methods]) =>
    Object.entries(methods).map(([method, declared]) => operationOf(document, schemas, pathTemplate, method, declared)),
  );
}

function operationOf(
  document: OpenApiDocument,
  schemas: SchemaCompiler,
  pathTemplate: string,
  method: string,
  declared: OpenApiOperation,
): Operation {
  const parameters = (declared.parameters ?? []).map((parameter) => parameterOf(document, parameter));
  const maxBodyKb = declared['x-max-body-kb'];
  const bodySchema = declared.requestBody?.content['application/json']?.schema;
  return {
    operationId: declared.operationId,
    method: method.toUpperCase(),
    route: pathTemplate.replaceAll(/\{(\w+)\}/g, ':$1'),
    scope: declared['x-scope'] as Scope | 'public',
    dialect: declared['x-dialect'] as DialectName,
    servedByFrontDoor: declared['x-served-by'] === 'front-door',
    placeOf: new Map(parameters.map((parameter) => [parameter.name, parameter.in])),
    bodyRequired: declared.requestBody?.required === true,
    maxBodyBytes: maxBodyKb === undefined ? defaultMaxBodyBytes : maxBodyKb * 1024,
    checkBody: bodySchema && schemas.body(bodySchema),
    checkQuery: declared['x-open-query'] === true ? undefined : schemas.parameters(parameters, 'query'),
    checkParams: schemas.parameters(parameters, 'path'),
  };
}

/** Parameters that several operations share stand among the components. */
function parameterOf({ components }: OpenApiDocument, declared: OpenApiParameter | Reference): OpenApiParameter {
  if (!('$ref' in declared)) return declared;
  const name = declared.$ref.replace('#/components/parameters/', '');
  return components?.['parameters']?.[name] as OpenApiParameter;
}
