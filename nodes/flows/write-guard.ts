import { type Endpoint, sameEndpoint } from './endpoint.ts';
import { EnvScope, unresolvable } from './env-scope.ts';
import { type FlowNode, labelOf, subflowOf } from './flow-node.ts';

/** Node types that reach past the gateway and are refused unless the site allows their family. */
export const rawFamilies = ['tcp', 'udp', 'exec', 'modules'] as const;
export type RawFamily = (typeof rawFamilies)[number];

export interface Finding {
  readonly nodeId: string;
  readonly type: string;
  /** Tab in which the node would run; null for a global configuration node. */
  readonly tab: string | null;
  readonly reason: string;
}

export interface WriteGuardOptions {
  /** Where plain Modbus writes are allowed, because nothing guarded hangs there. */
  readonly unguarded: readonly Endpoint[];
  /** The process's environment, the outermost scope of `${NAME}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly allowed?: readonly RawFamily[];
}

/** Contrib nodes that can write. The flex sequencer is not among them: its client answers codes other than 1 to 4 with an error. */
const modbusWriters = new Set(['modbus-write', 'modbus-flex-write', 'modbus-flex-fc']);

/**
 * Finds the nodes of a flow that could command a device around the safety guard. Disabled tabs and nodes do not run and
 * are not judged. This stops mistakes, not a hostile author: whoever may deploy owns the gateway.
 */
export function findUnguardedWrites(flows: readonly FlowNode[], options: WriteGuardOptions): Finding[] {
  return new Walk(flows, options).run();
}

/** A tab or subflow instance on the way from the outside to a node, with the variables that it sees. */
interface Place {
  readonly container: string | undefined;
  readonly tab: string | null;
  readonly scope: EnvScope;
  readonly outer: Place | undefined;
}

class Walk {
  readonly #options: WriteGuardOptions;
  readonly #byId: ReadonlyMap<string, FlowNode>;
  readonly #members: ReadonlyMap<string | undefined, readonly FlowNode[]>;
  readonly #global: Place;
  readonly #tabs: ReadonlyMap<string, Place>;
  readonly #findings: Finding[] = [];

  constructor(flows: readonly FlowNode[], options: WriteGuardOptions) {
    const containers = new Set(flows.filter(({ type }) => type === 'tab' || type === 'subflow').map(({ id }) => id));
    const globalEnv = flows.filter(({ type }) => type === 'global-config').flatMap(({ env }) => env ?? []);
    const global: Place = {
      container: undefined,
      tab: null,
      scope: new EnvScope(globalEnv, options.env),
      outer: undefined,
    };
    const placeOfTab = (tab: FlowNode): [string, Place] => [
      tab.id,
      { container: tab.id, tab: tab.id, scope: new EnvScope(tab['env'], global.scope), outer: global },
    ];
    this.#options = options;
    this.#byId = new Map(flows.map((node) => [node.id, node]));
    this.#members = Map.groupBy(flows, ({ z }) => (z !== undefined && containers.has(z) ? z : undefined));
    this.#global = global;
    this.#tabs = new Map(flows.filter(({ type }) => type === 'tab').map(placeOfTab));
  }

  run(): Finding[] {
    this.#judgePlace(this.#global);
    for (const [id, place] of this.#tabs) {
      // The runtime skips a tab when the property is truthy, and a node only when it is exactly true.
      if (!this.#byId.get(id)?.['disabled']) this.#judgePlace(place);
    }
    return this.#findings;
  }

  #judgePlace(place: Place): void {
    for (const node of this.#members.get(place.container) ?? []) {
      if (node['d'] === true) continue;
      const subflow = this.#byId.get(subflowOf(node) ?? '');
      if (subflow) this.#judgeInstance(node, subflow, place);
      else this.#judgeNode(node, place);
    }
  }

  #judgeInstance(instance: FlowNode, subflow: FlowNode, place: Place): void {
    if (enclosing(place, subflow.id)) {
      this.#report(instance, place, `the subflow "${labelOf(subflow)}" contains itself`);
      return;
    }
    const entries = new Map(
      [...envOf(subflow), ...envOf(instance)].map((entry) => [(entry as { name?: unknown }).name, entry]),
    );
    const scope = new EnvScope([...entries.values()], this.#scopeOf(instance, place));
    this.#judgePlace({ container: subflow.id, tab: place.tab, scope, outer: place });
  }

  #judgeNode(node: FlowNode, place: Place): void {
    const family = rawFamilyOf(node);
    if (family && !this.#options.allowed?.includes(family)) {
      this.#report(node, place, `${rawReasons[family]}; the site can allow it with ALLOW_RAW_NODES=${family}`);
    }
    // It moves its client to whatever address a message names, so no list of addresses can hold it.
    if (node.type === 'modbus-flex-connector') {
      this.#report(node, place, 'it can point a Modbus client at a guarded device while the gateway runs');
    }
    if (modbusWriters.has(node.type)) this.#judgeWriter(node, place);
  }

  #judgeWriter(node: FlowNode, place: Place): void {
    const target = this.#targetOf(node, place);
    if (typeof target === 'string') this.#report(node, place, target);
    else if (!this.#options.unguarded.some((endpoint) => sameEndpoint(endpoint, target))) {
      const address = `${target.host}:${target.port}`;
      this.#report(node, place, `it would write to ${address}, which the site does not list as unguarded`);
    }
  }

  /** Where a contrib node's client connects to, or the reason why that cannot be told. */
  #targetOf(node: FlowNode, place: Place): Endpoint | string {
    const server = this.#scopeOf(node, place).resolve(node['server']);
    const client = typeof server === 'string' ? this.#byId.get(server) : undefined;
    if (client?.type !== 'modbus-client') return 'its Modbus client is missing';
    const home = this.#homeOf(client, place);
    if (!home) return 'its Modbus client lives inside another subflow';
    const scope = this.#scopeOf(client, home);
    if (scope.resolve(client['clienttype']) !== 'tcp') return 'its Modbus client is not a TCP client';
    const host = scope.resolve(client['tcpHost']);
    const port = scope.resolve(client['tcpPort']);
    if (typeof host !== 'string' || host.trim() === '') return 'the host of its Modbus client cannot be told in advance';
    if (port === unresolvable) return 'the port of its Modbus client cannot be told in advance';
    return { host, port: Number.parseInt(String(port)) || modbusDefaultPort };
  }

  /** The place in which a client is created: its own tab or subflow instance, not that of the node which uses it. */
  #homeOf(client: FlowNode, place: Place): Place | undefined {
    const container = client.z !== undefined && this.#members.has(client.z) ? client.z : undefined;
    if (container === undefined) return this.#global;
    return this.#tabs.get(container) ?? enclosing(place, container);
  }

  /** The variables that a node sees: those of its groups, from the inner one outwards, then those of its place. */
  #scopeOf(node: FlowNode, place: Place, seen: ReadonlySet<string> = new Set()): EnvScope {
    const group = node.g === undefined || seen.has(node.g) ? undefined : this.#byId.get(node.g);
    if (group?.type !== 'group' || group.z !== place.container) return place.scope;
    return new EnvScope(group['env'], this.#scopeOf(group, place, new Set([...seen, group.id])));
  }

  #report(node: FlowNode, { tab }: Place, reason: string): void {
    this.#findings.push({ nodeId: node.id, type: node.type, tab, reason: `${labelOf(node)} (${node.type}): ${reason}` });
  }
}

const modbusDefaultPort = 502;

const rawReasons: Record<RawFamily, string> = {
  tcp: 'raw TCP reaches devices around the safety guard',
  udp: 'raw UDP reaches devices around the safety guard',
  exec: 'it runs commands of the operating system',
  modules: 'a function that loads modules reaches devices around the safety guard',
};

function rawFamilyOf(node: FlowNode): RawFamily | undefined {
  if (node.type.startsWith('tcp ')) return 'tcp';
  if (node.type.startsWith('udp ')) return 'udp';
  if (node.type === 'exec') return 'exec';
  const modules = node.type === 'function' ? node['libs'] : undefined;
  return Array.isArray(modules) && modules.length > 0 ? 'modules' : undefined;
}

function envOf(node: FlowNode): unknown[] {
  return Array.isArray(node['env']) ? (node['env'] as unknown[]) : [];
}

/** The place, among the given one and those around it, that a container makes up. */
function enclosing(place: Place, container: string): Place | undefined {
  for (let at: Place | undefined = place; at; at = at.outer) {
    if (at.container === container) return at;
  }
  return undefined;
}
