import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { projectRoot } from '../../nodes/kernel/index.ts';
import type { Answer } from './http.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

interface Operation {
  readonly operationId: string;
  readonly 'x-scope': string;
  readonly responses: Readonly<Record<string, object>>;
}

/** An operation with its place; the scope is `public` when it needs no key. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly scope: string;
  readonly statuses: readonly string[];
}

interface Asked {
  readonly method: string;
  readonly path: string;
}

/** A contract of `api/` as a client reads it: which answers an operation may give, and what they look like. */
export class ContractDocument {
  readonly #document: Document;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  /** By the place of their schema. */
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(name: string) {
    this.#document = parse(readFileSync(path.join(projectRoot, 'api', `${name}.yaml`), 'utf8')) as Document;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(this.#document, 'contract');
  }

  operations(): DocumentedOperation[] {
    return Object.entries(this.#document.paths).flatMap(([route, methods]) =>
      Object.entries(methods).map(([method, { operationId, responses, 'x-scope': scope }]) => ({
        operationId,
        method: method.toUpperCase(),
        path: route,
        scope,
        statuses: Object.keys(responses),
      })),
    );
  }

  nameOf(asked: Asked, status: number): string {
    return `${this.#operation(asked)?.operationId ?? 'no operation'} ${status}`;
  }

  /** The status is one that the operation documents, and the body has its schema; outside of operations it is an error. */
  assertDocumented(asked: Asked, { status, json, text }: Answer): void {
    const operation = this.#operation(asked);
    if (operation) assert.ok(operation.responses[status], `${operation.operationId} does not document ${status}`);
    const [route, method] = this.#place(asked);
    const pointer = operation
      ? this.#schemaOf(`#/paths/${escaped(route)}/${method}/responses/${status}`)
      : '#/components/schemas/Error';
    const isValid = this.#validators.get(pointer) ?? this.#ajv.compile({ $ref: `contract${pointer}` });
    this.#validators.set(pointer, isValid);
    assert.ok(isValid(json), `${text}\n${JSON.stringify(isValid.errors)}`);
  }

  #operation(asked: Asked): Operation | undefined {
    const [route, method] = this.#place(asked);
    return this.#document.paths[route]?.[method];
  }

  /** The path as the contract writes it, and the method. */
  #place({ method, path }: Asked): [string, string] {
    const [asked = ''] = path.split('?');
    const routes = Object.keys(this.#document.paths);
    const template = routes.find((route) => patternOf(route).test(asked));
    return [routes.includes(asked) ? asked : (template ?? asked), method.toLowerCase()];
  }

  /** Where the schema of a response stands, shared responses followed. */
  #schemaOf(pointer: string): string {
    const response = this.#at(pointer) as { readonly $ref?: string };
    return `${response.$ref ?? pointer}/content/application~1json/schema`;
  }

  #at(pointer: string): unknown {
    return pointer
      .split('/')
      .slice(1)
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[unescaped(key)], this.#document);
  }
}

const patternOf = (route: string): RegExp => new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const unescaped = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');
