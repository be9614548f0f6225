import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { declaredNodes } from '../../scripts/declared-nodes.ts';
import { AdminApi } from '../support/admin-api.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { type Answer, ask } from '../support/http.ts';
import { untilReady } from '../support/until-ready.ts';

interface Status {
  readonly modbus: { readonly connected: boolean };
  readonly bess: { readonly soc_pct: number | null; readonly power_kw: number | null };
  readonly safety: { readonly status: string; readonly active_constraints: readonly string[] };
}

const connectWithinMs = 5000;
const settleWithinMs = 10_000;

describe('the shipped flows', () => {
  let gateway: TestGateway;
  let admin: AdminApi;
  let readyAfterMs: number;

  before(async function () {
    this.timeout(60_000);
    gateway = await startGateway();
    admin = new AdminApi(gateway.port);
    readyAfterMs = await untilReady(gateway.port);
  });
  after(() => gateway.stop());

  const get = (path: string, headers = {}): Promise<Answer> => ask({ port: gateway.port, path, headers });
  const post = (path: string, body: unknown): Promise<Answer> =>
    ask({ port: gateway.port, method: 'POST', path, body });
  const dispatch = (targetKw: number): Promise<Answer> => post('/api/v1/dispatch', { target_kw: targetKw });

  async function command(targetKw: number): Promise<void> {
    const { status, text } = await dispatch(targetKw);
    assert.equal(status, 200, text);
  }

  /** Tells the demo plant something through one of the buttons of its tab. */
  async function tellPlant(topic: 'physics' | 'fault', payload: object): Promise<void> {
    const button = (await admin.flows()).find(({ name }) => name === 'show the plant')!;
    await admin.inject(button.id, [
      { p: 'topic', v: topic, vt: 'str' },
      { p: 'payload', v: JSON.stringify(payload), vt: 'json' },
    ]);
  }

  async function untilStatus(what: string, holds: (status: Status) => boolean): Promise<Status> {
    const deadline = performance.now() + settleWithinMs;
    for (;;) {
      const { json, text } = await get('/api/v1/status');
      if (holds(json as Status)) return json as Status;
      assert.ok(performance.now() < deadline, `${what} is not seen within ${settleWithinMs} ms: ${text}`);
      await sleep(100);
    }
  }

  it('start without an error in the log', () => {
    assert.match(gateway.logs(), /Started flows/);
    assert.doesNotMatch(gateway.logs(), /\[error\]|\[fatal\]|Error:|Warning:|UnhandledPromise|missing types/);
  });

  it(`connect and read every device within ${connectWithinMs} ms of the first answer`, () => {
    assert.ok(readyAfterMs <= connectWithinMs, `it took ${readyAfterMs} ms`);
    console.log(`      all devices connected and read ${Math.round(readyAfterMs)} ms after the first answer of /health`);
  });

  it('say on every door that the plant is simulated', async () => {
    for (const path of ['/health', '/api/v1/status', '/nowhere', '/docs', '/editor/', '/editor/settings']) {
      const { headers } = await get(path);
      assert.equal(headers['x-busbar-plant'], 'simulated', path);
    }
  });

  it('move the power of the battery by a dispatch', async () => {
    await command(50);
    await untilStatus('charging', ({ bess }) => Math.abs((bess.power_kw ?? 0) - 50) < 5);
    await command(-30);
    await untilStatus('discharging', ({ bess }) => Math.abs((bess.power_kw ?? 0) + 30) < 5);
    await command(0);
  }).timeout(30_000);

  it('refuse a discharge at the SOC floor with the documented body, and allow charging', async () => {
    await tellPlant('physics', { socPct: 4.8 });
    await untilStatus('the floor', ({ bess }) => bess.soc_pct === 4.8);
    const { status, text } = await dispatch(-20);
    assert.equal(status, 422);
    assert.equal(
      text,
      JSON.stringify({
        status: 'rejected',
        reason: 'SOC below minimum threshold (5.0%). Current: 4.8%',
        safety_constraint: 'soc_min',
      }),
    );
    await command(20);
    await tellPlant('physics', { socPct: 50 });
    await untilStatus('half a charge', ({ bess }) => (bess.soc_pct ?? 0) > 49);
    await command(0);
  }).timeout(30_000);

  it('stop for the emergency stop until an operator releases it', async () => {
    const constraint = 'estop';
    const release = () => post('/api/v1/safety/release', { constraint, operator: 'm.keller', reason: 'Tested' });
    await tellPlant('physics', { estop: true });
    await untilStatus('the stop', ({ safety }) => safety.active_constraints.includes(constraint));
    const refused = await dispatch(20);
    assert.deepEqual(
      [refused.status, (refused.json as Record<string, unknown>)['safety_constraint']],
      [422, constraint],
    );
    const early = await release();
    assert.deepEqual([early.status, (early.json as Record<string, unknown>)['error']], [409, 'cause_stands']);

    await tellPlant('physics', { estop: false });
    const deadline = performance.now() + settleWithinMs;
    let released = await release();
    while (released.status === 409 && performance.now() < deadline) {
      assert.equal((await dispatch(20)).status, 422, 'the stop is latched');
      await sleep(200);
      released = await release();
    }
    assert.equal(released.status, 200, released.text);
    const body = released.json as Record<string, unknown>;
    assert.deepEqual(Object.keys(body), ['status', 'constraint', 'device_id', 'released_at']);
    assert.deepEqual([body['status'], body['constraint'], body['device_id']], ['released', constraint, 'WLCE-BESS-01']);
    await untilStatus('the end of the stop', ({ safety }) => !safety.active_constraints.includes(constraint));
    await command(10);
    await command(0);
  }).timeout(40_000);

  it('answer 503 while the battery is disconnected, and recover', async () => {
    await tellPlant('fault', { unit: 'all', fault: 'refuse' });
    await untilStatus('the loss', ({ modbus }) => !modbus.connected);
    const refused = await dispatch(20);
    assert.equal(refused.status, 503, refused.text);
    const { safety_constraint: constraint, status } = refused.json as Record<string, unknown>;
    assert.deepEqual([status, constraint], ['rejected', 'disconnected']);
    const health = await get('/health');
    assert.deepEqual([health.status, (health.json as Record<string, unknown>)['status']], [503, 'degraded']);
    await tellPlant('fault', { unit: 'all', fault: null });
    await untilReady(gateway.port);
    await command(0);
  }).timeout(40_000);

  describe('in the editor', () => {
    it('every node has its help', async () => {
      const { text } = await get('/editor/nodes', { Accept: 'text/html' });
      const helped = new Set([...text.matchAll(/data-help-name="([^"]+)"/g)].map(([, name]) => name));
      const registered = new Set([...text.matchAll(/registerType\('([^']+)'/g)].map(([, name]) => name));
      for (const { type } of declaredNodes()) {
        assert.ok(helped.has(type), `${type} has no help`);
        assert.ok(registered.has(type), `${type} has no editor half`);
      }
    });

    it('every node has its strings, and every label of a form is one of them', async () => {
      const html = (await get('/editor/nodes', { Accept: 'text/html' })).text;
      const { json } = await get('/editor/nodes/messages?lng=en-US', { Accept: 'application/json' });
      const catalogs = json as Record<string, Record<string, unknown>>;
      for (const { type, name } of declaredNodes()) {
        const strings = catalogs[`busbar/${type}`];
        assert.ok(strings?.[name], `${type} has no strings`);
        for (const key of formKeysOf(html, type)) {
          assert.equal(typeof lookUp(strings, key), 'string', `${type} shows ${key} as it stands`);
        }
      }
    });

    it('every node is loaded and every type of the flows is known', async () => {
      const { json } = await get('/editor/nodes', { Accept: 'application/json' });
      const sets = json as { types: string[]; enabled: boolean; err?: unknown }[];
      assert.deepEqual(
        sets.filter(({ enabled, err }) => !enabled || err !== undefined),
        [],
      );
    });
  });
});

/** Keys of the strings that the form of a node names. */
function formKeysOf(html: string, type: string): string[] {
  const form = new RegExp(`data-template-name="${type}">(.*?)</script>`, 's').exec(html)?.[1] ?? '';
  return [...form.matchAll(/data-i18n="(?:\[[^\]]*\])?([^"]+)"/g)].map(([, key = '']) => key);
}

function lookUp(strings: unknown, key: string): unknown {
  return key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], strings);
}
