import { createRequire } from 'node:module';
import type { Message } from '../../../nodes/kernel/index.ts';

interface TestNode {
  on(event: 'input', listener: (message: Message) => void): void;
  on(event: 'call:status', listener: (call: { firstArg: { text: string } }) => void): void;
  receive(message: object): void;
}

/** The part of node-red-node-test-helper, which has no types, that these tests use. */
interface TestHelper {
  init(nodeRed: string, settings: object): void;
  load(module: unknown, flow: readonly object[]): Promise<void>;
  unload(): Promise<void>;
  getNode(id: string): TestNode;
}

const require = createRequire(import.meta.url);
const helper = require('node-red-node-test-helper') as TestHelper;
helper.init(require.resolve('node-red'), {});

/** Loads one node, sends it one message and resolves with what it sends on, or with its status when that is all. */
export async function runNode(module: unknown, type: string, message: object): Promise<Record<string, unknown>> {
  await helper.load(module, [
    { id: 'n', type, wires: [['out']] },
    { id: 'out', type: 'helper' },
  ]);
  try {
    return await new Promise((resolve) => {
      helper.getNode('out').on('input', resolve);
      helper.getNode('n').on('call:status', ({ firstArg }) => {
        setTimeout(() => resolve({ statusOnly: firstArg.text }), 20);
      });
      helper.getNode('n').receive(message);
    });
  } finally {
    await helper.unload();
  }
}
