import { defineErrors } from '../kernel/index.ts';
import { type FlowNode, labelOf } from './flow-node.ts';

/** What is kept, compared and overlaid as a whole: a tab or a subflow with its nodes, or one global configuration node. */
export interface FlowUnit {
  /** Id of its tab, subflow or configuration node. */
  readonly id: string;
  readonly kind: 'tab' | 'subflow' | 'config';
  readonly label: string;
  readonly nodes: readonly FlowNode[];
}

const errors = defineErrors({
  duplicate_node_id: {
    status: 400,
    message: ({ value, limit }) => `The node id ${String(value)} is used more than once: ${String(limit)}.`,
  },
});

/** Splits a flow into its units, in the order of the flow. Throws `duplicate_node_id`. */
export function splitUnits(flows: readonly FlowNode[]): FlowUnit[] {
  refuseDuplicates(flows);
  const containers = new Set(flows.filter(isContainer).map(({ id }) => id));
  const members = Map.groupBy(
    flows.filter(({ z }) => z !== undefined && containers.has(z)),
    ({ z }) => z,
  );
  return flows
    .filter((node) => !containers.has(node.z ?? ''))
    .map((root) => ({
      id: root.id,
      kind: root.type === 'tab' || root.type === 'subflow' ? root.type : 'config',
      label: labelOf(root),
      nodes: [root, ...(members.get(root.id) ?? [])],
    }));
}

function refuseDuplicates(flows: readonly FlowNode[]): void {
  const seen = new Map<string, FlowNode>();
  for (const node of flows) {
    const other = seen.get(node.id);
    if (other) throw errors.duplicate_node_id({ value: node.id, limit: `${labelOf(other)} and ${labelOf(node)}` });
    seen.set(node.id, node);
  }
}

function isContainer({ type }: FlowNode): boolean {
  return type === 'tab' || type === 'subflow';
}
