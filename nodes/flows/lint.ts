import { FlowGraph } from './flow-graph.ts';
import { type FlowNode, labelOf, subflowOf, wiresOf } from './flow-node.ts';
import { compareText, formatNodes } from './stable-form.ts';

export interface FlowFile {
  readonly name: string;
  readonly text: string;
}

export interface LintOptions {
  /** Operations of the contracts that a flow must serve, paths in Express form: `GET /api/v1/blocks/:block`. */
  readonly operations: readonly string[];
  readonly knownTypes: ReadonlySet<string>;
}

/** What is wrong with the shipped flows, one sentence each: file, node and rule. */
export function lintFlows(files: readonly FlowFile[], { operations, knownTypes }: LintOptions): string[] {
  const flows = files.map(({ name, text }) => ({ name, text, nodes: JSON.parse(text) as FlowNode[] }));
  const all = flows.flatMap(({ nodes }) => nodes);
  const graph = new FlowGraph(all);
  return [
    ...flows.flatMap(({ name, text, nodes }) => [
      ...lintForm(text, nodes),
      ...nodes.flatMap((node) => [
        ...lintPlace(node, graph),
        ...lintText(node, graph.byId),
        ...lintKind(node, knownTypes, graph),
      ].map((problem) => `${labelOf(node)} (${node.id}): ${problem}`)),
      ...lintTabs(nodes),
    ].map((problem) => `${name}: ${problem}`)),
    ...lintIds(all),
    ...lintRoutes(all, operations),
  ];
}

const grid = 20;
const maxFunctionLines = 5;
const containers = new Set(['tab', 'subflow', 'group']);
/** Properties that hold ids on purpose. */
const structuralKeys = new Set(['id', 'z', 'g', 'wires', 'links', 'nodes', 'scope', 'in', 'out', 'status', 'type']);
/** Properties that people fill with text: an id in one of them would make Node-RED see a reference. */
const textKeys = new Set(['name', 'label', 'info', 'topic', 'payload', 'url']);
const writers = /^(busbar-(device-write|safety-guard)|modbus-(write|flex-write|flex-fc))$/;

function lintForm(text: string, nodes: readonly FlowNode[]): string[] {
  return text === formatNodes(nodes) ? [] : ['is not in its stable form; run npm run generate'];
}

function lintIds(all: readonly FlowNode[]): string[] {
  const perId = Map.groupBy(all, ({ id }) => id);
  return [...perId].flatMap(([id, nodes]) => [
    ...(nodes.length > 1 ? [`the id ${id} is used ${nodes.length} times`] : []),
    ...(/^[0-9a-f]{16}$/.test(id) ? [] : [`the id ${id} is not 16 hexadecimal digits`]),
  ]);
}

/** Node-RED silently takes a node without x and y for a configuration node, so every place is stated and readable. */
function lintPlace(node: FlowNode, { byId }: FlowGraph): string[] {
  if (node.type === 'tab' || node.type === 'subflow' || node.type === 'group') return [];
  const { x, y } = node;
  if (x === undefined && y === undefined) return node['wires'] === undefined ? [] : ['has wires but no x and y'];
  if (typeof x !== 'number' || typeof y !== 'number') return ['has no x and y'];
  const problems = y % grid === 0 ? [] : [`its y ${y} is not on the grid of ${grid}`];
  if (!byId.has(node.z ?? '')) problems.push('its z names no tab or subflow');
  const group = byId.get(node.g ?? '');
  if (node.g !== undefined && !(group && insideBox(group, x, y))) problems.push('lies outside the box of its group');
  return problems;
}

function insideBox(group: FlowNode, x: number, y: number): boolean {
  const [left, top, width, height] = ['x', 'y', 'w', 'h'].map((key) => Number(group[key])) as [
    number,
    number,
    number,
    number,
  ];
  return x > left && x < left + width && y > top && y < top + height;
}

function lintText(node: FlowNode, byId: ReadonlyMap<string, FlowNode>): string[] {
  const problems = Object.entries(node).flatMap(([key, value]) => {
    if (structuralKeys.has(key) || typeof value !== 'string') return [];
    const other = byId.get(value);
    const isReference = other !== undefined && !textKeys.has(key) && other['x'] === undefined;
    return other === undefined || isReference ? [] : [`its ${key} equals the id of ${labelOf(other)}`];
  });
  const documented = node.type === 'tab' || node.type === 'group' || node.type === 'subflow';
  if (documented && !hasText(node['info'])) problems.push(`the ${node.type} has no description`);
  return problems;
}

function hasText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function lintKind(node: FlowNode, knownTypes: ReadonlySet<string>, graph: FlowGraph): string[] {
  if (node.type === 'http in') return lintHttpIn(node, graph);
  if (node.type === 'function') return lintFunction(node);
  if (node.type === 'inject') return lintInject(node, graph);
  const subflow = subflowOf(node);
  const known = subflow === undefined ? containers.has(node.type) || knownTypes.has(node.type) : graph.byId.has(subflow);
  return known ? [] : [`the type ${node.type} is not known`];
}

function lintHttpIn(node: FlowNode, graph: FlowGraph): string[] {
  const problems: string[] = [];
  const route = routeOf(node);
  // Raw, a body would pass the size limit and the contract's validation.
  if (node['skipBodyParsing'] === true) problems.push('takes its body raw, past the checks of the front door');
  if (node['name'] !== route) problems.push(`its name must be "${route}"`);
  if (![...graph.reachableFrom(node)].some(({ type }) => type === 'http response')) {
    problems.push('reaches no http response');
  }
  const offRow = graph.rowFrom(node).find(({ y }) => y !== node['y']);
  if (offRow) problems.push(`its row bends at ${labelOf(offRow)}`);
  return problems;
}

function lintFunction(node: FlowNode): string[] {
  const lines = ['func', 'initialize', 'finalize'].flatMap((key) => textLines(node[key])).length;
  return lines > maxFunctionLines ? [`has ${lines} lines, a function may have ${maxFunctionLines}`] : [];
}

function textLines(value: unknown): string[] {
  return typeof value === 'string' ? value.split('\n').filter((line) => line.trim() !== '') : [];
}

function lintInject(node: FlowNode, graph: FlowGraph): string[] {
  const firesAlone = node['once'] === true || hasText(node['repeat']) || hasText(node['crontab']);
  const writer = firesAlone ? [...graph.reachableFrom(node)].find(({ type }) => writers.test(type)) : undefined;
  return writer ? [`fires by itself and reaches ${labelOf(writer)}, which writes to a device`] : [];
}

function lintTabs(nodes: readonly FlowNode[]): string[] {
  return nodes
    .filter(({ type }) => type === 'tab')
    .flatMap((tab) => {
      const members = nodes.filter(({ z }) => z === tab.id);
      const catches = members.filter(({ type }) => type === 'catch');
      const errorNodes = new Set(members.filter(({ type }) => type === 'busbar-api-error').map(({ id }) => id));
      const wired = catches.some((node) => wiresOf(node).flat().some((id) => errorNodes.has(id)));
      const needsCatch = members.some(({ type }) => type === 'http in');
      return needsCatch && !wired ? [`${labelOf(tab)}: no catch node is wired to a busbar-api-error`] : [];
    });
}

function lintRoutes(all: readonly FlowNode[], operations: readonly string[]): string[] {
  const routes = all.filter(({ type }) => type === 'http in').map(routeOf);
  const counts = Map.groupBy(routes, (route) => route);
  const doubled = [...counts].filter(([, found]) => found.length > 1).map(([route]) => `${route} is wired twice`);
  const missing = operations.filter((operation) => !counts.has(operation));
  return [...doubled, ...missing.toSorted(compareText).map((route) => `${route} is in a contract and in no flow`)];
}

function routeOf(node: FlowNode): string {
  return `${String(node['method']).toUpperCase()} ${String(node['url'])}`;
}
