import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { type HealthFigures, probeHealth, textOfFigures } from '../support/health-probe.ts';
import { untilReady } from '../support/until-ready.ts';
import { printFigures, scaled } from './support/fault-run.ts';
import { sleep } from './support/wait.ts';

const sockets = scaled(500);
/** The default, more than there are slow sockets: all of them are taken. */
const maxConnections = 1024;
const fewConnections = 256;
const ample = '100000000/100000000';
const healthLimitMs = 250;
const pollMs = 250;

const host = 'Host: 127.0.0.1\r\n';
const bigPage = `GET /redoc/redoc.standalone.js HTTP/1.1\r\n${host}\r\n`;

interface Kind {
  /** Sent at once. */
  readonly opening: string;
  /** Sent every half second after that, until the socket ends. */
  readonly drip?: string;
  /** Takes nothing of what comes, or a little every half second. */
  readonly reads: 'everything' | 'nothing' | 'a little';
  /** After which the gateway must have closed it. */
  readonly closedWithinMs: number;
}

/** Headers and the next request may take 5 s, a body 10 s, checked each second; readers are given as long as a body. */
const kinds: Readonly<Record<string, Kind>> = {
  idle: { opening: '', reads: 'everything', closedWithinMs: 10_000 },
  'slow headers': { opening: 'GET /health HTTP/1.1\r\n', drip: 'X', reads: 'everything', closedWithinMs: 10_000 },
  'slow headers, line by line': {
    opening: `GET /health HTTP/1.1\r\n${host}`,
    drip: 'X: 1\r\n',
    reads: 'everything',
    closedWithinMs: 10_000,
  },
  'slow body': {
    opening: `POST /api/v1/dispatch HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{`,
    drip: ' ',
    reads: 'everything',
    closedWithinMs: 16_000,
  },
  'slow chunks': {
    opening: `POST /api/v1/dispatch HTTP/1.1\r\n${host}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    drip: '1\r\n \r\n',
    reads: 'everything',
    closedWithinMs: 16_000,
  },
  'slow body on a GET': {
    opening: `GET /health HTTP/1.1\r\n${host}Content-Length: 60000\r\n\r\n`,
    drip: ' ',
    reads: 'everything',
    closedWithinMs: 16_000,
  },
  'kept alive, then idle': {
    opening: `GET /health HTTP/1.1\r\n${host}\r\n`,
    reads: 'everything',
    closedWithinMs: 10_000,
  },
  'reads nothing': { opening: bigPage.repeat(8), reads: 'nothing', closedWithinMs: 16_000 },
  'reads a little': { opening: bigPage.repeat(8), reads: 'a little', closedWithinMs: 16_000 },
};

/** A client that takes its time; `lifetimeMs` is how long the gateway's end of its connection stood. */
class SlowClient {
  readonly kind: string;
  readonly #socket: net.Socket;
  readonly #openedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  lifetimeMs: number | undefined;
  text = '';

  constructor(kind: string, port: number) {
    const { opening, drip, reads } = kinds[kind]!;
    this.kind = kind;
    this.#socket = net.connect(port, '127.0.0.1', () => this.#socket.write(opening));
    this.#socket.on('error', () => undefined);
    if (reads === 'everything') this.#socket.on('data', (chunk) => (this.text += chunk.toString('latin1')));
    else this.#socket.pause();
    this.#timer = setInterval(() => {
      if (drip !== undefined && this.#socket.writable) this.#socket.write(drip);
      if (reads === 'a little') this.#socket.read(1024);
    }, 500);
  }

  get localPort(): number {
    return this.#socket.localPort ?? 0;
  }

  /** Takes in which of the gateway's connections stand. */
  observe(standing: ReadonlySet<number>): void {
    if (this.lifetimeMs !== undefined || this.#socket.connecting) return;
    if (!standing.has(this.localPort)) this.lifetimeMs = performance.now() - this.#openedAt;
  }

  destroy(): void {
    clearInterval(this.#timer);
    this.#socket.destroy();
  }
}

describe(`${sockets} slow sockets at once`, () => {
  let gateway: TestGateway;
  let pid: number;
  let clients: readonly SlowClient[];
  let connectionsLeft: number;
  let health: HealthFigures;

  before(async function () {
    this.timeout(90_000);
    gateway = await startedWith(maxConnections);
    ({ pid } = gateway);
    const { port } = gateway;
    const connectionsBefore = standingConnections(port).size;
    const endProbe = await probeHealth({ port, keepAlive: false });
    const names = Object.keys(kinds);
    clients = Array.from({ length: sockets }, (_, index) => new SlowClient(names[index % names.length]!, port));
    await untilAllClosed(clients, port);
    health = await endProbe();
    for (const client of clients) client.destroy();
    await sleep(2 * pollMs);
    connectionsLeft = standingConnections(port).size - connectionsBefore;
  });
  after(() => gateway.stop());

  for (const [name, { closedWithinMs }] of Object.entries(kinds)) {
    it(`${name}: closed within ${closedWithinMs / 1000} s`, () => {
      const ofKind = clients.filter(({ kind }) => kind === name);
      const late = ofKind.filter(({ lifetimeMs = Infinity }) => lifetimeMs > closedWithinMs);
      assert.equal(late.length, 0, `${late.length} of ${ofKind.length} were not closed in time`);
      assert.ok(!ofKind.some(({ text }) => /HTTP\/1\.1 5/.test(text)), 'answered with 5xx');
    });
  }

  it('the gateway went on, /health in time, and no connection is left', () => {
    assert.equal(gateway.pid, pid);
    assertHealthy(health);
    assert.ok(connectionsLeft <= 1, `${connectionsLeft} connections are left`);
    printFigures(
      `${sockets} slow sockets, MAX_CONNECTIONS ${maxConnections}; ${longestOf(clients)}; ${textOfFigures(health)}`,
    );
  });
});

describe(`more slow sockets than the limit of ${fewConnections} connections`, () => {
  it('a client that has a connection is served on, and everybody is once they are cut', async () => {
    const gateway = await startedWith(fewConnections);
    const { port } = gateway;
    const endProbe = await probeHealth({ port, keepAlive: true });
    await sleep(200);
    const clients = Array.from({ length: 2 * fewConnections }, () => new SlowClient('slow headers', port));
    await sleep(1000);
    const standing = standingConnections(port).size;
    await untilAllClosed(clients, port);
    const health = await endProbe();
    for (const client of clients) client.destroy();
    await untilReady(port, 1000);
    await gateway.stop();

    assert.ok(standing <= fewConnections, `${standing} connections stood`);
    assertHealthy(health);
    printFigures(
      `${clients.length} slow sockets at MAX_CONNECTIONS ${fewConnections}: ${standing} stood; ${textOfFigures(health)}`,
    );
  }).timeout(60_000);
});

async function startedWith(connections: number): Promise<TestGateway> {
  const env = { MAX_CONNECTIONS: String(connections), RATE_LIMIT_SERVICE: ample, RATE_LIMIT_FAILURES: ample };
  const gateway = await startGateway({ env });
  await untilReady(gateway.port);
  return gateway;
}

function assertHealthy(health: HealthFigures): void {
  assert.deepEqual(Object.keys(health.statuses), ['200'], JSON.stringify(health.statuses));
  assert.ok(health.p99Ms <= healthLimitMs, textOfFigures(health));
}

async function untilAllClosed(clients: readonly SlowClient[], port: number): Promise<void> {
  const limitMs = Math.max(...Object.values(kinds).map(({ closedWithinMs }) => closedWithinMs)) + 1000;
  const deadline = performance.now() + limitMs;
  while (clients.some(({ lifetimeMs }) => lifetimeMs === undefined) && performance.now() < deadline) {
    await sleep(pollMs);
    const standing = standingConnections(port);
    for (const client of clients) client.observe(standing);
  }
}

/** Ports of the clients whose connection the gateway still holds, as the kernel sees its side. */
function standingConnections(port: number): Set<number> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const established = '01';
  const rows = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const own = rows.filter(([, local = '', , state]) => local.endsWith(`:${hexPort}`) && state === established);
  return new Set(own.map(([, , remote = '']) => Number.parseInt(remote.split(':')[1] ?? '', 16)));
}

function longestOf(clients: readonly SlowClient[]): string {
  const longest = Object.keys(kinds).map((name) => {
    const lifetimes = clients.filter(({ kind }) => kind === name).map(({ lifetimeMs = Infinity }) => lifetimeMs);
    return `${name} ${lifetimes.includes(Infinity) ? 'not at all' : `${(Math.max(...lifetimes) / 1000).toFixed(1)} s`}`;
  });
  return `closed after at most: ${longest.join(', ')}`;
}
