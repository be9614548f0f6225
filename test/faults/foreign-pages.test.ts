import assert from 'node:assert/strict';
import { freePorts } from '../support/free-port.ts';
import { AdminApi } from '../support/admin-api.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { type Answer, ask } from '../support/http.ts';
import { sendRaw } from '../support/raw-http.ts';
import { untilReady } from '../support/until-ready.ts';
import { upgrade } from '../support/upgrade.ts';

interface Door {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const get = (path: string): Door => ({ method: 'GET', path });
const post = (path: string, body: unknown = {}): Door => ({ method: 'POST', path, body });

/** Names that a page of an attacker can make a browser send as `Host` once its name resolves to this machine. */
const foreignHosts = [
  'evil.example',
  'evil.example:8000',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  'evil.example@127.0.0.1',
  'evil.example#127.0.0.1',
  '127.0.0.1,evil.example',
  'localhost.',
  '127.1',
  '0.0.0.0',
  '[::ffff:127.0.0.1]',
];

/** What browsers add to a request that a page of another origin makes. */
const foreignOrigins: readonly Readonly<Record<string, string>>[] = [
  { Origin: 'https://evil.example' },
  { Origin: 'http://127.0.0.1:1' },
  { Origin: 'http://localhost.evil.example' },
  { Origin: 'null' },
  { Origin: 'file://' },
  { 'Sec-Fetch-Site': 'cross-site' },
  { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors' },
];

/** What an HTML form can send without asking first. */
const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain', ''];

const sockets = ['/editor/comms', '/comms', '/ws', '/nowhere', '/api/v1/ws', '/realtime/v1/websocket'];

describe('requests from foreign pages', () => {
  let gateway: TestGateway;
  let extraPort: number;
  let admin: AdminApi;
  let doors: readonly Door[];

  before(async function () {
    this.timeout(60_000);
    [extraPort] = (await freePorts(1)) as [number];
    const ample = '1000000/1000000';
    gateway = await startGateway({
      env: { EXTRA_PORTS: String(extraPort), RATE_LIMIT_SERVICE: ample, RATE_LIMIT_FAILURES: ample },
    });
    await untilReady(gateway.port);
    admin = new AdminApi(gateway.port);
    const flows = await admin.flows();
    const fault = flows.find(({ name }) => name === 'battery stops answering')!;
    doors = [
      ...['/', '/health', '/metrics', '/docs', '/redoc', '/openapi.json', '/api/v1/status', '/api/v1/audit'].map(get),
      post('/api/v1/dispatch', { target_kw: 100 }),
      post('/api/v1/safety/release', { constraint: 'estop', operator: 'evil', reason: 'evil' }),
      post('/api/v1/ws-ticket', { path: '/feed' }),
      get('/nowhere'),
      post('/nowhere'),
      ...['', '/', '/flows', '/settings', '/nodes', '/red/red.min.js', '/library/local/flows'].map((path) =>
        get(`/editor${path}`),
      ),
      post('/editor/flows', []),
      post('/editor/flow', { id: 'evil', nodes: [] }),
      post(`/editor/inject/${fault.id}`),
      post('/editor/debug/e850ac17f5eb8600/disable'),
      { method: 'DELETE', path: `/editor/flow/${flows.find(({ label }) => label === 'Acquisition')!.id}` },
      { method: 'PUT', path: `/editor/flow/${fault.z!}`, body: { nodes: [] } },
    ];
  });
  after(() => gateway.stop());

  function send(
    port: number,
    { method, path, body }: Door,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    return ask({ port, method, path, body, headers });
  }

  /** Sends to both ports; returns how many requests were refused with the status. */
  async function assertRefused(status: number, code: string, headers: readonly Readonly<Record<string, string>>[]) {
    let refused = 0;
    for (const port of [gateway.port, extraPort]) {
      for (const door of doors) {
        for (const header of headers) {
          const answer = await send(port, door, header);
          const what = `${door.method} ${door.path} with ${JSON.stringify(header)}`;
          assert.equal(answer.status, status, what);
          assert.equal((answer.json as { error: string }).error, code, what);
          assert.equal(answer.headers['access-control-allow-origin'], undefined, what);
          refused += 1;
        }
      }
    }
    return refused;
  }

  it('to a rebound name are refused with 421 on every door', async () => {
    const refused = await assertRefused(
      421,
      'misdirected',
      foreignHosts.map((Host) => ({ Host })),
    );
    console.log(`      ${doors.length} doors x 2 ports x ${foreignHosts.length} names: ${refused} refused with 421`);
  }).timeout(60_000);

  it('without a host, or with two, are refused', async () => {
    for (const [head, status] of [
      ['GET /health HTTP/1.0', 421],
      ['GET /health HTTP/1.1\r\nHost:', 421],
      ['GET /health HTTP/1.1\r\nHost: evil.example\r\nHost: 127.0.0.1', 421],
      ['GET http://127.0.0.1/health HTTP/1.1\r\nHost: evil.example', 421],
      ['GET /health HTTP/1.1', 400],
    ] as const) {
      const { statuses } = await sendRaw(gateway.port, `${head}\r\nConnection: close\r\n\r\n`, 10_000);
      assert.deepEqual(statuses, [status], head);
    }
  });

  it('do not choose the host by a header of a proxy', async () => {
    const headers = { Host: 'evil.example', 'X-Forwarded-Host': '127.0.0.1', Forwarded: 'host=127.0.0.1' };
    assert.equal((await send(gateway.port, get('/health'), headers)).status, 421);
  });

  it('of another origin are refused with 403 on every door', async () => {
    const refused = await assertRefused(403, 'foreign_origin', foreignOrigins);
    console.log(
      `      ${doors.length} doors x 2 ports x ${foreignOrigins.length} origins: ${refused} refused with 403`,
    );
  }).timeout(60_000);

  it('that a form posts are refused: 403 with an origin, 415 without', async () => {
    const body = '{"target_kw": 100, "source": "=x"}';
    let refused = 0;
    for (const path of ['/api/v1/dispatch', '/api/v1/safety/release', '/api/v1/ws-ticket']) {
      for (const type of formTypes) {
        const contentType = type === '' ? {} : { 'Content-Type': type };
        const plain = await send(gateway.port, post(path, body), contentType);
        assert.equal(plain.status, 415, `${path} as '${type}'`);
        for (const origin of foreignOrigins) {
          const { status } = await send(gateway.port, post(path, body), { ...contentType, ...origin });
          assert.equal(status, 403, `${path} as '${type}' with ${JSON.stringify(origin)}`);
          refused += 1;
        }
      }
    }
    console.log(`      ${refused} form posts refused`);
  });

  const needsKey = (path: string): boolean => path.startsWith('/realtime');

  it('for a WebSocket are refused', async () => {
    for (const port of [gateway.port, extraPort]) {
      for (const path of sockets) {
        for (const Host of foreignHosts) {
          assert.equal(await upgrade(port, path, { Host }), 421, `${path} at ${Host}`);
        }
        for (const origin of foreignOrigins) {
          assert.equal(
            await upgrade(port, path, origin),
            needsKey(path) ? 401 : 403,
            `${path} with ${JSON.stringify(origin)}`,
          );
        }
        if (path !== '/editor/comms') assert.equal(await upgrade(port, path), needsKey(path) ? 401 : 404, path);
      }
      assert.equal(await upgrade(port, '/editor/comms', { Origin: `http://127.0.0.1:${port}` }), 'open');
    }
    const tries = 2 * sockets.length * (foreignHosts.length + foreignOrigins.length);
    console.log(`      ${tries} foreign WebSockets refused`);
  });

  it('open where a key is needed anyway: pages of any origin may read the answers there', async () => {
    const answer = await send(gateway.port, get('/rest/v1/nothing'), { Origin: 'https://client.example' });
    assert.deepEqual([answer.status, answer.headers['access-control-allow-origin']], [401, '*']);
    const rebound = await send(gateway.port, get('/rest/v1/nothing'), { Host: 'evil.example' });
    assert.equal(rebound.status, 421);
  });

  it('of the gateway itself pass', async () => {
    const own = { Origin: `http://127.0.0.1:${gateway.port}`, 'Sec-Fetch-Site': 'same-origin' };
    assert.equal((await send(gateway.port, get('/api/v1/status'), own)).status, 200);
    assert.equal((await send(gateway.port, get('/editor/flows'), own)).status, 200);
  });

  it('changed nothing: no command was judged, no flow touched, no fault switched on', async () => {
    const { json } = await ask({ port: gateway.port, path: '/api/v1/audit' });
    const kinds = (json as { entries: { kind: string }[] }).entries.map(({ kind }) => kind);
    // Site and profiles, then flows: both as they were at the start.
    const atStart = ['configuration_changed', 'configuration_changed', 'gateway_started', 'setpoint_adopted'];
    assert.deepEqual(kinds.toSorted(), atStart);
    const flows = await admin.flows();
    assert.ok(flows.some(({ label }) => label === 'Acquisition'));
    await untilReady(gateway.port, 1000);
  });
});
