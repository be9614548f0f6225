import assert from 'node:assert/strict';
import type { FlowNode } from '../../nodes/flows/index.ts';
import { AdminApi } from '../support/admin-api.ts';
import { auditedAfter } from '../support/audit-rows.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { probeHealth, textOfFigures } from '../support/health-probe.ts';
import { type RawAnswer, sendRaw } from '../support/raw-http.ts';
import { untilReady } from '../support/until-ready.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { Random } from './support/random.ts';

const requests = scaled(10_000);
const atOnce = 8;
/** Headers may take 5 s and a body 15 s, checked each second. */
const hangLimitMs = 17_000;
const healthLimitMs = 250;
const ample = '100000000/100000000';

const host = 'Host: 127.0.0.1';
const json = 'Content-Type: application/json';
const dispatch = 'POST /api/v1/dispatch HTTP/1.1';
const routes = ['/', '/health', '/metrics', '/api/v1/status', '/api/v1/audit', '/docs', '/editor/flows', '/nowhere'];

const request = (...lines: readonly string[]) => `${lines.join('\r\n')}\r\n\r\n`;
const posted = (body: string, ...headers: readonly string[]) =>
  `${request(dispatch, host, json, `Content-Length: ${Buffer.byteLength(body)}`, ...headers)}${body}`;
const chunked = (body: string) => `${request(dispatch, host, json, 'Transfer-Encoding: chunked')}${body}`;

/** Ways of being malformed. None of them may be carried out. */
const kinds: Readonly<Record<string, (random: Random) => string | Buffer>> = {
  'a method that does not exist': (random) => request(`${letters(random, 1 + whole(random, 20))} / HTTP/1.1`, host),
  'a method of control characters': (random) => request(`G${control(random)}T / HTTP/1.1`, host),
  'no version': (random) => `GET ${random.pick(routes)}\r\n\r\n`,
  'another version': (random) => request(`GET / HTTP/${whole(random, 99)}.${whole(random, 99)}`, host),
  'NUL in the address': (random) => request(`GET ${random.pick(routes)}\0 HTTP/1.1`, host),
  'NUL in a header': () => request('GET /health HTTP/1.1', host, 'X-Test: a\0b'),
  'control characters in a header': (random) => request('GET /health HTTP/1.1', host, `X-Test: ${control(random)}`),
  'a bare line feed': () => 'GET /health HTTP/1.1\nHost: 127.0.0.1\nX: \r\rY\n\n',
  'a header without a colon': (random) => request('GET /health HTTP/1.1', host, letters(random, 30)),
  'a folded header': () => request('GET /health HTTP/1.1', host, 'X-Test: a', ' b'),
  'a blank before the colon': () => request(dispatch, host, json, 'Content-Length : 5'),
  'a Content-Length that is no number': (random) =>
    request(dispatch, host, json, `Content-Length: ${random.pick(['-1', 'x', '1e3', '0x10', '1 2', '+5', ''])}`),
  'a Content-Length beyond all limits': (random) =>
    request(dispatch, host, json, `Content-Length: ${random.pick(['9', '99'])}${'9'.repeat(20 + whole(random, 200))}`),
  'two Content-Lengths': () => request(dispatch, host, json, 'Content-Length: 16', 'Content-Length: 17'),
  'a length and chunks': () =>
    `${request(dispatch, host, json, 'Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
  'a length shorter than the body': () => `${request(dispatch, host, json, 'Content-Length: 1')}{"target_kw": 100}`,
  'an unknown transfer coding': () => request(dispatch, host, json, 'Transfer-Encoding: gzip, x'),
  'a chunk size that is no number': (random) => chunked(`${letters(random, 6)}Z\r\n{"target_kw": 100}\r\n0\r\n\r\n`),
  'a chunk size beyond all limits': () => chunked('FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n'),
  'a chunk longer than said': () => chunked('2\r\n{"target_kw": 100}\r\n0\r\n\r\n'),
  'a chunk extension without end': (random) => chunked(`2;${'x'.repeat(20_000 + whole(random, 20_000))}`),
  'too many headers': () =>
    request('GET /health HTTP/1.1', host, ...Array.from({ length: 3000 }, (_, i) => `X-${i}: 1`)),
  'a header beyond all limits': (random) =>
    request('GET /health HTTP/1.1', host, `X: ${'a'.repeat(17_000 + whole(random, 50_000))}`),
  'an address beyond all limits': (random) =>
    request(`GET /${'a'.repeat(17_000 + whole(random, 50_000))} HTTP/1.1`, host),
  'a long address': (random) => request(`GET /${'%41/'.repeat(1000 + whole(random, 2000))} HTTP/1.1`, host),
  'escapes that are no UTF-8': (random) =>
    request(
      `GET ${random.pick(routes)}/%${random.pick(['E0%A4%A', 'FF', 'C0%AF', 'ZZ', '', '00', 'ED%A0%80'])} HTTP/1.1`,
      host,
    ),
  'a query of escapes': (random) =>
    request(`GET /api/v1/audit?limit=%${random.pick(['FF', 'ZZ', '00'])}&[__proto__][x]=1&a[b][c][d]=1 HTTP/1.1`, host),
  'bytes above ASCII in the address': (random) =>
    Buffer.from(request(`GET /\xff\xfe${letters(random, 5)} HTTP/1.1`, host), 'latin1'),
  'a way up the tree': (random) => request(`GET ${'/..'.repeat(1 + whole(random, 20))}/etc/passwd HTTP/1.1`, host),
  'an escaped way up the tree': () => request('GET /docs/%2e%2e%2f%2e%2e%2fpackage.json HTTP/1.1', host),
  'an address of another scheme': () => request('GET gopher://evil.example/x HTTP/1.1', host),
  'an asterisk': (random) => request(`${random.pick(['GET', 'OPTIONS', 'POST'])} * HTTP/1.1`, host),
  CONNECT: () => request('CONNECT 127.0.0.1:502 HTTP/1.1', host),
  'an upgrade to nothing': () => request('GET /x HTTP/1.1', host, 'Connection: Upgrade', 'Upgrade: nothing'),
  'a broken WebSocket': () =>
    request('GET /editor/comms HTTP/1.1', host, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: x'),
  'an upgrade with a body': () => posted('{"target_kw": 100', 'Connection: Upgrade', 'Upgrade: h2c'),
  'the preface of HTTP/2': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a TLS greeting': (random) =>
    Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]), noise(random, 500)]),
  'a Modbus request': () => Buffer.from([0, 1, 0, 0, 0, 6, 1, 6, 0, 100, 3, 232]),
  noise: (random) => noise(random, 1 + whole(random, 2000)),
  'noise after a good head': (random) =>
    Buffer.concat([Buffer.from(request(dispatch, host, json, 'Content-Length: 300')), noise(random, 300)]),
  'JSON that ends early': (random) => posted('{"target_kw": 100, "source": "x'.slice(0, 1 + whole(random, 30))),
  'JSON nested without end': (random) => posted(`{"target_kw": ${'['.repeat(1000 + whole(random, 20_000))}`),
  'JSON nested too deep': (random) => posted(`{"target_kw": 100, "source": ${nested(21 + whole(random, 5000))}}`),
  'JSON of many keys': () =>
    posted(`{"target_kw": 100, ${Array.from({ length: 4000 }, (_, i) => `"k${i}": 1`).join()}}`),
  'JSON that reaches a prototype': (random) =>
    posted(`{"target_kw": 100, "${random.pick(['__proto__', 'constructor'])}": {"x": 1}}`),
  'JSON that is no object': (random) => posted(random.pick(['1', '"x"', 'null', '[]', 'true', '[{"target_kw": 100}]'])),
  'numbers that are none': (random) =>
    posted(`{"target_kw": ${random.pick(['NaN', '1e999', '--1', '0x64', '١٠', '"100"', '01'])}}`),
  'a lone surrogate': () => posted('{"target_kw": "\\ud800", "source": "\\udfff"}'),
  'bytes that are no UTF-8': () =>
    Buffer.concat([
      Buffer.from(request(dispatch, host, json, 'Content-Length: 4')),
      Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
    ]),
  'a charset that does not exist': () =>
    request(dispatch, host, 'Content-Type: application/json; charset=evil', 'Content-Length: 2') + '{}',
  'a body that claims to be compressed': (random) =>
    posted('{"target_kw": 100}', `Content-Encoding: ${random.pick(['gzip', 'br', 'deflate', 'evil'])}`),
  'an expectation': () => request(dispatch, host, json, 'Content-Length: 2', 'Expect: 200-evil'),
  'a body on GET': () =>
    `${request('GET /api/v1/status HTTP/1.1', host, 'Content-Type: text/plain', 'Content-Length: 4')}evil`,
  'a smuggled request': () =>
    `${request(dispatch, host, json, 'Content-Length: 0', 'Transfer-Encoding : chunked')}${posted('{"target_kw": 100}')}`,
  'a form of many parts': () =>
    request(dispatch, host, 'Content-Type: multipart/form-data; boundary=', 'Content-Length: 0'),
  'broken flows to the editor': (random) =>
    `${request('POST /editor/flows HTTP/1.1', host, json, 'Content-Length: 9')}${random.pick(['{"flows":', '"flows"}}', '[1,2,3,4]', '{"x":"y"}'])}`,
  'broken keys': (random) =>
    request(
      'GET /api/v1/status HTTP/1.1',
      host,
      `${random.pick(['X-API-Key', 'apikey', 'Authorization'])}: ${random.pick(['Bearer', 'Bearer  ', '.', '..', 'Basic !!!', '.'.repeat(5000)])}`,
    ),
};

describe('malformed HTTP requests', () => {
  let gateway: TestGateway;
  let flows: readonly FlowNode[];

  before(async function () {
    this.timeout(60_000);
    gateway = await startGateway({ env: { RATE_LIMIT_SERVICE: ample, RATE_LIMIT_FAILURES: ample } });
    await untilReady(gateway.port);
    flows = await new AdminApi(gateway.port).flows();
  });
  after(() => gateway.stop());

  it(`${requests} of them: no 5xx, no crash, no hang, /health in time (seed ${seed})`, async () => {
    const { pid } = gateway;
    const random = new Random(seed);
    const names = Object.keys(kinds);
    const work = Array.from({ length: requests }, (_, index) => {
      const kind = names[index % names.length]!;
      return { kind, bytes: kinds[kind]!(random) };
    });
    const endProbe = await probeHealth({ port: gateway.port, keepAlive: false });
    const startedAt = performance.now();
    const findings: string[] = [];
    const counts = new Map<string, number>();
    let longestMs = 0;

    const sendAll = async (): Promise<void> => {
      for (let next = work.pop(); next; next = work.pop()) {
        const answer = await sendRaw(gateway.port, endingConnection(next.bytes), hangLimitMs);
        const problem = problemOf(answer);
        if (problem !== undefined)
          findings.push(`${next.kind}: ${problem}: ${next.bytes.toString('latin1').slice(0, 200)}`);
        const outcome = answer.statuses.map(String).join('+') || 'closed';
        counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
        longestMs = Math.max(longestMs, answer.durationMs);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, sendAll));
    const seconds = (performance.now() - startedAt) / 1000;
    const health = await endProbe();

    assert.deepEqual(findings.slice(0, 10), [], `seed ${seed}`);
    assert.equal(gateway.pid, pid);
    assert.deepEqual(Object.keys(health.statuses), ['200'], JSON.stringify(health.statuses));
    assert.ok(health.p99Ms <= healthLimitMs, textOfFigures(health));
    assert.doesNotMatch(gateway.logs(), /Uncaught|UnhandledPromise|FATAL|Warning:/);
    const outcomes = [...counts].sort(([, a], [, b]) => b - a).map(([outcome, count]) => `${count} x ${outcome}`);
    printFigures(
      `${requests} requests of ${names.length} kinds in ${seconds.toFixed(1)} s, the longest ${Math.round(longestMs)} ms: ` +
        `${outcomes.join(', ')}; ${textOfFigures(health)}; rate limits ${ample}`,
    );
  }).timeout(60_000 + requests * 20);

  it('none of them moved the battery or changed a flow', async () => {
    const kindsSeen = new Set((await auditedAfter(gateway.port, 0)).map(({ kind }) => kind));
    // A refused command is audited too; only an outcome means that something was written.
    const atStart = ['gateway_started', 'configuration_changed', 'setpoint_adopted'];
    const harmless = new Set([...atStart, 'command_intent', 'command_rejected']);
    assert.deepEqual(
      [...kindsSeen].filter((kind) => !harmless.has(kind)),
      [],
    );
    assert.deepEqual(await new AdminApi(gateway.port).flows(), flows);
  });
});

/** What a gateway must not do; undefined when it did well. */
function problemOf({ statuses, text, hung }: RawAnswer): string | undefined {
  if (hung) return `hung for ${hangLimitMs} ms`;
  const failed = statuses.find((status) => status >= 500);
  if (failed !== undefined) return `answered ${failed}`;
  if (/"status":"executed"|root:x:0:0/.test(text)) return 'was carried out';
  return undefined;
}

/** Asks the gateway to close after its answer, where the request is whole enough to have headers. */
function endingConnection(bytes: string | Buffer): Buffer {
  const text = bytes.toString('latin1');
  const marked = text.replace(host, `${host}\r\nConnection: close`);
  return typeof bytes === 'string'
    ? Buffer.from(bytes.replace(host, `${host}\r\nConnection: close`))
    : Buffer.from(marked, 'latin1');
}

function whole(random: Random, below: number): number {
  return Math.floor(random.next() * below);
}

function letters(random: Random, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(65 + whole(random, 26))).join('');
}

function control(random: Random): string {
  return String.fromCharCode(1 + whole(random, 8));
}

function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => whole(random, 256)));
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}
