import { acrossDeploys } from './across-deploys.ts';
import { asBusbarError, type BusbarError } from './errors.ts';
import { type ConfigOf, type Fields, readFields, type TypedValue } from './fields.ts';
import type { Message, NodeApi, RuntimeNode, Send } from './red.ts';

/** Colour is never the only carrier: a dot is active, a ring is not, and the text says it. */
const statusLooks = {
  ok: { fill: 'green', shape: 'dot' },
  busy: { fill: 'blue', shape: 'dot' },
  idle: { fill: 'grey', shape: 'ring' },
  warning: { fill: 'yellow', shape: 'dot' },
  disconnected: { fill: 'red', shape: 'ring' },
  error: { fill: 'red', shape: 'dot' },
} as const;

export interface NodeStatus {
  readonly level: keyof typeof statusLooks;
  readonly text: string;
}

/** Upgrades a stored configuration by one version; `migrations[0]` turns version 1 into 2. */
export type Migration = (stored: Record<string, unknown>) => Record<string, unknown>;

export interface NodeContext<C> {
  readonly id: string;
  readonly name: string;
  readonly config: C;
  readonly red: NodeApi;
  readonly status: (status: NodeStatus) => void;
  /** Sends outside of an input, for instance when a timer or the bus fires. */
  readonly send: Send;
  readonly warn: (text: string) => void;
  /** Reports an error that belongs to no message: red status and a catch node event. */
  readonly fail: (thrown: unknown) => void;
  /** Resolves a TypedInput for a message. */
  readonly evaluate: (input: TypedValue, message: Message) => Promise<unknown>;
  /** A configuration node, or undefined when it is not deployed. */
  readonly lookUp: (id: string) => unknown;
}

type Sent = Message | undefined;

export interface NodeBehaviour {
  /** What comes back is sent on the first output; a throw goes through the error funnel. */
  readonly input?: (message: Message, send: Send) => Sent | Promise<Sent>;
  readonly close?: (removed: boolean) => void | Promise<void>;
}

export interface NodeSpec<F extends Fields> {
  readonly type: `busbar-${string}`;
  /** Version of the stored configuration, raised with every migration. */
  readonly version: number;
  readonly fields: F;
  readonly migrations?: readonly Migration[];
  /** Runs once when the type is registered, for instance to serve its editor form a list. */
  readonly setup?: (red: NodeApi) => void;
  readonly open: (node: NodeContext<ConfigOf<F>>) => NodeBehaviour | undefined;
}

export interface NodeModule {
  (red: NodeApi): void;
  readonly spec: Pick<NodeSpec<Fields>, 'type' | 'version' | 'fields' | 'migrations'>;
}

/** Makes a node type from its declaration: configuration read and checked, status as an object, one error funnel. */
export function defineNode<const F extends Fields>(spec: NodeSpec<F>): NodeModule {
  const register = (red: NodeApi): void => {
    spec.setup?.(red);
    red.nodes.registerType(spec.type, function (this: RuntimeNode, stored) {
      red.nodes.createNode(this, stored);
      openNode(red, this, spec, stored);
    });
  };
  return Object.assign(register, { spec });
}

function openNode<F extends Fields>(
  red: NodeApi,
  node: RuntimeNode,
  spec: NodeSpec<F>,
  stored: Record<string, unknown>,
): void {
  let behaviour: NodeBehaviour | undefined;
  try {
    const config = readFields(spec.fields, migrate(stored, spec));
    behaviour = spec.open(contextOf(red, node, config));
  } catch (thrown) {
    // A wrongly configured node is a red node that answers its messages with the reason; the others keep running.
    const error = asBusbarError(thrown);
    reportError(node, error);
    node.error(error);
    behaviour = { input: () => Promise.reject(error) };
  }
  const { input, close } = behaviour ?? {};
  const receiver = input && acrossDeploys({ id: node.id, red }, input);
  if (receiver) {
    node.on('input', (message, send, done) => {
      receiver
        .input(message, send)
        .then(() => done())
        .catch((thrown: unknown) => {
          const error = asBusbarError(thrown);
          reportError(node, error);
          done(error);
        });
    });
  }
  node.on('close', (removed, done) => {
    // What was sent to this node before is delivered in the next turn: it still has to find it.
    receiver?.closed();
    new Promise((resolve) => setImmediate(resolve))
      .then(() => close?.(removed))
      .catch((thrown: unknown) => {
        node.warn(`close: ${asBusbarError(thrown).message}`);
      })
      .finally(done);
  });
}

function contextOf<C>(red: NodeApi, node: RuntimeNode, config: C): NodeContext<C> {
  return {
    id: node.id,
    name: node.name ?? '',
    config,
    red,
    status: (status) => showStatus(node, status),
    send: (message) => node.send(message),
    warn: (text) => node.warn(text),
    fail(thrown) {
      const error = asBusbarError(thrown);
      reportError(node, error);
      node.error(error, { _msgid: '' });
    },
    evaluate: ({ value, type }, message) =>
      new Promise((resolve, reject) => {
        red.util.evaluateNodeProperty(value, type, node, message, (error, result) => {
          if (error) reject(error);
          else resolve(result);
        });
      }),
    lookUp: (id) => red.nodes.getNode(id) ?? undefined,
  };
}

/** Brings a stored configuration up to the current version. */
export function migrate(
  stored: Record<string, unknown>,
  spec: Pick<NodeSpec<Fields>, 'version' | 'migrations'>,
): Record<string, unknown> {
  const from = typeof stored['version'] === 'number' ? stored['version'] : 1;
  const steps = (spec.migrations ?? []).slice(from - 1, spec.version - 1);
  return steps.reduce((config, step) => step(config), stored);
}

function showStatus(node: RuntimeNode, { level, text }: NodeStatus): void {
  node.status({ ...statusLooks[level], text });
}

function reportError(node: RuntimeNode, error: BusbarError): void {
  showStatus(node, { level: 'error', text: error.code });
}
