import assert from 'node:assert/strict';
import { ContractDocument, type DocumentedOperation } from '../support/contract-document.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/http.ts';
import { addKeys, type TestKey } from '../support/test-keys.ts';
import { untilReady } from '../support/until-ready.ts';
import { upgrade } from '../support/upgrade.ts';

const scopes = ['read', 'write', 'alarms', 'dispatch', 'admin'] as const;
type Scope = (typeof scopes)[number];

/** What makes a request whole, so that a right key gets the operation's own answer; nothing is latched: 409. */
const requests: Readonly<Record<string, { readonly body: object; readonly status?: number }>> = {
  dispatch: { body: { target_kw: 0 } },
  releaseSafetyLatch: { body: { constraint: 'estop', operator: 'test', reason: 'test' }, status: 409 },
  createWebSocketTicket: { body: { path: '/feed' } },
};

/** Ways of sending a key. */
const carriers: readonly ((key: string) => Readonly<Record<string, string>>)[] = [
  (key) => ({ 'X-API-Key': key }),
  (key) => ({ apikey: key }),
  (key) => ({ Authorization: `Bearer ${key}` }),
];

const dashboardKey = 'a-dashboard-key-for-tests';
/** `a password for tests`, bcrypt with the least work. */
const editorUser = 'tester:$2b$04$j1OVegO8SgVDaXmsaCMsk.GNBYDh.D2eO/K0rSsYzfGl93RpvQrmO';
const ample = '1000000/1000000';

/** A route with what each kind of key must get there. */
interface Route {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly scope: Scope | 'public';
  /** Status of a request that is allowed in. */
  readonly right: number;
  readonly body?: object;
}

const contract = new ContractDocument('bess-gateway');

const routes: readonly Route[] = [
  ...contract.operations().map(routeOf),
  // Of unknown paths, too, only a key that may read or write learns that they are unknown.
  ...['/nowhere', '/api/v1/nowhere', '/api/v2/status', '/flows', '/settings', '/nodes'].flatMap((path) => [
    { title: `GET ${path}`, method: 'GET', path, scope: 'read' as const, right: 404 },
    { title: `POST ${path}`, method: 'POST', path, scope: 'write' as const, right: 404, body: {} },
  ]),
  { title: 'DELETE of a GET', method: 'DELETE', path: '/api/v1/status', scope: 'write', right: 404 },
  { title: 'PUT of a POST', method: 'PUT', path: '/api/v1/dispatch', scope: 'write', right: 404, body: {} },
  { title: 'GET of a POST', method: 'GET', path: '/api/v1/dispatch', scope: 'read', right: 404 },
  { title: 'POST to a public GET', method: 'POST', path: '/health', scope: 'write', right: 404, body: {} },
  { title: 'HEAD', method: 'HEAD', path: '/api/v1/status', scope: 'read', right: 200 },
  { title: 'OPTIONS', method: 'OPTIONS', path: '/api/v1/dispatch', scope: 'write', right: 204 },
];

function routeOf({ operationId, method, path, scope, statuses }: DocumentedOperation): Route {
  const { body, status = 200 } = requests[operationId] ?? {};
  assert.ok(statuses.includes(String(status)), `${operationId} documents ${status}`);
  return { title: operationId, method, path, scope: scope as Scope | 'public', right: status, ...(body && { body }) };
}

describe('access matrix in production mode', () => {
  let gateway: TestGateway;
  let keys: Readonly<Record<string, string>>;
  let asked = 0;

  before(async function () {
    this.timeout(60_000);
    const env = {
      BUSBAR_MODE: 'production',
      DASHBOARD_API_KEY: dashboardKey,
      EDITOR_USERS: editorUser,
      RATE_LIMIT_FAILURES: ample,
      RATE_LIMIT_SERVICE: ample,
    };
    gateway = await startGateway({ env });
    keys = await addKeys(gateway, keysOfTheMatrix());
    await untilReady(gateway.port);
  });
  after(() => gateway.stop());

  async function statusOf({ method, path, body }: Route, headers: Readonly<Record<string, string>>): Promise<number> {
    asked += 1;
    const { status } = await ask({ port: gateway.port, method, path, headers, body });
    return status;
  }

  async function assertStatus(route: Route, key: string, expected: number, kind: string): Promise<void> {
    for (const carrier of carriers) {
      const status = await statusOf(route, carrier(key));
      assert.equal(status, expected, `${route.method} ${route.path} with ${kind} in ${Object.keys(carrier(key))[0]!}`);
    }
  }

  const notAccepted = (): Record<string, string> => ({
    'a revoked key': keys['revoked']!,
    'an expired key': keys['expired']!,
    'a key with a wrong secret': `${keys['all scopes']!.split('.')[0]!}.wrong`,
    'an unknown key': 'service_000000000000.0000000000000000000000000000000000000000000',
    'a prefix without a secret': keys['all scopes']!.split('.')[0]!,
    'the hash in place of the key': '0'.repeat(64),
  });

  for (const route of routes) {
    const { title, method, path, scope, right } = route;
    it(`${title}: ${method} ${path} (${scope})`, async () => {
      const closed = scope === 'public' ? right : 401;
      assert.equal(await statusOf(route, {}), closed, 'without a key');
      for (const [kind, key] of Object.entries(notAccepted())) await assertStatus(route, key, closed, kind);
      const missing = scope === 'public' ? right : 403;
      await assertStatus(
        route,
        keys[`without ${scope}`] ?? keys['without read']!,
        missing,
        'a key that lacks the scope',
      );
      await assertStatus(route, keys[`only ${scope}`] ?? keys['only read']!, right, 'a key with this scope alone');
      await assertStatus(route, keys['all scopes']!, right, 'a key with all scopes');
      await assertStatus(route, dashboardKey, right, 'the dashboard key');
    });
  }

  it('no other spelling of a path lets anyone in', async () => {
    const [status, dispatch] = ['getStatus', 'dispatch'].map((name) => routes.find(({ title }) => title === name)!);
    for (const route of [status!, dispatch!]) {
      for (const path of spellingsOf(route.path)) {
        const spelled = { ...route, path };
        assert.equal(await statusOf(spelled, {}), 401, `${path} without a key`);
        await assertStatus(spelled, keys['without any']!, 403, 'a key without a scope');
        const lacking = await statusOf(spelled, { 'X-API-Key': keys[`without ${route.scope}`]! });
        assert.ok([403, 404].includes(lacking), `${path} answers ${lacking} to a key without ${route.scope}`);
      }
    }
  });

  it('no key of the API opens the editor, and no token of the editor the API', async () => {
    const guarded = ['/flows', '/settings', '/nodes', '/inject/2549c289a0d56c18'];
    for (const path of guarded.map((part) => `/editor${part}`)) {
      const route = {
        title: path,
        method: path.includes('inject') ? 'POST' : 'GET',
        path,
        scope: 'read',
        right: 0,
      } as const;
      assert.equal(await statusOf(route, {}), 401, path);
      for (const key of [keys['all scopes']!, dashboardKey]) await assertStatus(route, key, 401, 'a key of the API');
    }
    const body = { client_id: 'node-red-editor', grant_type: 'password', scope: '*', username: 'tester' };
    const login = (password: string) =>
      ask({ port: gateway.port, method: 'POST', path: '/editor/auth/token', body: { ...body, password } });
    assert.equal((await login('a wrong password')).status, 403);
    const { access_token: token } = (await login('a password for tests')).json as { access_token: string };
    const opened = await ask({
      port: gateway.port,
      path: '/editor/flows',
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(opened.status, 200);
    for (const route of routes.filter(({ scope }) => scope !== 'public'))
      await assertStatus(route, token, 401, 'a token');
  });

  it('no key opens a WebSocket that the gateway does not have', async () => {
    for (const path of ['/', '/nowhere', '/comms', '/api/v1/status', '/editor/comms/x']) {
      asked += 1;
      assert.equal(await upgrade(gateway.port, path), 401, path);
      for (const headers of [...carriers.map((carrier) => carrier(keys['all scopes']!))]) {
        asked += 1;
        assert.equal(await upgrade(gateway.port, path, headers), 404, path);
      }
    }
  });

  it('counted', () => {
    console.log(`      ${routes.length} routes, ${asked} requests, rate limits ${ample}, 0 of them let in wrongly`);
    assert.ok(asked > routes.length * 10);
  });
});

function keysOfTheMatrix(): TestKey[] {
  const role = 'service';
  return [
    { name: 'all scopes', role },
    { name: 'revoked', role, revoked: true },
    { name: 'expired', role, expires: '2026-01-01T00:00:00.000Z' },
    { name: 'without any', role, scopes: [] },
    ...scopes.map((scope) => ({ name: `only ${scope}`, role, scopes: [scope] }) as const),
    ...scopes.map(
      (scope) => ({ name: `without ${scope}`, role, scopes: scopes.filter((other) => other !== scope) }) as const,
    ),
  ];
}

function spellingsOf(path: string): string[] {
  return [
    path.toUpperCase(),
    `${path}/`,
    `/${path}`,
    `${path}?apikey=x`,
    `${path};a=b`,
    `${path}%00`,
    `/.${path}`,
    `/health/..${path}`,
    path.replace('/api', '/%61pi'),
    path.replaceAll('/', '%2f').replace('%2f', '/'),
    `http://127.0.0.1${path}`,
  ];
}
