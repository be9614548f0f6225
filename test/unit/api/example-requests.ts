import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../../../nodes/kernel/index.ts';
import type { OperationRequest } from './data-platform-requests.fixture.ts';

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly example?: string | number;
  readonly schema?: { readonly example?: string | number; readonly enum?: readonly (string | number)[] };
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly 'x-scope': string;
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: { readonly 'application/json'?: { readonly example?: object } } };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly parameters?: Readonly<Record<string, Parameter>> };
}

/** Each operation of a contract as its own examples ask for it. */
export function exampleRequests(contract: string): Readonly<Record<string, OperationRequest>> {
  const document = parse(readFileSync(path.join(projectRoot, 'api', `${contract}.yaml`), 'utf8')) as Document;
  return Object.fromEntries(
    Object.entries(document.paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        operation.operationId,
        requestOf(document, template, method, operation),
      ]),
    ),
  );
}

function requestOf(
  { components }: Document,
  template: string,
  method: string,
  operation: DocumentedOperation,
): OperationRequest {
  const parameters = (operation.parameters ?? []).map((parameter) =>
    '$ref' in parameter ? components.parameters![parameter.$ref.split('/').at(-1)!]! : parameter,
  );
  const valueOf = ({ example, schema }: Parameter): string =>
    String(example ?? schema?.example ?? schema?.enum?.[0] ?? 1);
  const inPath = new Map(parameters.filter((each) => each.in === 'path').map((each) => [each.name, valueOf(each)]));
  const query = parameters.filter((each) => each.in === 'query' && each.required === true);
  const search = new URLSearchParams(Object.fromEntries(query.map((each) => [each.name, valueOf(each)]))).toString();
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(inPath.get(name) ?? '1'));
  const body = operation.requestBody && (operation.requestBody.content['application/json']?.example ?? {});
  return {
    method: method.toUpperCase(),
    path: search === '' ? filled : `${filled}?${search}`,
    ...(body && { body }),
    scope: operation['x-scope'],
  };
}
