import { createRequire } from 'node:module';
import type { Message, NodeApi, NodeModule } from '../../nodes/kernel/index.ts';

export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

/** Registers node types, as a node's module or one of Node-RED's own does. */
type Register = (red: NodeApi) => void;

interface ShownStatus {
  readonly fill?: string;
  readonly shape?: string;
  readonly text?: string;
}

/** What a catch node puts into `msg.error`. */
interface CaughtError {
  readonly message: string;
  readonly code?: string;
  readonly cause?: unknown;
  readonly stack?: string;
  readonly source: { readonly id: string };
}

/** The part of node-red-node-test-helper, which has no types, that the tests use. */
interface TestHelper {
  init(nodeRed: string, settings: object): void;
  load(modules: readonly Register[], flow: readonly FlowNode[]): Promise<void>;
  unload(): Promise<void>;
  getNode(id: string): {
    on(event: 'input', listener: (message: Message) => void): void;
    receive(message: object): void;
  };
  request(): { get(path: string): PromiseLike<{ readonly status: number; readonly body: unknown }> };
}

interface NodeRedEvents {
  on(event: 'node-status', listener: (shown: { id: string; status: ShownStatus }) => void): void;
}

const require = createRequire(import.meta.url);
const helper = require('node-red-node-test-helper') as TestHelper;
const { events } = require('@node-red/util') as { events: NodeRedEvents };
helper.init(require.resolve('node-red'), {});

const statuses = new Map<string, ShownStatus[]>();
events.on('node-status', ({ id, status }) => {
  statuses.set(id, [...(statuses.get(id) ?? []), status]);
});

/** One of Node-RED's own node files, for instance `function/89-delay.js`. */
export function coreNode(file: string): Register {
  return require(`@node-red/nodes/core/${file}`) as Register;
}

/** A flow on Node-RED's own runtime in this process. Everything that arrives at its `helper` nodes is kept. */
export class TestFlow {
  static #current: TestFlow | undefined;
  readonly #arrived = new Map<string, Message[]>();
  readonly #waiting = new Map<string, ((message: Message) => void)[]>();

  /** Loads node types and a flow; the flow before it must be closed. Catch nodes bring their own type. */
  static async load(modules: readonly Register[], flow: readonly FlowNode[]): Promise<TestFlow> {
    statuses.clear();
    const loaded = new TestFlow();
    TestFlow.#current = loaded;
    await helper.load(modules, flow);
    for (const { id, type } of flow) if (type === 'helper') loaded.#keep(id);
    return loaded;
  }

  /** One node named `node` on a tab: its outputs end at `out1`, `out2`, …, its errors at `caught`. */
  static ofNode(module: NodeModule, config: Readonly<Record<string, unknown>> = {}, outputs = 1): Promise<TestFlow> {
    const ends = Array.from({ length: outputs }, (_, index) => `out${index + 1}`);
    return TestFlow.load(
      [module],
      [
        { id: 'tab', type: 'tab' },
        { id: 'node', z: 'tab', type: module.spec.type, x: 1, y: 1, wires: ends.map((id) => [id]), ...config },
        { id: 'catch', z: 'tab', type: 'catch', x: 1, y: 2, scope: ['node'], wires: [['caught']] },
        ...[...ends, 'caught'].map((id) => ({ id, z: 'tab', type: 'helper', x: 2, y: 1 })),
      ],
    );
  }

  /** Closes the running flow, if there is one: for `afterEach`. */
  static async close(): Promise<void> {
    if (!TestFlow.#current) return;
    TestFlow.#current = undefined;
    await helper.unload();
  }

  receive(id: string, message: object): void {
    helper.getNode(id).receive(message);
  }

  /** Sends a message into a node and resolves with the next one that arrives at a helper node. */
  ask(id: string, message: object, answersAt = 'out1'): Promise<Message> {
    const answer = this.next(answersAt);
    this.receive(id, message);
    return answer;
  }

  /** Sends a message into a node and resolves with the error that the catch node brings. */
  async askForError(id: string, message: object): Promise<CaughtError> {
    return errorOf(await this.ask(id, message, 'caught'));
  }

  /** The next message that arrives at a helper node. */
  next(id: string): Promise<Message> {
    return new Promise((resolve) => {
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]);
    });
  }

  /** Everything that has arrived at a helper node. */
  arrived(id: string): readonly Message[] {
    return this.#arrived.get(id) ?? [];
  }

  /** Texts of every status that a node has shown since the flow was loaded. */
  shown(id: string): readonly (string | undefined)[] {
    return this.statuses(id).map(({ text }) => text);
  }

  statuses(id: string): readonly ShownStatus[] {
    return statuses.get(id) ?? [];
  }

  /** Asks a route of the editor's server. */
  adminGet(path: string): PromiseLike<{ readonly status: number; readonly body: unknown }> {
    return helper.request().get(path);
  }

  /** Lets everything arrive that is under way and waits for no clock. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  #keep(id: string): void {
    helper.getNode(id).on('input', (message) => {
      this.#arrived.set(id, [...this.arrived(id), message]);
      const [first, ...others] = this.#waiting.get(id) ?? [];
      this.#waiting.set(id, others);
      first?.(message);
    });
  }
}

export function errorOf(message: Message): CaughtError {
  return message['error'] as CaughtError;
}
