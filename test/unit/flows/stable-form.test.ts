import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FlowNode } from '../../../nodes/flows/flow-node.ts';
import { formatNodes, sortNodes } from '../../../nodes/flows/stable-form.ts';

const node = fc.record({
  id: fc.string({ minLength: 1, maxLength: 4 }),
  type: fc.constantFrom('tab', 'debug'),
  x: fc.integer({ min: 0, max: 3 }),
  y: fc.integer({ min: 0, max: 3 }),
  rules: fc.jsonValue(),
});
const nodes = fc.uniqueArray(node, { selector: ({ id }) => id });

function reversedKeys<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).reverse()) as T;
}

describe('formatNodes', () => {
  it('does not depend on the order of nodes and keys', () => {
    fc.assert(
      fc.property(nodes, (flow) => {
        assert.equal(formatNodes(flow.toReversed().map(reversedKeys)), formatNodes(flow));
      }),
    );
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(nodes, (flow) => {
        assert.deepEqual(JSON.parse(formatNodes(flow)), JSON.parse(JSON.stringify(sortNodes(flow))));
      }),
    );
  });

  it('puts one property on a line, the identity first and the wires last', () => {
    const flow: FlowNode = { wires: [['b', 'c']], name: 'N', y: 2, x: 1, id: 'a', type: 'debug', active: true };
    assert.equal(
      formatNodes([flow]),
      '[\n  {\n    "id": "a",\n    "type": "debug",\n    "name": "N",\n    "active": true,\n    "x": 1,\n    "y": 2,\n    "wires": [["b","c"]]\n  }\n]\n',
    );
  });

  it('puts a tab before its nodes and these in reading order', () => {
    const at = (id: string, x: number, y: number): FlowNode => ({ id, type: 'debug', z: 't', x, y });
    const flow = [at('low', 0, 40), at('right', 20, 20), at('left', 10, 20), { id: 't', type: 'tab' }];
    assert.deepEqual(
      sortNodes(flow).map(({ id }) => id),
      ['t', 'left', 'right', 'low'],
    );
  });
});
