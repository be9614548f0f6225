import assert from 'node:assert/strict';
import type { FlowNode } from '../../../nodes/flows/flow-node.ts';
import { type Finding, findUnguardedWrites } from '../../../nodes/flows/write-guard.ts';

const unguarded = [{ host: '10.0.0.7', port: 1502 }];
const env = { FREE: '10.0.0.7', GUARDED: '10.0.0.5', PORT_FREE: '1502' };

const tab: FlowNode = { id: 'tab', type: 'tab', label: 'Mine' };
const free = { id: 'client', type: 'modbus-client', clienttype: 'tcp', tcpHost: '10.0.0.7', tcpPort: '1502' };
const write: FlowNode = { id: 'write', type: 'modbus-write', z: 'tab', x: 1, y: 1, server: 'client', wires: [] };
const inSubflow: FlowNode = { ...write, z: 'sub' };
const subflow: FlowNode = { id: 'sub', type: 'subflow', name: 'Device' };
const instance: FlowNode = { id: 'instance', type: 'subflow:sub', z: 'tab', x: 1, y: 1, wires: [] };
const str = (name: string, value: string) => ({ name, value, type: 'str' });

const judge = (...flows: FlowNode[]): Finding[] => findUnguardedWrites(flows, { unguarded, env });

describe('findUnguardedWrites', () => {
  const allowed: Record<string, FlowNode[]> = {
    'a write to an unguarded address': [tab, free, write],
    'a port stored as a number': [tab, { ...free, tcpPort: 1502 }, write],
    'a host with blanks around it': [tab, { ...free, tcpHost: ' 10.0.0.7 ' }, write],
    'an IPv6 spelling of the same host': [tab, { ...free, tcpHost: '::ffff:10.0.0.7' }, write],
    'host and port from the process': [tab, { ...free, tcpHost: '${FREE}', tcpPort: '${PORT_FREE}' }, write],
    'a host from global variables': [
      tab,
      { id: 'global', type: 'global-config', env: [str('H', '10.0.0.7')] },
      { ...free, tcpHost: '${H}' },
      write,
    ],
    'a client chosen by a subflow instance': [
      tab,
      free,
      subflow,
      { ...inSubflow, server: '${CLIENT}' },
      { ...instance, env: [{ name: 'CLIENT', value: 'client', type: 'conf-type' }] },
    ],
    'a disabled node': [tab, { ...write, d: true }],
    'a disabled tab': [{ ...tab, disabled: true }, write],
    'a subflow that is used nowhere': [tab, subflow, inSubflow],
    reads: [tab, { ...free, tcpHost: 'any' }, ...['modbus-read', 'modbus-getter', 'modbus-flex-getter', 'modbus-flex-sequencer'].map((type) => ({ ...write, type, id: type }))],
    'a server, which holds registers of its own': [tab, { ...write, type: 'modbus-server' }],
    'a plain function': [tab, { ...write, type: 'function', libs: [] }],
  };
  for (const [title, flows] of Object.entries(allowed)) {
    it(`lets pass: ${title}`, () => {
      assert.deepEqual(judge(...flows), []);
    });
  }

  const refused: Record<string, FlowNode[]> = {
    'a write to another host': [tab, { ...free, tcpHost: '10.0.0.5' }, write],
    'a write to another port': [tab, { ...free, tcpPort: '502' }, write],
    'a port that the library reads as 502': [tab, { ...free, tcpPort: 'x1502' }, write],
    'a missing client': [tab, write],
    'a client of another type': [tab, { ...free, type: 'mqtt-broker' }, write],
    'a serial client': [tab, { ...free, clienttype: 'simpleser' }, write],
    'an empty host': [tab, { ...free, tcpHost: '' }, write],
    'an unset variable': [tab, { ...free, tcpHost: '${NOWHERE}' }, write],
    'an unset port variable': [tab, { ...free, tcpPort: '${NOWHERE}' }, write],
    'a guarded host from the process': [tab, { ...free, tcpHost: '${GUARDED}' }, write],
    'a host from the name of the client': [tab, { ...free, name: '10.0.0.7', tcpHost: '${NR_NODE_NAME}' }, write],
    'a tab variable that hides the process': [
      { ...tab, env: [str('FREE', '10.0.0.5')] },
      { ...free, z: 'tab', tcpHost: '${FREE}' },
      write,
    ],
    'a group variable that hides the tab': [
      tab,
      { id: 'group', type: 'group', z: 'tab', env: [str('FREE', '10.0.0.5')] },
      { ...free, z: 'tab', g: 'group', tcpHost: '${FREE}' },
      write,
    ],
    'an outer group seen from an inner one': [
      tab,
      { id: 'outer', type: 'group', z: 'tab', env: [str('FREE', '10.0.0.5')] },
      { id: 'inner', type: 'group', z: 'tab', g: 'outer' },
      { ...free, z: 'tab', g: 'inner', tcpHost: '${FREE}' },
      write,
    ],
    'groups that hold each other': [
      tab,
      { id: 'a', type: 'group', z: 'tab', g: 'b' },
      { id: 'b', type: 'group', z: 'tab', g: 'a' },
      { ...write, g: 'a' },
    ],
    'a client of another tab, judged by that tab': [
      tab,
      { id: 'other', type: 'tab', env: [str('FREE', '10.0.0.5')] },
      { ...free, z: 'other', tcpHost: '${FREE}' },
      write,
    ],
    'an instance that overrides the host': [
      tab,
      { ...subflow, env: [str('HOST', '10.0.0.7')] },
      { ...free, z: 'sub', tcpHost: '${HOST}' },
      inSubflow,
      { ...instance, env: [str('HOST', '10.0.0.5')] },
    ],
    'an instance that hands on a variable of its tab': [
      { ...tab, env: [str('DEVICE', '10.0.0.5')] },
      subflow,
      { ...free, z: 'sub', tcpHost: '${HOST}' },
      inSubflow,
      { ...instance, env: [{ name: 'HOST', value: 'DEVICE', type: 'env' }] },
    ],
    'one bad instance among good ones': [
      tab,
      subflow,
      { ...free, z: 'sub', tcpHost: '${HOST}' },
      inSubflow,
      { ...instance, env: [str('HOST', '10.0.0.7')] },
      { ...instance, id: 'second', env: [str('HOST', '10.0.0.5')] },
    ],
    'a write two subflows deep': [
      tab,
      subflow,
      { id: 'outer', type: 'subflow', name: 'Outer' },
      { ...free, z: 'sub', tcpHost: '${HOST}' },
      inSubflow,
      { ...instance, z: 'outer', env: [str('HOST', '10.0.0.5')] },
      { id: 'top', type: 'subflow:outer', z: 'tab', x: 1, y: 1, wires: [] },
    ],
    'a client inside a subflow that does not hold the node': [tab, subflow, { ...free, z: 'sub' }, write],
    'a subflow that contains itself': [tab, subflow, { ...instance, z: 'sub', id: 'loop' }, instance],
    'a host that is a credential': [
      { ...tab, env: [{ name: 'H', value: '10.0.0.7', type: 'cred' }] },
      { ...free, z: 'tab', tcpHost: '${H}' },
      write,
    ],
    'a node outside of every tab': [{ ...free, tcpHost: '10.0.0.5' }, { id: 'write', type: 'modbus-write', server: 'client' }],
    'a node that only looks disabled': [tab, { ...write, d: 'true' }],
    'a flex write': [tab, { ...write, type: 'modbus-flex-write' }],
    'any function code': [tab, { ...write, type: 'modbus-flex-fc' }],
    'a connector, also on an unguarded client': [tab, free, { ...write, type: 'modbus-flex-connector' }],
    'raw TCP out': [tab, { ...write, type: 'tcp out' }],
    'raw TCP request': [tab, { ...write, type: 'tcp request' }],
    'raw UDP': [tab, { ...write, type: 'udp out' }],
    'a command of the operating system': [tab, { ...write, type: 'exec' }],
    'a function with modules': [tab, { ...write, type: 'function', libs: [{ var: 'net', module: 'net' }] }],
  };
  for (const [title, flows] of Object.entries(refused)) {
    it(`refuses: ${title}`, () => {
      assert.ok(judge(...flows).length > 0);
    });
  }

  it('names the node, its tab and the address', () => {
    assert.deepEqual(judge(tab, { ...free, tcpHost: '10.0.0.5' }, { ...write, name: 'Set power' }), [
      {
        nodeId: 'write',
        type: 'modbus-write',
        tab: 'tab',
        reason:
          'Set power (modbus-write): it would write to 10.0.0.5:1502, which the site does not list as unguarded',
      },
    ]);
  });

  it('lets the site allow a family of raw nodes', () => {
    const flows = [tab, { ...write, type: 'tcp out' }, { ...write, id: 'run', type: 'exec' }];
    const findings = findUnguardedWrites(flows, { unguarded, env, allowed: ['tcp'] });
    assert.deepEqual(
      findings.map(({ nodeId }) => nodeId),
      ['run'],
    );
  });
});
