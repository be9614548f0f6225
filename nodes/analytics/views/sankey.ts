import { sumOf } from '../statistics/column.ts';

export interface SankeyMachine {
  readonly id: string;
  readonly name: string;
  readonly factoryId: string;
  readonly department: string;
  /** Null for a machine that was not read; it is left out and named. */
  readonly kwh: number | null;
}

export interface SankeyFactory {
  readonly id: string;
  readonly name: string;
  /** What the factory's own meter counted; null without one, and then the machines are all there is. */
  readonly meteredKwh: number | null;
}

export interface SankeyNode {
  readonly id: string;
  readonly name: string;
  /** 0 grid, 1 factory, 2 department or what no machine meter saw, 3 machine. */
  readonly level: 0 | 1 | 2 | 3;
}

export interface SankeyLink {
  readonly source: string;
  readonly target: string;
  /** kWh. */
  readonly value: number;
  /** Share of what flows into the source, or of all energy for the grid; %, two decimals. */
  readonly percentage: number;
}

export interface Sankey {
  readonly nodes: readonly SankeyNode[];
  readonly links: readonly SankeyLink[];
  readonly totalKwh: number;
  /** Names of machines without a reading. */
  readonly unread: readonly string[];
}

/** Metering noise that is no flow of its own. */
const negligibleShare = 1e-9;

/**
 * Energy from the grid through factories and departments to machines. What flows into a node flows out of it: energy that the
 * factory's meter saw and no machine's is shown as unmetered, and where the machines counted more than their factory, the
 * difference as a source of its own.
 */
export function sankeyOf(factories: readonly SankeyFactory[], machines: readonly SankeyMachine[]): Sankey {
  const parts = factories.map((factory) => branchOf(factory, machines));
  const fromGrid = sumOf(parts.map(({ gridKwh }) => gridKwh));
  const gridLinks = parts
    .filter(({ gridKwh }) => gridKwh > 0)
    .map(({ node, gridKwh }) => linkOf('grid', node.id, gridKwh, fromGrid));
  const isFed = (id: string): boolean => parts.some(({ node, inflow }) => node.id === id && inflow > 0);
  const nodes = parts.flatMap(({ node, nodes: below }) => (isFed(node.id) ? [node, ...below] : []));
  return {
    nodes: [{ id: 'grid', name: 'Grid', level: 0 as const }, ...nodes].sort((a, b) => a.level - b.level),
    links: [...gridLinks, ...parts.flatMap(({ links }) => links)],
    totalKwh: sumOf(parts.map(({ inflow }) => inflow)),
    unread: machines.filter(({ kwh }) => kwh === null).map(({ name }) => name),
  };
}

interface Branch {
  readonly node: SankeyNode;
  readonly nodes: readonly SankeyNode[];
  readonly links: readonly SankeyLink[];
  /** What flows into the factory in all, and from the grid. */
  readonly inflow: number;
  readonly gridKwh: number;
}

function branchOf({ id, name, meteredKwh }: SankeyFactory, machines: readonly SankeyMachine[]): Branch {
  const node: SankeyNode = { id: `factory_${id}`, name, level: 1 };
  const own = machines.filter(({ factoryId, kwh }) => factoryId === id && kwh !== null && kwh > 0);
  const used = sumOf(own.map(({ kwh }) => kwh ?? 0));
  const gridKwh = meteredKwh ?? used;
  const inflow = Math.max(gridKwh, used);
  const nodes: SankeyNode[] = [];
  const links: SankeyLink[] = [];
  const add = (from: string, to: SankeyNode, value: number, whole: number): void => {
    nodes.push(to);
    links.push(linkOf(from, to.id, value, whole));
  };
  for (const [department, members] of Map.groupBy(own, (machine) => machine.department)) {
    const departmentNode: SankeyNode = { id: `dept_${id}_${department}`, name: department, level: 2 };
    const kwh = sumOf(members.map((machine) => machine.kwh ?? 0));
    add(node.id, departmentNode, kwh, inflow);
    for (const machine of members) {
      add(departmentNode.id, { id: `machine_${machine.id}`, name: machine.name, level: 3 }, machine.kwh ?? 0, kwh);
    }
  }
  if (gridKwh - used > negligibleShare * inflow) {
    add(node.id, { id: `unmetered_${id}`, name: 'Losses and unmetered loads', level: 2 }, gridKwh - used, inflow);
  }
  if (used - gridKwh > negligibleShare * inflow) {
    nodes.push({ id: `surplus_${id}`, name: 'Counted by machines only', level: 0 });
    links.push(linkOf(`surplus_${id}`, node.id, used - gridKwh, used - gridKwh));
  }
  return { node, nodes, links, inflow, gridKwh };
}

function linkOf(source: string, target: string, value: number, whole: number): SankeyLink {
  return { source, target, value, percentage: Math.round((10_000 * value) / whole) / 100 };
}
