/** A node of a flow as Node-RED stores it: tab, subflow, group, configuration node or a node on the canvas. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  /** Tab or subflow that holds the node; absent for tabs, subflow definitions and global configuration nodes. */
  readonly z?: string;
  /** Group that holds the node. */
  readonly g?: string;
  readonly [property: string]: unknown;
}

const subflowInstance = /^subflow:(.+)$/;

/** Id of the subflow that a node is an instance of, or undefined for every other node. */
export function subflowOf(node: FlowNode): string | undefined {
  return subflowInstance.exec(node.type)?.[1];
}

export function labelOf(node: FlowNode): string {
  const label = [node['label'], node['name']].find((text) => typeof text === 'string' && text !== '');
  return typeof label === 'string' ? label : `${node.type} ${node.id}`;
}

/** Ids that a node sends to, by output. */
export function wiresOf(node: FlowNode): readonly (readonly string[])[] {
  return Array.isArray(node['wires']) ? (node['wires'] as string[][]) : [];
}
