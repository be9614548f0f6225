import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type FlowNode, formatNodes, labelOf } from '../nodes/flows/index.ts';
import type { Variables } from '../nodes/kernel/index.ts';
import { declaredNodes } from './declared-nodes.ts';
import { readShippedFlows } from './flow-lint.ts';
import { drawTab } from './flow-picture.ts';
import { apiTypes } from './generate-api-types.ts';
import { configurationPage, nodesPage } from './reference-pages.ts';
import { restParser } from './rest-grammar.ts';
import { root } from './run.ts';

const defaultColour = '#dddddd';

/** All generated files, by path: API types, the parser of the REST dialect, reference pages, pictures, flows in their stable form. */
export async function generatedFiles(): Promise<Map<string, string>> {
  const flows = readShippedFlows().map(({ name, text }) => ({ name, nodes: JSON.parse(text) as FlowNode[] }));
  const { variables } = (await import(path.join(root, 'boot/variables.ts'))) as { variables: Variables };
  const pages = new Map([
    ['docs/reference/configuration.md', await pretty(configurationPage(variables))],
    ['docs/reference/nodes.md', await pretty(nodesPage())],
  ]);
  const stable = flows.map(({ name, nodes }): [string, string] => [`flows/${name}`, formatNodes(nodes)]);
  const types = [...(await apiTypes())].map(([file, text]): [string, string] => [path.relative(root, file), text]);
  return new Map([await restParser(), ...types, ...pages, ...stable, ...pictures(flows)]);
}

function pictures(flows: readonly { name: string; nodes: readonly FlowNode[] }[]): [string, string][] {
  const all = flows.flatMap(({ nodes }) => nodes);
  const subflows = all.filter(({ type }) => type === 'subflow');
  const options = {
    colourOf: colours(
      new Map(
        subflows.map((node) => [
          `subflow:${node.id}`,
          typeof node['color'] === 'string' ? node['color'] : defaultColour,
        ]),
      ),
    ),
    subflowNames: new Map(subflows.map((node) => [node.id, labelOf(node)])),
  };
  return flows.flatMap(({ name, nodes }) =>
    nodes
      .filter(({ type }) => type === 'tab')
      .map((tab): [string, string] => [
        `docs/reference/flows/${path.basename(name, '.json')}.svg`,
        drawTab(
          tab,
          nodes.filter(({ z }) => z === tab.id),
          options,
        ),
      ]),
  );
}

/** Colours as the nodes' editor halves state them. */
function colours(known: Map<string, string>): (type: string) => string {
  const files = [
    ...globSync(['@node-red/nodes/core/**/*.html', 'node-red-contrib-modbus/modbus/*.html'], {
      cwd: path.join(root, 'node_modules'),
    }).map((file) => path.join(root, 'node_modules', file)),
    ...declaredNodes().map(({ source }) => path.join(root, `${source}.html`)),
  ];
  for (const file of files) {
    const html = readFileSync(file, 'utf8');
    for (const [, type = '', rest = ''] of html.matchAll(/registerType\(\s*["']([^"']+)["']([\s\S]{0,4000})/g)) {
      const colour = /color:\s*["']([^"']+)["']/.exec(rest)?.[1];
      if (colour !== undefined) known.set(type, colour);
    }
  }
  return (type) => known.get(type) ?? defaultColour;
}

async function pretty(markdown: string): Promise<string> {
  const file = path.join(root, 'docs/reference/page.md');
  return format(markdown, { ...(await resolveConfig(file)), filepath: file });
}

/** Paths whose content is not what the sources say, pictures of tabs that are gone among them. */
export async function staleFiles(): Promise<string[]> {
  const wanted = await generatedFiles();
  const differing = [...wanted].filter(([file, text]) => readIfThere(file) !== text).map(([file]) => file);
  return [...differing, ...picturesWithoutTab(wanted)];
}

function picturesWithoutTab(wanted: ReadonlyMap<string, string>): string[] {
  return globSync('docs/reference/flows/*.svg', { cwd: root }).filter((file) => !wanted.has(file));
}

function readIfThere(file: string): string | undefined {
  const full = path.join(root, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
}

async function generate(): Promise<void> {
  const wanted = await generatedFiles();
  for (const file of picturesWithoutTab(wanted)) rmSync(path.join(root, file));
  for (const [file, text] of wanted) {
    if (readIfThere(file) === text) continue;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    console.log(`wrote ${file}`);
  }
}

async function reportStale(): Promise<void> {
  const stale = await staleFiles();
  for (const file of stale) console.error(`${file} is not up to date; run npm run generate`);
  if (stale.length > 0) process.exitCode = 1;
}

if (import.meta.main) await (process.argv.includes('--check') ? reportStale() : generate());
