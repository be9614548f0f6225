import assert from 'node:assert/strict';
import type { FlowNode } from '../../nodes/flows/index.ts';
import { AdminApi } from '../support/admin-api.ts';
import { ask } from '../support/http.ts';
import { type BatteryPark, setpointWrites, startBatteryPark } from './support/battery-park.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { until } from './support/wait.ts';

/** Ways in which a flow can copy a message on its way from the guard to a writer. */
type Branch = 'wire' | 'delay' | 'link call' | 'catch';

const forks: readonly (readonly Branch[])[] = [
  ['wire', 'wire'],
  ['wire', 'delay'],
  ['delay', 'delay'],
  ['link call', 'wire'],
  ['catch', 'link call'],
  ['delay', 'catch', 'link call'],
  ['wire', 'wire', 'delay', 'link call', 'catch', 'wire'],
];
const commandsPerFork = scaled(50);
const delayMs = 60;
const tabId = 'f0f0f0f0f0f0f0f0';

describe('copies of a permit', () => {
  let park: BatteryPark;
  let admin: AdminApi;

  before(async function () {
    this.timeout(60_000);
    park = await startBatteryPark({ batteries: 1, plant: { seed } });
    await park.untilReady();
    admin = new AdminApi(park.gateway.port);
    const { status, text } = await admin.deploy([...(await admin.flows()), ...tabOfForks()], 'full');
    assert.equal(status, 204, text);
    await park.untilReady();
  });
  after(() => park.close());

  const writes = () => setpointWrites(park.plant, park.batteries[0]!);

  async function auditedAfter(seq: number) {
    return (await park.client.audit(1000)).filter((entry) => entry.seq > seq);
  }

  for (const [index, branches] of forks.entries()) {
    it(`through ${branches.join(', ')}: one is redeemed, ${commandsPerFork} commands`, async () => {
      const [newest] = await park.client.audit(1);
      const writtenBefore = (await writes()).length;
      const refusedEach = branches.length - 1;
      const sentKw: number[] = [];
      for (let count = 0; count < commandsPerFork; count += 1) {
        const targetKw = (count % 2 === 0 ? 1 : -1) * (10 + index + (count % 7));
        const answer = await ask({
          port: park.gateway.port,
          method: 'POST',
          path: routeOf(index),
          body: { target_kw: targetKw },
        });
        assert.equal(answer.status, 200, answer.text);
        assert.equal((answer.json as { target_kw: number }).target_kw, targetKw);
        sentKw.push(targetKw);
      }
      const rowsEach = 2 + refusedEach;
      const { answer: rows } = await until(
        async () => {
          const audited = await auditedAfter(newest!.seq);
          return audited.length >= rowsEach * commandsPerFork && audited;
        },
        { what: 'every copy is audited', withinMs: 5000 },
      );
      const count = (kind: string, verdict: string | null) =>
        rows.filter((row) => row.kind === kind && row.verdict === verdict).length;
      assert.equal(count('command_intent', null), commandsPerFork);
      assert.equal(count('command_outcome', 'executed'), commandsPerFork);
      assert.equal(count('permit_refused', 'used'), refusedEach * commandsPerFork);
      // So many commands in so short a time are an intrusion, and are told as one.
      const ofCommands = rows.filter(({ requester }) => !['ids', 'intrusion detection'].includes(requester.source));
      assert.equal(ofCommands.length, rowsEach * commandsPerFork);
      assert.deepEqual(
        (await writes()).slice(writtenBefore).map(({ kw }) => kw),
        sentKw,
      );
      printFigures(
        `${commandsPerFork} commands, ${branches.length} copies each: ${commandsPerFork} written, ` +
          `${refusedEach * commandsPerFork} refused and audited`,
      );
    }).timeout(60_000);
  }

  it('left nothing in the log: no request was answered twice', () => {
    assert.doesNotMatch(park.gateway.logs(), /ERR_HTTP_HEADERS_SENT|\[error\]/);
  });

  it('a permit that arrives too late is refused, and the request is told so', async () => {
    const writtenBefore = (await writes()).length;
    const answer = await ask({
      port: park.gateway.port,
      method: 'POST',
      path: '/test/late',
      body: { target_kw: 33 },
    });
    assert.deepEqual([answer.status, (answer.json as { value: string }).value], [409, 'expired'], answer.text);
    assert.equal((await writes()).length, writtenBefore);
  });
});

describe('a deploy that writes around the guard', () => {
  let park: BatteryPark;
  let admin: AdminApi;

  before(async function () {
    this.timeout(60_000);
    park = await startBatteryPark({ batteries: 1, plant: { seed } });
    await park.untilReady();
    admin = new AdminApi(park.gateway.port);
  });
  after(() => park.close());

  it('is refused with a message that names the node and the reason, whatever the way', async () => {
    const before = await admin.flows();
    const port = String(park.gateway.plantPort);
    const refused = Object.entries(waysAround(port));
    for (const [way, nodes] of refused) {
      for (const type of ['full', 'flows', 'nodes'] as const) {
        const { status, json, text } = await admin.deploy([...before, ...nodes], type);
        assert.equal(status, 400, `${way}: ${text}`);
        const { message } = json as { message: string };
        assert.match(message, /^Not deployed, because a command could pass the safety guard\./, way);
        assert.match(message, /the writer/, `${way} does not name the node: ${message}`);
      }
    }
    assert.deepEqual(await admin.flows(), before);
    assert.deepEqual(await setpointWrites(park.plant, park.batteries[0]!), []);
    printFigures(`${refused.length} ways around the guard x 3 types of deploy refused, nothing saved, nothing written`);
  }).timeout(60_000);
});

function routeOf(index: number): string {
  return `/test/fork-${index}`;
}

/** One row for each fork, and one whose permit is late. */
function tabOfForks(): FlowNode[] {
  const rows = forks.map((branches, index) => forkRow(`fork${index}`, routeOf(index), branches));
  const late = forkRow('late', '/test/late', ['delay'], 1300);
  return [{ id: tabId, type: 'tab', label: 'Copies' }, ...rows.flat(), ...late];
}

function forkRow(prefix: string, url: string, branches: readonly Branch[], waitMs = delayMs): FlowNode[] {
  const id = (name: string) => `${prefix}-${name}`;
  const parts = branches.map((branch, index) => branchOf(branch, id(`branch${index}`), id('answer'), waitMs));
  const writers = parts.map(({ writer }) => writer);
  return [
    on('http in', id('in'), [[id('guard')]], { url, method: 'post' }),
    on('busbar-safety-guard', id('guard'), [parts.map(({ entry }) => entry), [id('answer')]], guardFields),
    ...parts.flatMap(({ nodes }) => nodes),
    on('catch', id('errors'), [[id('error')]], { scope: writers }),
    on('busbar-api-error', id('error'), [[id('answer')]], { version: 1 }),
    on('http response', id('answer'), []),
  ];
}

interface BranchNodes {
  readonly entry: string;
  readonly writer: string;
  readonly nodes: readonly FlowNode[];
}

function branchOf(branch: Branch, id: string, answer: string, waitMs: number): BranchNodes {
  const writer = `${id}-write`;
  const write = (wires: string[]) => on('busbar-device-write', writer, [wires], { version: 1, device: '' });
  switch (branch) {
    case 'wire':
      return { entry: writer, writer, nodes: [write([answer])] };
    case 'delay': {
      const delay = on('delay', id, [[writer]], { pauseType: 'delay', timeout: waitMs, timeoutUnits: 'milliseconds' });
      return { entry: id, writer, nodes: [delay, write([answer])] };
    }
    case 'link call': {
      const nodes = [
        on('link call', id, [[answer]], { links: [`${id}-in`], timeout: '5' }),
        on('link in', `${id}-in`, [[writer]], { links: [] }),
        write([`${id}-back`]),
        on('link out', `${id}-back`, [], { mode: 'return', links: [] }),
      ];
      return { entry: id, writer, nodes };
    }
    case 'catch': {
      const nodes = [
        on('function', id, [[]], { func: "node.error('on purpose', msg);", outputs: 1, libs: [] }),
        on('catch', `${id}-catch`, [[writer]], { scope: [id] }),
        write([answer]),
      ];
      return { entry: id, writer, nodes };
    }
  }
}

const guardFields = {
  version: 1,
  device: '',
  target: 'payload.target_kw',
  targetType: 'msg',
  source: 'payload.source',
  sourceType: 'msg',
};

function on(type: string, id: string, wires: readonly (readonly string[])[], fields: object = {}): FlowNode {
  return { id, type, z: tabId, name: '', x: 100, y: 100, wires, ...fields };
}

/** Flows that an integrator could wire by mistake; each would command the battery without its guard. */
function waysAround(port: string): Readonly<Record<string, readonly FlowNode[]>> {
  const client = { id: 'around-client', type: 'modbus-client', clienttype: 'tcp', tcpHost: '127.0.0.1', tcpPort: port };
  const tab: FlowNode = { id: 'around-tab', type: 'tab', label: 'Around' };
  const writer = (type: string, fields: object = {}): FlowNode => ({
    ...on(type, 'around-writer', [[], []], {
      server: 'around-client',
      unitid: '1',
      adr: '100',
      quantity: '1',
      ...fields,
    }),
    name: 'the writer',
    z: tab.id,
  });
  return {
    'modbus-write': [tab, client, writer('modbus-write', { dataType: 'HoldingRegister' })],
    'modbus-flex-write': [tab, client, writer('modbus-flex-write')],
    'modbus-flex-fc': [tab, client, writer('modbus-flex-fc')],
    'modbus-flex-connector': [tab, client, writer('modbus-flex-connector')],
    'by name': [tab, { ...client, tcpHost: 'LocalHost' }, writer('modbus-write')],
    'by variable': [tab, { ...client, tcpPort: '${PLANT_PORT}' }, writer('modbus-write')],
    'in a subflow': [
      { id: 'around-subflow', type: 'subflow', name: 'Inside', in: [], out: [] },
      { ...writer('modbus-write'), z: 'around-subflow' },
      tab,
      client,
      on('subflow:around-subflow', 'around-instance', [], { z: tab.id }),
    ],
    'raw TCP': [tab, writer('tcp out', { host: '127.0.0.1', port })],
    'a command of the system': [tab, writer('exec', { command: 'mbpoll' })],
    'a module in a function': [tab, writer('function', { func: '', libs: [{ var: 'net', module: 'net' }] })],
  };
}
