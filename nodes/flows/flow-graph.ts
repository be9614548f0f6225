import { type FlowNode, wiresOf } from './flow-node.ts';

/** Where messages can go: wires, link nodes, and back from a link call. */
export class FlowGraph {
  readonly byId: ReadonlyMap<string, FlowNode>;
  readonly #sources: ReadonlyMap<string, readonly FlowNode[]>;

  constructor(nodes: readonly FlowNode[]) {
    this.byId = new Map(nodes.map((node) => [node.id, node]));
    const sources = new Map<string, FlowNode[]>();
    for (const node of nodes) {
      for (const target of new Set(wiresOf(node).flat())) sources.set(target, [...(sources.get(target) ?? []), node]);
    }
    this.#sources = sources;
  }

  /** Nodes that are wired into a node. */
  sourcesOf(node: FlowNode): readonly FlowNode[] {
    return this.#sources.get(node.id) ?? [];
  }

  nextOf(node: FlowNode): FlowNode[] {
    return this.#nodes([...wiresOf(node).flat(), ...linksOf(node)]);
  }

  /** Every node that a message from here can reach. */
  reachableFrom(start: FlowNode): Set<FlowNode> {
    const reached = new Set<FlowNode>();
    const open = [start];
    for (let node = open.pop(); node; node = open.pop()) {
      for (const next of this.nextOf(node)) {
        if (reached.has(next)) continue;
        reached.add(next);
        open.push(next);
      }
    }
    return reached;
  }

  /** The nodes from here along the first output, as long as the way is not joined by another one. */
  rowFrom(start: FlowNode): FlowNode[] {
    const row: FlowNode[] = [];
    let node: FlowNode | undefined = start;
    while (node && !row.includes(node)) {
      row.push(node);
      const [next] = this.#nodes(wiresOf(node)[0] ?? []);
      node = next && this.sourcesOf(next).length === 1 ? next : undefined;
    }
    return row;
  }

  #nodes(ids: readonly string[]): FlowNode[] {
    return ids.flatMap((id) => this.byId.get(id) ?? []);
  }
}

/** Targets of a link out node and of a link call. */
function linksOf(node: FlowNode): string[] {
  const links = node.type === 'link out' || node.type === 'link call' ? node['links'] : undefined;
  return Array.isArray(links) ? (links as string[]) : [];
}
