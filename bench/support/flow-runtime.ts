import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { NodeApi } from '../../nodes/kernel/index.ts';
import { freePorts } from '../../test/support/free-port.ts';

/** The part of Node-RED's face that embeds it. */
interface EmbeddedNodeRed {
  init(settings: object): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  readonly nodes: {
    registerType(nodeSet: string, ...type: Parameters<NodeApi['nodes']['registerType']>): void;
    createNode: NodeApi['nodes']['createNode'];
    getNode(id: string): { receive(message: object): void } | null;
  };
  readonly util: NodeApi['util'];
  readonly events: { once(event: 'flows:started', listener: () => void): void };
  readonly hooks: {
    add(hook: 'onComplete', listener: (done: { readonly node: { readonly id: string } }) => void): void;
  };
}

export interface FlowRuntime {
  /** Hands a message to a node, as a wire does. */
  readonly receive: (id: string, message: object) => void;
  readonly stop: () => Promise<void>;
}

interface RuntimeOptions {
  /** For its settings and flows. */
  readonly folder: string;
  /** Register the node types that are not Node-RED's own. */
  readonly modules: readonly ((red: NodeApi) => void)[];
  readonly flow: readonly object[];
  /** Told the id of each node that is done with a message; a complete node would copy the message for it. */
  readonly onCompleted: (id: string) => void;
}

const nodeRed = createRequire(import.meta.url)('node-red') as EmbeddedNodeRed;

/** Node-RED as users run it, in this process and without the editor: nothing watches its nodes, as a test's runtime does. */
export async function startFlowRuntime(options: RuntimeOptions): Promise<FlowRuntime> {
  const { folder: userDir, modules, flow, onCompleted } = options;
  const flowFile = path.join(userDir, 'flows.json');
  mkdirSync(userDir, { recursive: true });
  writeFileSync(flowFile, JSON.stringify(flow));
  const [uiPort] = (await freePorts(1)) as [number];
  nodeRed.init({
    userDir,
    flowFile,
    uiPort,
    httpAdminRoot: false,
    httpNodeRoot: false,
    logging: { console: { level: 'off' } },
    telemetry: { enabled: false, updateNotification: false },
  });
  nodeRed.hooks.add('onComplete', ({ node }) => onCompleted(node.id));
  const started = new Promise<void>((resolve) => nodeRed.events.once('flows:started', resolve));
  await nodeRed.start();
  const { nodes, util } = nodeRed;
  const api = {
    nodes: {
      registerType: (...type: Parameters<NodeApi['nodes']['registerType']>) => nodes.registerType('bench', ...type),
      createNode: nodes.createNode,
    },
    util,
  } as unknown as NodeApi;
  for (const register of modules) register(api);
  await started;
  return { receive: (id, message) => nodes.getNode(id)?.receive(message), stop: () => nodeRed.stop() };
}
