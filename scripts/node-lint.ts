import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import type { NodeModule } from '../nodes/kernel/index.ts';
import { type DeclaredNode, declaredNodes } from './declared-nodes.ts';
import { root } from './run.ts';

/** The editor's half of a node, as its `.html` registers it. */
interface EditorHalf {
  readonly category?: string;
  readonly defaults?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/** Problems of the nodes that `package.json` names, one sentence each. */
export async function lintNodes(): Promise<string[]> {
  const inExamples = typesInExamples();
  const perNode = await Promise.all(declaredNodes().map((node) => lintNode(node, inExamples)));
  return perNode.flat();
}

async function lintNode(node: DeclaredNode, inExamples: ReadonlySet<string>): Promise<string[]> {
  const missing = [
    `${node.source}.ts`,
    `${node.source}.html`,
    `${node.room}/locales/en-US/${node.name}.json`,
    `${node.room}/locales/en-US/${node.name}.html`,
    `test/unit/${node.room.replace(/^nodes\//, '')}/${node.name}.test.ts`,
  ].filter((file) => !existsSync(path.join(root, file)));
  const problems = missing.map((file) => `has no ${file}`);
  if (missing.length === 0) problems.push(...(await lintHalves(node)), ...lintTexts(node));
  if (!inExamples.has(node.type)) problems.push('stands in no flow under examples/');
  return problems.map((problem) => `${node.type}: ${problem}`);
}

/** What the editor stores must be what the runtime reads, property by property. */
async function lintHalves(node: DeclaredNode): Promise<string[]> {
  const { default: module } = (await import(path.join(root, `${node.source}.ts`))) as { default: NodeModule };
  const html = read(`${node.source}.html`);
  if (!html.includes(`registerType('${node.type}', {`)) return [`its .html does not register '${node.type}' literally`];
  const half = editorHalf(html);
  const { spec } = module;
  const fields = Object.entries(spec.fields);
  const expected = new Set([
    'name',
    'version',
    ...fields.flatMap(([name, { kind }]) => (kind === 'typed' ? [name, `${name}Type`] : [name])),
  ]);
  const stored = new Set(Object.keys(half.defaults ?? {}));
  const problems = [
    ...[...stored]
      .filter((name) => !expected.has(name))
      .map((name) => `the editor stores ${name}, which the runtime does not read`),
    ...[...expected].filter((name) => !stored.has(name)).map((name) => `the editor does not store ${name}`),
  ];
  const version = half.defaults?.['version']?.value;
  if (spec.type !== node.type) problems.push(`its runtime half registers ${spec.type}`);
  if (version !== spec.version) problems.push(`the editor stores version ${String(version)}, not ${spec.version}`);
  if (half.category !== 'busbar' && half.category !== 'config')
    problems.push('its category is neither busbar nor config');
  return problems;
}

function editorHalf(html: string): EditorHalf {
  const registered: EditorHalf[] = [];
  const red = {
    nodes: { registerType: (_type: string, half: EditorHalf) => registered.push(half) },
    validators: { number: () => true, regex: () => true, typedInput: () => true },
  };
  for (const [, script = ''] of html.matchAll(/<script type="text\/javascript">([\s\S]*?)<\/script>/g)) {
    vm.runInNewContext(script, { RED: red });
  }
  return registered[0] ?? {};
}

function lintTexts(node: DeclaredNode): string[] {
  const problems: string[] = [];
  const html = read(`${node.source}.html`);
  const help = read(`${node.room}/locales/en-US/${node.name}.html`);
  const catalogue: unknown = JSON.parse(read(`${node.room}/locales/en-US/${node.name}.json`));
  if (!help.includes(`data-help-name="${node.type}"`)) problems.push('its help names another node');
  const inForm = [...html.matchAll(/data-i18n="([^"]+)"/g)].flatMap(([, keys = '']) => keys.split(';'));
  const inScript = [...html.matchAll(/\._\('([^']+)'/g)].map(([, key = '']) => key);
  for (const key of [...inForm, ...inScript].map((text) => text.replace(/^\[[^\]]*\]/, ''))) {
    if (!key.includes(':') && !hasString(catalogue, key)) problems.push(`the text ${key} is missing`);
  }
  return problems;
}

/** A key that ends with a dot is completed by a value: it stands for a whole group of texts. */
function hasString(catalogue: unknown, key: string): boolean {
  const found = key
    .replace(/\.$/, '')
    .split('.')
    .reduce((level, part) => (level as Readonly<Record<string, unknown>> | undefined)?.[part], catalogue);
  return typeof found === (key.endsWith('.') ? 'object' : 'string');
}

function typesInExamples(): Set<string> {
  const flows = globSync('examples/*.json', { cwd: root }).map((file) => JSON.parse(read(file)) as { type: string }[]);
  return new Set(flows.flat().map(({ type }) => type));
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
