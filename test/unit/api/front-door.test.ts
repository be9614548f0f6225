import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import fc from 'fast-check';
import { createFrontDoor, createMetrics } from '../../../nodes/api/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { dataPlatformRequests, type OperationRequest } from './data-platform-requests.fixture.ts';
import { exampleRequests } from './example-requests.ts';
import { type DoorServer, startDoorServer, testOptions, testRateLimits } from './door-server.ts';

/** Every operation with a request that its schema accepts. */
const requests: Readonly<Record<string, OperationRequest>> = {
  ...dataPlatformRequests,
  ...exampleRequests('microgrid-rest'),
  ...exampleRequests('infrastructure'),
  ...exampleRequests('energy-analytics'),
  getServiceInformation: { method: 'GET', path: '/', scope: 'read' },
  getHealth: { method: 'GET', path: '/health', scope: 'public' },
  getMetrics: { method: 'GET', path: '/metrics', scope: 'public' },
  getStatus: { method: 'GET', path: '/api/v1/status', scope: 'read' },
  dispatch: { method: 'POST', path: '/api/v1/dispatch', body: { target_kw: 100 }, scope: 'dispatch' },
  releaseSafetyLatch: {
    method: 'POST',
    path: '/api/v1/safety/release',
    body: { constraint: 'soc_critical_low', operator: 'm.keller', reason: 'checked' },
    scope: 'admin',
  },
  listAudit: { method: 'GET', path: '/api/v1/audit', scope: 'admin' },
  createWebSocketTicket: { method: 'POST', path: '/api/v1/ws-ticket', body: { path: '/ws' }, scope: 'read' },
};

describe('front door', () => {
  let server: DoorServer;
  let keys: Readonly<Record<string, string>>;

  before(async () => {
    const clock = new ManualClock(Date.now());
    server = await startDoorServer({ clock, dashboardKey: 'a dashboard key' + '!'.repeat(8) });
    keys = {
      service: server.newKey({}),
      anon: server.newKey({ role: 'anon' }),
      dispatcher: server.newKey({ scopes: ['dispatch'] }),
      revoked: server.newKey({ revoked: '2026-01-01T00:00:00Z' }),
      expired: server.newKey({ expires: '2026-01-01T00:00:00Z' }),
    };
    clock.advance(2000);
  });
  after(() => server.close());

  const withKey = (name: string) => ({ 'x-api-key': keys[name]! });

  it('has a request in this table for every operation of the contract', () => {
    assert.deepEqual(
      server.door.contract.operations.map(({ operationId }) => operationId).sort(),
      Object.keys(requests).sort(),
    );
  });

  for (const [operationId, { method, path, body, scope }] of Object.entries(requests)) {
    const isPublic = scope === 'public';
    const ask = (headers: Record<string, string>) => server.ask(path, { method, headers, ...(body && { body }) });

    it(`${operationId}: no key, wrong, revoked, expired, missing scope, right`, async () => {
      const refused = isPublic ? 200 : 401;
      assert.equal((await ask({})).status, refused, 'no key');
      assert.equal((await ask({ 'x-api-key': 'service_000000000000.wrong' })).status, refused, 'wrong');
      assert.equal((await ask({ 'x-api-key': '' })).status, refused, 'empty');
      assert.equal((await ask({ 'x-api-key': keys['service']! + 'x' })).status, refused, 'known prefix, wrong secret');
      assert.equal((await ask(withKey('revoked'))).status, refused, 'revoked');
      assert.equal((await ask(withKey('expired'))).status, refused, 'expired');
      assert.equal((await ask(withKey('anon'))).status, isPublic || scope === 'read' ? 200 : 403, 'anon');
      assert.equal(
        (await ask(withKey('dispatcher'))).status,
        isPublic || scope === 'dispatch' ? 200 : 403,
        'dispatch only',
      );
      assert.equal((await ask(withKey('service'))).status, 200, 'right');
    });
  }

  it('takes a key by each of the three headers, and lets the bearer token decide', async () => {
    const key = keys['service']!;
    const ask = async (headers: Record<string, string>) => (await server.ask('/api/v1/status', { headers })).status;
    assert.equal(await ask({ apikey: key }), 200);
    assert.equal(await ask({ authorization: `Bearer ${key}` }), 200);
    assert.equal(await ask({ authorization: 'Bearer wrong', apikey: key }), 401);
    assert.equal(await ask({ 'x-api-key': 'a dashboard key!!!!!!!!' }), 200);
  });

  it('tells the handler whose key it was', async () => {
    const { json } = await server.ask('/api/v1/status', { headers: withKey('anon') });
    assert.equal(json['keyId'], keys['anon']!.split('.')[0]);
  });

  it('phrases 401 and 403 as contract 000 does', async () => {
    const unknown = await server.ask('/api/v1/status');
    assert.deepEqual(unknown.json, { error: 'unauthorized', message: 'A valid key is needed.' });
    assert.equal(unknown.headers['www-authenticate'], 'Bearer');
    const anon = await server.ask('/api/v1/audit', { headers: withKey('anon') });
    assert.deepEqual(anon.json, { error: 'forbidden', message: 'This key has no scope admin.', limit: 'admin' });
  });

  it('phrases 401 and 403 as contract 002 does, at its paths', async () => {
    const unknown = await server.ask('/api/v1/alarms/42/shelve', { method: 'POST' });
    assert.deepEqual(unknown.json, { detail: 'A valid key is needed.' });
    const anon = await server.ask('/api/v1/alarms/42/shelve', { method: 'POST', headers: withKey('anon') });
    assert.deepEqual(anon.json, { detail: 'This key has no scope alarms.' });
  });

  it('does not give more rights to another spelling of a path', async () => {
    const ask = (path: string) =>
      server.ask(path, { method: 'POST', headers: withKey('anon'), body: { target_kw: 1 } });
    for (const path of ['/API/v1/dispatch', '/api/v1/dispatch/', '/api/v1/%64ispatch', '//api/v1/dispatch']) {
      assert.equal((await ask(path)).status, 403, path);
    }
    assert.equal((await server.ask('/HEALTH')).status, 401);
  });

  describe('hosts and origins', () => {
    const cases: readonly [string, Record<string, string>, number][] = [
      ['rebound name', { host: 'evil.example' }, 421],
      ['name that starts like ours', { host: 'localhost.evil.example' }, 421],
      ['public host with a port', { host: 'GATEWAY.example:8443' }, 200],
      ['IPv6 loopback', { host: '[::1]:8000' }, 200],
      ['foreign origin', { host: 'localhost:8000', origin: 'http://evil.example' }, 403],
      ['opaque origin', { host: 'localhost:8000', origin: 'null' }, 403],
      ['other port of this machine', { host: 'localhost:8000', origin: 'http://localhost:3000' }, 403],
      ['own origin', { host: 'localhost:8000', origin: 'http://localhost:8000' }, 200],
      ['public origin', { host: 'localhost:8000', origin: 'https://gateway.example' }, 200],
      ['cross-site fetch', { host: 'localhost:8000', 'sec-fetch-site': 'cross-site' }, 403],
      ['same-origin fetch', { host: 'localhost:8000', 'sec-fetch-site': 'same-origin' }, 200],
    ];
    for (const [title, headers, status] of cases) {
      it(`${title}: ${status} at every door`, async () => {
        for (const path of ['/health', '/editor/', '/docs', '/editor/comms']) {
          assert.equal((await server.ask(path, { headers })).status, status, path);
        }
        const unknown = await server.ask('/nowhere', { headers: { ...headers, ...withKey('service') } });
        assert.equal(unknown.status, status === 200 ? 404 : status);
      });
    }

    it('refuses a form that a foreign page posts', async () => {
      const headers = { origin: 'http://evil.example', 'content-type': 'application/x-www-form-urlencoded' };
      assert.equal(
        (await server.ask('/api/v1/dispatch', { method: 'POST', headers, body: 'target_kw=1' })).status,
        403,
      );
      assert.equal((await server.ask('/editor/inject/x', { method: 'POST', headers, body: '' })).status, 403);
    });

    it('lets foreign pages use /rest/v1 with a key, and says so before they ask', async () => {
      const foreign = { origin: 'http://app.example' };
      const preflight = await server.ask('/rest/v1/rows', { method: 'OPTIONS', headers: foreign });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers['access-control-allow-origin'], '*');
      for (const name of ['apikey', 'prefer', 'x-client-info', 'x-supabase-api-version']) {
        assert.match(String(preflight.headers['access-control-allow-headers']), new RegExp(`\\b${name}\\b`));
      }
      assert.equal((await server.ask('/rest/v1/rows', { headers: foreign })).status, 401);
      const rows = await server.ask('/rest/v1/rows', { headers: { ...foreign, ...withKey('anon') } });
      assert.equal(rows.status, 200);
      assert.equal(rows.headers['x-ratelimit-limit'], '1000000');
      for (const name of ['Content-Range', 'Location', 'Preference-Applied', 'Retry-After', 'X-RateLimit-Reset']) {
        assert.match(String(rows.headers['access-control-expose-headers']), new RegExp(`\\b${name}\\b`));
      }
      assert.equal((await server.ask('/rest/v1x', { headers: { ...foreign, ...withKey('anon') } })).status, 403);
    });

    it('gives no other path to foreign pages', async () => {
      const answer = await server.ask('/api/v1/status', { method: 'OPTIONS', headers: { ...withKey('service') } });
      assert.equal(answer.headers['access-control-allow-origin'], undefined);
    });
  });

  it('sets the security headers on every answer', async () => {
    for (const path of ['/health', '/nowhere', '/docs', '/editor/']) {
      const { headers } = await server.ask(path);
      assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/, path);
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
      assert.equal(headers['referrer-policy'], 'no-referrer', path);
      assert.equal(headers['x-busbar-plant'], 'simulated', path);
      assert.equal(headers['x-powered-by'], undefined, path);
      assert.equal(headers['strict-transport-security'], undefined, path);
    }
  });

  it('answers unknown paths and malformed addresses as JSON', async () => {
    const unknown = await server.ask('/nowhere?x=1', { headers: withKey('service') });
    assert.equal(unknown.status, 404);
    assert.equal(unknown.json['error'], 'not_found');
    const malformed = await server.ask('/own/%E0%A4%A', { headers: withKey('service') });
    assert.deepEqual([malformed.status, malformed.json['error']], [400, 'malformed_url']);
  });

  it('takes as much as the contract allows an operation', async () => {
    const post = (bytes: number) => {
      const body = JSON.stringify([{ name: 'x'.repeat(bytes) }]);
      return server.ask('/rest/v1/mg_meter_readings', { method: 'POST', headers: withKey('service'), body });
    };
    assert.equal((await post(1_000_000)).status, 200);
    const refused = await post(1_048_576);
    assert.deepEqual([refused.status, refused.json['message']], [413, 'The body must be at most 1048576 bytes.']);
  });

  it('leaves a query that is a language of its own to its route', async () => {
    const ask = (search: string) => server.ask(`/rest/v1/mg_meter_readings?${search}`, { headers: withKey('anon') });
    const { status, json } = await ask('limit=x&device_id=eq.1&order=a&order=b');
    assert.deepEqual([status, json['query']], [200, { limit: 'x', device_id: 'eq.1', order: ['a', 'b'] }]);
  });

  it('keeps the details of an internal error in the log', async () => {
    const answer = await server.ask('/throws', { headers: withKey('service') });
    assert.equal(answer.status, 500);
    assert.deepEqual(Object.keys(answer.json), ['error', 'message', 'error_id']);
    assert.doesNotMatch(answer.text, /secret/);
  });

  it('serves the documentation without a key and from this host alone', async () => {
    for (const path of ['/openapi.json', '/openapi/bess-gateway.json', '/openapi.yaml', '/openapi/bess-gateway.yaml']) {
      const answer = await server.ask(path);
      assert.equal(answer.status, 200, path);
      assert.match(answer.text, /\/api\/v1\/dispatch/, path);
    }
    for (const page of ['/docs', '/redoc']) {
      const { text } = await server.ask(page);
      for (const [, link] of text.matchAll(/(?:src|href)="(?!data:)([^"]*)"/g)) {
        assert.match(link!, /^\/(docs|redoc)/);
        const asset = await server.ask(link!);
        assert.equal(asset.status, 200, link);
        const etag = String(asset.headers['etag']);
        assert.equal((await server.ask(link!, { headers: { 'if-none-match': etag } })).status, 304);
      }
    }
  });

  it('answers GET / and issues tickets itself', async () => {
    const { json } = await server.ask('/', { headers: withKey('anon') });
    assert.deepEqual([json['service'], json['version'], json['status']], ['Busbar', '1.2.3', 'healthy']);
    const ask = { method: 'POST', headers: withKey('anon'), body: { path: '/ws/x' } };
    const ticket = (await server.ask('/api/v1/ws-ticket', ask)).json;
    assert.match(String(ticket['expires_at']), /\+00:00$/);
    assert.equal(server.door.tickets.redeem(String(ticket['ticket']), '/ws/x')?.role, 'anon');
  });

  it('counts requests by operation and status', async () => {
    await server.ask('/health');
    assert.match(
      await server.metrics.render(),
      /busbar_http_requests_total\{site_id="TEST",operation="getHealth",status="200"\} \d/,
    );
  });

  it('answers random malformed requests without a 5xx', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        'GET',
        'POST',
        ' ',
        '/',
        '/health',
        '/api/v1/dispatch',
        ' HTTP/1.1',
        '\r\n',
        '\r\n\r\n',
        '\0',
        '%',
        '?a[b]=c',
      ),
      fc.constantFrom(
        'Host: localhost\r\n',
        'Content-Length: 5\r\n',
        'Content-Length: -1\r\n',
        'Content-Type: application/json\r\n',
      ),
      fc.constantFrom(
        'Transfer-Encoding: chunked\r\n',
        `X-API-Key: ${keys['service']!}\r\n`,
        '{"target_kw":',
        '[[[[',
        'Expect: x\r\n',
      ),
    );
    const head = fc.constantFrom(
      '',
      `POST /api/v1/dispatch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-API-Key: ${keys['service']!}\r\n`,
    );
    await fc.assert(
      fc.asyncProperty(head, fc.array(piece, { maxLength: 12 }), async (start, pieces) => {
        const answer = await server.raw(start + pieces.join(''));
        assert.doesNotMatch(answer, /^HTTP\/1\.1 5/m);
      }),
      { numRuns: 150 },
    );
    assert.equal((await server.ask('/health')).status, 200);
  });
});

describe('front door, request bodies', () => {
  let server: DoorServer;
  before(async () => {
    server = await startDoorServer({ mode: 'development' });
  });
  after(() => server.close());

  const dispatch = (body: string, headers: Record<string, string> = {}) =>
    server.ask('/api/v1/dispatch', { method: 'POST', body, headers });

  const deep = (levels: number) => '{"target_kw":1,"source":' + '['.repeat(levels) + ']'.repeat(levels) + '}';
  const forTheGuard: readonly [string, string][] = [
    ['missing', '{}'],
    ['text', '{"target_kw":"100"}'],
    ['null', '{"target_kw":null}'],
    ['boolean', '{"target_kw":true}'],
    ['too large for a number', '{"target_kw":1e999}'],
    ['NaN as Python writes it', '{"target_kw": NaN}'],
    ['Infinity as Python writes it', '{"source":"x","target_kw":-Infinity}'],
  ];
  for (const [title, body] of forTheGuard) {
    it(`target_kw ${title}: goes to the guard, which rejects and records it`, async () => {
      const { status } = await dispatch(body);
      assert.equal(status, 200, 'the route behind the door answers');
    });
  }

  const refused: readonly [string, string, number, string, string | undefined][] = [
    ['unknown field', '{"target_kw":1,"force":true}', 400, 'invalid_value', 'force'],
    ['empty source', '{"target_kw":1,"source":""}', 400, 'invalid_value', 'source'],
    ['long source', `{"target_kw":1,"source":"${'x'.repeat(65)}"}`, 400, 'invalid_value', 'source'],
    ['no object', '[1]', 400, 'invalid_value', 'body'],
    ['no JSON', '{"target_kw":1', 400, 'malformed_json', 'body'],
    ['duplicate key', '{"target_kw":1,"target_kw":2}', 400, 'malformed_json', 'body'],
    ['escaped duplicate key', '{"target_kw":1,"target\\u005fkw":2}', 400, 'malformed_json', 'body'],
    ['prototype', '{"target_kw":1,"__proto__":{"x":1}}', 400, 'malformed_json', 'body'],
    ['constructor', '{"target_kw":1,"a":{"constructor":1}}', 400, 'malformed_json', 'body'],
    ['too deep', deep(20), 400, 'malformed_json', 'body'],
    ['too large', `{"target_kw":1,"source":"${'x'.repeat(66_000)}"}`, 413, 'body_too_large', 'body'],
  ];
  for (const [title, body, status, error, field] of refused) {
    it(`${title}: ${status} ${error}`, async () => {
      const answer = await dispatch(body);
      assert.deepEqual([answer.status, answer.json['error'], answer.json['field']], [status, error, field]);
      assert.ok(answer.text.length < 600);
    });
  }

  it('names field, limit and value', async () => {
    const { json } = await dispatch('{"target_kw":1,"source":7}');
    assert.deepEqual(json, {
      error: 'invalid_value',
      message: 'The source must be of type string.',
      field: 'source',
      limit: 'of type string',
      value: 7,
    });
  });

  it('takes application/json alone, not encoded', async () => {
    const ok = '{"target_kw":1}';
    assert.equal((await dispatch(ok, { 'content-type': 'application/json; charset=utf-8' })).status, 200);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/jsonx',
      'multipart/form-data; boundary=x',
    ]) {
      assert.equal((await dispatch(ok, { 'content-type': type })).status, 415, type);
    }
    assert.equal((await dispatch(ok, { 'content-encoding': 'gzip' })).status, 415);
    assert.equal((await dispatch(ok, { 'content-type': 'application/json; charset=nonsense' })).status, 415);
  });

  it('fills in defaults and refuses an empty body', async () => {
    assert.deepEqual((await dispatch('{"target_kw":-5}')).json['body'], { target_kw: -5, source: 'api' });
    assert.equal((await server.ask('/api/v1/dispatch', { method: 'POST' })).json['error'], 'body_missing');
  });

  it('turns query parameters into their types and refuses those it does not know', async () => {
    assert.deepEqual((await server.ask('/api/v1/audit?limit=5')).json['query'], { limit: 5 });
    assert.deepEqual((await server.ask('/api/v1/audit')).json['query'], { limit: 100 });
    for (const query of [
      'limit=0',
      'limit=1001',
      'limit=1.5',
      'limit=x',
      'limit=1&limit=2',
      'limt=5',
      'before_seq=0',
    ]) {
      const answer = await server.ask(`/api/v1/audit?${query}`);
      assert.deepEqual([answer.status, answer.json['error']], [400, 'invalid_value'], query);
    }
  });

  it('checks bodies of routes that no contract names, too', async () => {
    assert.deepEqual((await server.ask('/own', { method: 'POST', body: '{"a":1}' })).json['body'], { a: 1 });
    assert.equal((await server.ask('/own', { method: 'POST', body: '{"a":1,"a":2}' })).status, 400);
  });
});

describe('front door, modes and limits', () => {
  let server: DoorServer;
  afterEach(() => server.close());

  it('lets a missing key pass in development mode, a wrong one never, and none on /rest/v1', async () => {
    server = await startDoorServer({ mode: 'development' });
    assert.equal((await server.ask('/api/v1/status')).status, 200);
    assert.equal((await server.ask('/api/v1/status')).json['keyId'], null);
    assert.equal((await server.ask('/api/v1/status', { headers: { apikey: 'wrong' } })).status, 401);
    assert.equal((await server.ask('/health', { headers: { apikey: 'wrong' } })).status, 200);
    assert.equal((await server.ask('/rest/v1/rows')).status, 401);
    assert.equal((await server.ask('/nowhere')).status, 404);
  });

  it('refuses development mode on an address that others can reach', async () => {
    server = await startDoorServer();
    const options = testOptions(server.dataDir, createMetrics('X', []));
    for (const host of ['0.0.0.0', '::', '192.168.1.5', '127.0.0.1.evil.example']) {
      assert.throws(() => createFrontDoor({ ...options, mode: 'development', host }), {
        code: 'open_development_mode',
      });
    }
  });

  it('writes the first keys once, for their owner alone', async () => {
    server = await startDoorServer();
    const file = server.door.firstKeysPath!;
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const keys = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
    assert.deepEqual(
      keys.map(([role]) => role),
      ['anon', 'auth', 'service'],
    );
    const statuses = keys.map(
      async ([, key]) => (await server.ask('/api/v1/audit', { headers: { apikey: key! } })).status,
    );
    assert.deepEqual(await Promise.all(statuses), [403, 403, 200]);
    const again = createFrontDoor(testOptions(server.dataDir, createMetrics('X', [])));
    again.close();
    assert.equal(again.firstKeysPath, undefined);
  });

  it('limits each key, each address and unknown paths, and says when to come again', async () => {
    const clock = new ManualClock();
    const two = { perMinute: 60, burst: 2 };
    const rateLimits = { ...testRateLimits, roles: { anon: two, auth: two, service: two } };
    server = await startDoorServer({ clock, rateLimits });
    const anon = server.newKey({ role: 'anon' });
    const other = server.newKey({ role: 'anon', limit: { perMinute: 60, burst: 5 } });
    clock.advance(2000);
    const statusesOf = async (path: string, apikey: string | undefined, count: number) => {
      const statuses = [];
      for (let i = 0; i < count; i += 1)
        statuses.push((await server.ask(path, { headers: apikey ? { apikey } : {} })).status);
      return statuses;
    };
    assert.deepEqual(await statusesOf('/nowhere', anon, 3), [404, 404, 429]);
    assert.deepEqual(await statusesOf('/nowhere', other, 6), [404, 404, 404, 404, 404, 429]);
    assert.deepEqual(await statusesOf('/health', undefined, 3), [200, 200, 429]);
    const limited = await server.ask('/rest/v1/rows', { headers: { apikey: anon } });
    assert.equal(limited.headers['retry-after'], '1');
    assert.equal(limited.headers['x-ratelimit-limit'], '60');
    assert.equal(limited.headers['x-ratelimit-remaining'], '0');
    assert.equal(limited.json['code'], '53400');
    clock.advance(1000);
    const allowed = await server.ask('/rest/v1/rows', { headers: { apikey: anon } });
    assert.equal(allowed.headers['x-ratelimit-remaining'], '0');
    assert.equal(allowed.headers['x-ratelimit-reset'], String(clock.now() / 1000 + 2));
  });

  it('throttles guesses without locking a valid key out', async () => {
    const clock = new ManualClock();
    server = await startDoorServer({ clock, rateLimits: { ...testRateLimits, failures: { perMinute: 30, burst: 3 } } });
    const valid = server.newKey({});
    clock.advance(2000);
    const guess = async () => (await server.ask('/api/v1/status', { headers: { apikey: `${valid}x` } })).status;
    assert.deepEqual([await guess(), await guess(), await guess(), await guess()], [401, 401, 401, 429]);
    const unknown = await server.ask('/rest/v1/rows', { headers: { apikey: 'service_000000000000.wrong' } });
    assert.deepEqual([unknown.status, unknown.headers['x-ratelimit-limit']], [429, '30']);
    clock.advance(2000);
    const again = await server.ask('/rest/v1/rows');
    assert.deepEqual([again.status, again.headers['x-ratelimit-remaining']], [401, '0']);
    assert.equal((await server.ask('/api/v1/status', { headers: { apikey: valid } })).status, 200);
  });

  it('answers 504 when no flow does, and 408 when the body does not come', async () => {
    const clock = new ManualClock();
    server = await startDoorServer({ clock, mode: 'development' });
    const silent = server.ask('/silent');
    const slow = server.ask('/silent', { method: 'POST', headers: { 'content-length': '50' }, body: '{' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    clock.advance(10_500);
    const [late, cut] = await Promise.all([silent, slow]);
    assert.deepEqual([late.status, late.json['error'], late.json['limit']], [504, 'deadline_passed', '10 s']);
    assert.deepEqual([cut.status, cut.json['error']], [408, 'body_too_slow']);
  });
});
