import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { createKey, type NewKey } from '../../../nodes/api/access/key.ts';
import { keyFilePath, readKeyFile, writeKeyFile } from '../../../nodes/api/access/key-file.ts';
import {
  createFrontDoor,
  createMetrics,
  type FrontDoor,
  type FrontDoorOptions,
  type GatewayMetrics,
} from '../../../nodes/api/index.ts';
import { type HttpRequest, identityOf, systemClock } from '../../../nodes/kernel/index.ts';

const ample = { perMinute: 1_000_000, burst: 1_000_000 };

export const testRateLimits = { roles: { anon: ample, auth: ample, service: ample }, failures: ample };

export function testOptions(dataDir: string, metrics: GatewayMetrics): FrontDoorOptions {
  return {
    clock: systemClock,
    dataDir,
    mode: 'production',
    host: '127.0.0.1',
    publicHosts: ['gateway.example'],
    extraPorts: [],
    maxConnections: 256,
    rateLimits: testRateLimits,
    dashboardKey: '',
    editorPath: '/editor',
    simulated: true,
    tls: false,
    version: '1.2.3',
    status: () => 'healthy',
    metrics,
    log: { warn: () => undefined, error: () => undefined },
    refuseStart: (reason) => assert.fail(reason),
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
}

/** The front door before routes that answer what they got, mounted as Node-RED mounts them. */
export interface DoorServer {
  readonly door: FrontDoor;
  readonly server: Server;
  /** Node-RED's, on which it tells of deploys. */
  readonly events: EventEmitter;
  readonly metrics: GatewayMetrics;
  readonly dataDir: string;
  readonly port: number;
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** Sends bytes as they are; resolves with everything that came back when the peer closes. */
  raw(text: string): Promise<string>;
  newKey(options: Partial<NewKey> & { revoked?: string }): string;
  close(): Promise<void>;
}

export async function startDoorServer(changes: Partial<FrontDoorOptions> = {}): Promise<DoorServer> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'busbar-door-'));
  const metrics = createMetrics('TEST', []);
  const newKey: DoorServer['newKey'] = ({ revoked, ...options }) => {
    const { stored, text } = createKey({ name: 'test', role: 'service', ...options }, Date.now());
    const file = keyFilePath(dataDir);
    writeKeyFile(file, [...readKeyFile(file), { ...stored, revoked: revoked ?? null }]);
    return text;
  };
  const door = createFrontDoor({ ...testOptions(dataDir, metrics), ...changes });
  const server = createServer(mount(door));
  const events = new EventEmitter();
  door.attach({ server, events });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    door,
    server,
    events,
    metrics,
    dataDir,
    port,
    ask: (target, ask = {}) => askServer(port, target, ask),
    raw: (text) => sendRaw(port, text),
    newKey,
    async close() {
      door.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(dataDir, { recursive: true });
    },
  };
}

function mount(door: FrontDoor): express.Express {
  const app = express();
  const admin = express().disable('x-powered-by');
  admin.use(door.adminMiddleware as unknown as express.RequestHandler[]);
  admin.all('*', (_request, response) => void response.send('editor'));
  app.use('/editor', admin);
  app.use('/', door.nodeAuth as unknown as express.RequestHandler[]);
  const nodes = express().disable('x-powered-by');
  const middleware = door.nodeMiddleware as unknown as express.RequestHandler[];
  for (const { method, route, servedByFrontDoor } of door.contract.operations) {
    if (!servedByFrontDoor) nodes[method.toLowerCase() as 'get'](route, middleware, echo);
  }
  nodes.get('/rest/v1/rows', middleware, echo);
  nodes.get('/own/:id', middleware, echo);
  nodes.post('/own', middleware, echo);
  nodes.get('/silent', middleware, () => undefined);
  nodes.post('/silent', middleware, () => undefined);
  nodes.get('/throws', () => {
    throw new Error('secret detail');
  });
  app.use('/', nodes);
  app.use('/', door.lastStatic.middleware as unknown as express.RequestHandler[]);
  return app;
}

const echo: express.RequestHandler = (request, response) => {
  const { query, body } = request as unknown as HttpRequest;
  response.json({ query, body: body, keyId: identityOf(request)?.keyId ?? null });
};

function askServer(port: number, target: string, { method = 'GET', headers = {}, body }: Ask): Promise<Answer> {
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path: target, method, headers: { ...json, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString();
          const isJson = response.headers['content-type']?.startsWith('application/json') === true && answer !== '';
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: answer,
            json: isJson ? (JSON.parse(answer) as Record<string, unknown>) : {},
          });
        });
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    socket.end(text);
  });
}
