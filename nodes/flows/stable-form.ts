import { createHash } from 'node:crypto';
import type { FlowNode } from './flow-node.ts';

const leadingKeys = ['id', 'type', 'z', 'g', 'label', 'name'];
const trailingKeys = ['x', 'y', 'w', 'h', 'nodes', 'wires'];

/**
 * Flow nodes in the one textual form that equal flows share, so that a diff shows edits and nothing else: nodes by place
 * on the canvas, keys in a fixed order, one property a line.
 */
export function formatNodes(nodes: readonly FlowNode[]): string {
  const texts = sortNodes(nodes).map((node) => {
    const lines = sortedKeys(node).map((key) => `    ${JSON.stringify(key)}: ${JSON.stringify(sorted(node[key]))}`);
    return `  {\n${lines.join(',\n')}\n  }`;
  });
  return texts.length === 0 ? '[]\n' : `[\n${texts.join(',\n')}\n]\n`;
}

/** Identity of a piece of flow: equal for equal nodes, whatever order their nodes and keys came in. */
export function hashNodes(nodes: readonly FlowNode[]): string {
  return createHash('sha256').update(formatNodes(nodes.map(withoutDrawnBox))).digest('hex');
}

/** The editor fits the box of a group to the letters of its browser as soon as the tab is looked at: that is no edit. */
function withoutDrawnBox(node: FlowNode): FlowNode {
  return node.type === 'group' ? { ...node, x: undefined, y: undefined, w: undefined, h: undefined } : node;
}

/** Top to bottom, then left to right: this is also the order in which the routes of a tab are registered. */
export function sortNodes(nodes: readonly FlowNode[]): FlowNode[] {
  return nodes.toSorted(
    (a, b) =>
      compareText(a.z ?? '', b.z ?? '') ||
      containerRank(a) - containerRank(b) ||
      coordinate(a['y']) - coordinate(b['y']) ||
      coordinate(a['x']) - coordinate(b['x']) ||
      compareText(a.id, b.id),
  );
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function containerRank({ type }: FlowNode): number {
  return type === 'tab' || type === 'subflow' ? 0 : 1;
}

function coordinate(value: unknown): number {
  return typeof value === 'number' ? value : -1;
}

function sortedKeys(node: FlowNode): string[] {
  const keys = Object.keys(node).filter((key) => node[key] !== undefined);
  const middle = keys.filter((key) => !leadingKeys.includes(key) && !trailingKeys.includes(key));
  const present = (key: string) => keys.includes(key);
  return [...leadingKeys.filter(present), ...middle.sort(compareText), ...trailingKeys.filter(present)];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
