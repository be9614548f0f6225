import assert from 'node:assert/strict';
import type { FlowNode } from '../../../nodes/flows/flow-node.ts';
import { lintFlows } from '../../../nodes/flows/lint.ts';
import { formatNodes } from '../../../nodes/flows/stable-form.ts';

const knownTypes = new Set(['catch', 'debug', 'busbar-api-error', 'busbar-device-write', 'http response', 'mqtt-broker']);
const operations = ['GET /health'];

const id = (n: number) => n.toString(16).padStart(16, '0');
const tab: FlowNode = { id: id(1), type: 'tab', label: 'API', info: 'What this tab does.' };
const at = (n: number, type: string, x: number, y: number, wires: number[], rest: object = {}): FlowNode => ({
  id: id(n),
  type,
  z: id(1),
  x,
  y,
  wires: [wires.map(id)],
  ...rest,
});
const good: FlowNode[] = [
  tab,
  at(2, 'http in', 100, 40, [3], { method: 'get', url: '/health', name: 'GET /health' }),
  at(3, 'debug', 300, 40, [4]),
  at(4, 'http response', 500, 40, []),
  at(5, 'catch', 100, 100, [6]),
  at(6, 'busbar-api-error', 300, 100, [7]),
  at(7, 'http response', 500, 100, []),
];
const edit = (n: number, change: object) => good.map((node) => (node.id === id(n) ? { ...node, ...change } : node));
const lint = (nodes: readonly FlowNode[]) =>
  lintFlows([{ name: '10-api.json', text: formatNodes(nodes) }], { operations, knownTypes });

describe('lintFlows', () => {
  it('finds nothing in a good flow', () => {
    assert.deepEqual(lint(good), []);
  });

  const cases: Record<string, [nodes: readonly FlowNode[], problem: RegExp]> = {
    'an id that is not hexadecimal': [[...good, { ...at(0, 'debug', 100, 140, []), id: 'my-node' }], /16 hexadecimal/],
    'a doubled id': [[...good, at(3, 'debug', 100, 140, [])], /used 2 times/],
    'a node without a place': [edit(3, { x: undefined, y: undefined }), /no x and y/],
    'a node between the lines': [edit(3, { y: 45 }), /grid of 20/],
    'a node of no tab': [edit(5, { z: id(99) }), /its z names no tab/],
    'a group without its node inside': [
      [
        ...edit(5, { g: id(20) }),
        { id: id(20), type: 'group', z: id(1), name: 'G', info: 'text', x: 200, y: 60, w: 50, h: 50, nodes: [id(5)] },
      ],
      /outside the box/,
    ],
    'a name that equals an id': [edit(3, { name: id(4) }), /its name equals the id/],
    'a tab without a description': [edit(1, { info: ' ' }), /the tab has no description/],
    'a route with another name': [edit(2, { name: 'Health' }), /its name must be "GET \/health"/],
    'a raw body': [edit(2, { skipBodyParsing: true }), /takes its body raw/],
    'a route that is not answered': [edit(3, { wires: [[]] }), /reaches no http response/],
    'a bent row': [edit(4, { y: 60 }), /its row bends/],
    'a long function': [[...good, at(8, 'function', 100, 160, [], { func: 'a\nb\nc\nd\ne\nf' })], /has 6 lines/],
    'an unknown type': [edit(3, { type: 'nobody' }), /the type nobody is not known/],
    'an instance of a missing subflow': [edit(3, { type: `subflow:${id(9)}` }), /is not known/],
    'an inject that writes by itself': [
      [
        ...good,
        at(8, 'inject', 100, 160, [9], { once: true }),
        at(9, 'link out', 300, 160, [], { links: [id(10)] }),
        at(10, 'link in', 100, 200, [11]),
        at(11, 'busbar-device-write', 300, 200, []),
      ],
      /fires by itself and reaches/,
    ],
    'a tab whose errors are not answered': [edit(5, { wires: [[]] }), /no catch node is wired/],
    'a route that is wired twice': [
      [
        ...good,
        at(8, 'http in', 100, 160, [9], { method: 'get', url: '/health', name: 'GET /health' }),
        at(9, 'http response', 300, 160, []),
      ],
      /GET \/health is wired twice/,
    ],
    'an operation in no flow': [edit(2, { url: '/other', name: 'GET /other' }), /GET \/health is in a contract/],
  };
  for (const [title, [nodes, problem]] of Object.entries(cases)) {
    it(`finds ${title}`, () => {
      assert.match(lint(nodes).join('\n'), problem);
    });
  }

  it('finds a file that is not in its stable form', () => {
    const files = [{ name: '10-api.json', text: JSON.stringify(good) }];
    assert.match(lintFlows(files, { operations, knownTypes }).join('\n'), /stable form/);
  });

  it('takes the id of a configuration node for a reference', () => {
    const broker: FlowNode = { id: id(30), type: 'mqtt-broker', name: 'Broker' };
    assert.deepEqual(lint([...edit(3, { broker: id(30) }), broker]), []);
  });
});
