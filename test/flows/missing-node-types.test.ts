import assert from 'node:assert/strict';
import type { FlowNode } from '../../nodes/flows/index.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/http.ts';
import { untilReady } from '../support/until-ready.ts';

const tab: FlowNode = { id: 'a1a1a1a1a1a1a1a1', type: 'tab', label: 'Of another site', disabled: false, env: [], info: '' };
const at = (id: string, type: string, x: number, wires: string[][], rest: object = {}): FlowNode => ({
  id,
  type,
  z: tab.id,
  x,
  y: 100,
  wires,
  ...rest,
});
/** A route that leads through a node that nobody has installed, and one in the same tab that does not. */
const siteNodes: FlowNode[] = [
  tab,
  at('a1a1a1a1a1a1a1a2', 'http in', 100, [['a1a1a1a1a1a1a1a3']], { url: '/test/strange', method: 'get' }),
  at('a1a1a1a1a1a1a1a3', 'strange-device', 300, [['a1a1a1a1a1a1a1a6']]),
  ...['stranger-device', 'strangest-device'].map((type, row) => at(`a1a1a1a1a1a1a1b${row}`, type, 300, [])),
  at('a1a1a1a1a1a1a1a4', 'http in', 100, [['a1a1a1a1a1a1a1a6']], { url: '/test/known', method: 'get' }),
  at('a1a1a1a1a1a1a1a5', 'catch', 100, [['a1a1a1a1a1a1a1a7']], { scope: null, uncaught: false }),
  at('a1a1a1a1a1a1a1a6', 'http response', 500, []),
  at('a1a1a1a1a1a1a1a7', 'busbar-api-error', 300, [['a1a1a1a1a1a1a1a6']], { name: '', version: 1 }),
];

describe('a site whose flows need node types that are not installed', function () {
  this.timeout(60_000);
  let gateway: TestGateway;

  before(async () => {
    gateway = await startGateway({ siteFlows: [{ unit: tab.id, label: 'Of another site', basedOn: null, nodes: siteNodes }] });
    await untilReady(gateway.port);
  });
  after(() => gateway.stop());

  for (const type of ['strange-device', 'stranger-device', 'strangest-device']) {
    it(`says once that ${type} is missing`, () => {
      const said = gateway.logs().match(new RegExp(`The node type ${type} is not installed`, 'g'));
      assert.equal(said?.length, 1, gateway.logs());
    });
  }

  it('runs every other flow: the battery is driven, and so is the rest of that tab', async () => {
    const body = { target_kw: 5 };
    const { status } = await ask({ port: gateway.port, method: 'POST', path: '/api/v1/dispatch', body });
    assert.equal(status, 200);
    assert.equal((await ask({ port: gateway.port, path: '/test/known' })).status, 200);
  });

  it('answers through the stand-in with the reason, and not after a deadline', async () => {
    const startedAt = performance.now();
    const { status, text } = await ask({ port: gateway.port, path: '/test/strange' });
    assert.equal(status, 501, text);
    assert.match(text, /The node type strange-device is not installed/);
    assert.ok(performance.now() - startedAt < 2000);
  });

  it('starts without a warning of credentials that no node has', () => {
    assert.doesNotMatch(gateway.logs(), /credentials/i);
  });
});
