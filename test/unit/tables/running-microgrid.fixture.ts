import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express, { type Request, type Response } from 'express';
import { createFrontDoor, createMetrics, type FrontDoor } from '../../../nodes/api/index.ts';
import { feedKinds } from '../../../nodes/api/feeds/feed-kinds.ts';
import { createKey } from '../../../nodes/api/access/key.ts';
import { keyFilePath, writeKeyFile } from '../../../nodes/api/access/key-file.ts';
import { frameStoreModule, HistoryService, historyStoreModule, Store } from '../../../nodes/history/index.ts';
import { type HttpRequest, type Message, systemClock } from '../../../nodes/kernel/index.ts';
import { Bus, type DeviceModel, PointIndex, ProcessImage, type SiteRuntime } from '../../../nodes/site/index.ts';
import { answerFunction } from '../../../nodes/tables/answer-function.ts';
import { tableAnswers, type TableVerb } from '../../../nodes/tables/answer-table.ts';
import { restRequestOf, sitesOf } from '../../../nodes/tables/http-exchange.ts';
import { Microgrid, tableStoreModule } from '../../../nodes/tables/index.ts';
import type { RestAnswer } from '../../../nodes/tables/request/rest-request.ts';
import type { TestPlace } from '../../support/store-engines.ts';
import { testOptions } from '../api/door-server.ts';

const verbOf: Readonly<Record<string, TableVerb>> = {
  GET: 'select',
  HEAD: 'select',
  POST: 'insert',
  PATCH: 'update',
  DELETE: 'delete',
};

export const battery = {
  id: 'BESS-01',
  uuid: '123e4567-e89b-12d3-a456-426614174000',
  name: 'Battery',
  profile: 'battery',
  site: 'WLCE',
  type: 'bess',
  unit: 1,
  ratings: { chargeKw: 100, dischargeKw: 100, capacityKwh: 500 },
} as const satisfies DeviceModel;

const batteryPoints = [
  { name: 'soc', description: '', unit: '%', role: 'soc', safetyRequired: false, periodMs: 1000, sensorId: 1 },
  {
    name: 'setpoint',
    description: '',
    unit: 'kW',
    role: 'setpoint',
    safetyRequired: false,
    periodMs: 1000,
    sensorId: 2,
  },
] as const;

/** The keys of the door. */
const roles = {
  service: { role: 'service' },
  unlimited: { role: 'service', limit: { perMinute: 1e9, burst: 1e9 } },
  anon: { role: 'anon' },
  limited: { role: 'anon', limit: { perMinute: 1, burst: 1 } },
  elsewhere: { role: 'service', sites: ['EAST'] },
} as const;

/** Contract 001 behind a running front door, over a real store; the routes do what the flow's rows do. */
export class RunningMicrogrid {
  readonly batteryIndex = new PointIndex(battery.id, batteryPoints);
  readonly bus: Bus;
  readonly reports: string[] = [];
  readonly #place: TestPlace;
  readonly #dataDir = mkdtempSync(path.join(tmpdir(), 'busbar-microgrid-'));
  readonly #sockets = new Set<Socket>();
  readonly #closers: (() => unknown)[] = [];
  store!: Store;
  history!: HistoryService;
  microgrid!: Microgrid;
  door!: FrontDoor;
  url = '';
  keys: Readonly<Record<string, string>> = {};

  constructor(place: TestPlace) {
    this.#place = place;
    this.bus = new Bus((text) => this.reports.push(text));
  }

  async start(): Promise<this> {
    const report = (text: string): void => void this.reports.push(text);
    const clock = systemClock;
    const modules = [frameStoreModule, historyStoreModule, tableStoreModule];
    this.store = await Store.open({ ...this.#place, modules, maxMb: 1000, clock, report });
    const { store, bus } = this;
    this.history = await HistoryService.start({
      store,
      bus,
      clock,
      maxRawBytes: 1e9,
      maxHeldMs: 3_600_000,
      heldFromSeq: () => null,
      report,
    });
    const image = new ProcessImage();
    image.add(this.batteryIndex);
    const site = { model: { devices: [battery] }, devices: new Map(), image, bus } as unknown as SiteRuntime;
    const { history } = this;
    const settings = { store, history, site, clock, readingPeriodMs: 0, readingKeepDays: 30, report };
    this.microgrid = await Microgrid.start(settings);
    await this.#openDoor();
    return this;
  }

  /** The door reads its keys when it opens. */
  #writeKeys(): void {
    const made = Object.entries(roles).map(
      ([name, options]) => [name, createKey({ name, ...options }, Date.now())] as const,
    );
    writeKeyFile(
      keyFilePath(this.#dataDir),
      made.map(([, { stored }]) => stored),
    );
    this.keys = Object.fromEntries(made.map(([name, { text }]) => [name, text]));
  }

  /** As a network does that fails. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  async stop(): Promise<void> {
    for (const close of this.#closers.reverse()) await close();
    this.microgrid.stop();
    await this.history.stop();
    await this.store.close();
    rmSync(this.#dataDir, { recursive: true });
  }

  async #openDoor(): Promise<void> {
    this.#writeKeys();
    const metrics = createMetrics('TEST', []);
    this.door = createFrontDoor({ ...testOptions(this.#dataDir, metrics), log: { warn: this.#log, error: this.#log } });
    const { door } = this;
    const server = createServer(this.#routes());
    door.attach({ server, events: new EventEmitter() });
    server.on('connection', (socket) => this.#sockets.add(socket));
    this.#openRealtime();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#closers.push(() => new Promise((resolve) => server.close(resolve)));
    this.#closers.push(() => this.dropConnections());
    this.#closers.push(() => door.close());
  }

  readonly #log = (text: string): void => void this.reports.push(text);

  #routes(): express.Express {
    const { door } = this;
    const app = express().disable('x-powered-by').disable('etag');
    app.use('/', door.nodeAuth as unknown as express.RequestHandler[]);
    const middleware = door.nodeMiddleware as unknown as express.RequestHandler[];
    for (const { method, route, dialect } of door.contract.operations) {
      if (dialect !== 'microgrid') continue;
      const name = route.slice(route.lastIndexOf('/') + 1);
      app[method.toLowerCase() as 'get'](route, middleware, (request: Request, response: Response) => {
        void this.#answer(name, request as unknown as HttpRequest).then(
          ({ status, headers, body }) => response.status(status).set(headers).send(body),
          (thrown: unknown) => {
            const { status, headers, body } = door.answerOf(request as unknown as HttpRequest, thrown);
            response.status(status).set(headers).json(body);
          },
        );
      });
    }
    app.use('/', door.lastStatic.middleware as unknown as express.RequestHandler[]);
    return app;
  }

  #answer(name: string, req: HttpRequest): Promise<RestAnswer> {
    const message: Message = { _msgid: '', req };
    const { tables, registry, functions } = this.microgrid;
    const reads = req.method === 'GET' || req.method === 'HEAD';
    const request = restRequestOf(message, reads);
    const scope = registry.scopeOf(sitesOf(message));
    const tableFunction = functions.get(name);
    if (tableFunction) return answerFunction({ tableFunction, request, scope });
    const verb = verbOf[req.method ?? ''] ?? 'select';
    return tableAnswers[verb]({ service: tables, table: tables.table(name)!, request, scope });
  }

  #openRealtime(): void {
    const { realtime } = this.microgrid;
    const feed = this.door.feeds.open(
      { path: '/realtime/v1/websocket', kindName: 'plain', scope: 'read' },
      {
        kind: feedKinds.plain(() => {
          throw new Error('a plain feed asks for no site');
        }),
        maxClients: 512,
        onClients: () => undefined,
        onSign({ topic, client, said, query }) {
          if (topic === 'connect') realtime.connect(client, query['vsn'], 'node');
          else if (topic === 'disconnect') realtime.disconnect(client);
          else realtime.receive(client, said ?? '');
        },
      },
    );
    realtime.carryBy('node', (client, payload) => feed.publish({ _msgid: '', client, payload }));
  }
}
