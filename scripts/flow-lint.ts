import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { type FlowFile, lintFlows } from '../nodes/flows/index.ts';
import { declaredNodes } from './declared-nodes.ts';
import { root } from './run.ts';

interface Contract {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, { 'x-served-by'?: string }>>>>;
}

const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);

export function readShippedFlows(): FlowFile[] {
  return globSync('flows/*.json', { cwd: root })
    .sort()
    .map((file) => ({ name: path.basename(file), text: readFileSync(path.join(root, file), 'utf8') }));
}

/** Problems of the shipped flows, one sentence each. */
export function lintShippedFlows(): string[] {
  return lintFlows(readShippedFlows(), { operations: contractOperations(), knownTypes: knownTypes() });
}

/** Operations that a flow serves: all but those which the contract leaves to the front door. */
function contractOperations(): string[] {
  return globSync('api/*.yaml', { cwd: root }).flatMap((file) => {
    const { paths = {} } = parse(readFileSync(path.join(root, file), 'utf8')) as Contract;
    return Object.entries(paths).flatMap(([route, item]) =>
      Object.entries(item)
        .filter(([method, operation]) => methods.has(method) && (operation['x-served-by'] ?? 'flow') === 'flow')
        .map(([method]) => `${method.toUpperCase()} ${route.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
  });
}

function knownTypes(): Set<string> {
  const installed = globSync(['@node-red/nodes/core/**/*.js', 'node-red-contrib-modbus/modbus/*.js'], {
    cwd: path.join(root, 'node_modules'),
  });
  const registered = installed.flatMap((file) => {
    const text = readFileSync(path.join(root, 'node_modules', file), 'utf8');
    return [...text.matchAll(/registerType\(\s*["']([^"']+)["']/g)].map(([, type = '']) => type);
  });
  return new Set([...registered, ...declaredNodes().map(({ type }) => type), 'global-config', 'junction']);
}
