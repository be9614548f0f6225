import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import WebSocket from 'ws';
import { parse } from 'yaml';
import type { FlowNode } from '../nodes/flows/index.ts';
import { projectRoot } from '../nodes/kernel/index.ts';
import type { SiteModel } from '../nodes/site/index.ts';
import { freePorts } from '../test/support/free-port.ts';
import { type BenchContext, type Benchmark, measureRounds, wait } from './support/benchmark.ts';
import type { Figure, Target } from './support/figure.ts';
import { type BenchGateway, startGateway } from './support/gateway.ts';
import { loadAtPace } from './support/paced-load.ts';
import { startProgram } from './support/program.ts';
import { percentile } from './support/statistics.ts';

const servers = 100;
const intervalS = 10;
const clients = 500;
const measureMs = 20_000;
/** Each run is shorter than the time after which the gateway closes a connection that is not used. */
const overviews = { runs: 5, count: 80, everyMs: 50 };
const recordedPoints = ['up', 'cpu_usage_percent', 'memory_usage_percent', 'disk_usage_percent', 'load_1m'];

const scrapeTarget: Target = { of: 'value', is: '<=', limit: 0.1 };
const overviewTarget: Target = { of: 'value', is: '<=', limit: 20 };
const feedTarget: Target = { of: 'value', is: '<=', limit: 0.15 };

/** Shares of a core, all threads of the gateway. */
interface Round {
  readonly idle: number;
  readonly scraping: number;
  readonly overviewP99Ms: number;
  readonly feeding: number;
  readonly updatesPerSecond: number;
}

export const serverMonitoring: Benchmark = {
  name: 'servers',
  title: `${servers} servers scraped every ${intervalS} s, their overview, and ${clients} clients of their feed`,
  async run(context) {
    const [exporterPort] = (await freePorts(1)) as [number];
    const exporters = startProgram(context, import.meta.resolve('./peers/many-exporters.ts'), [exporterPort]);
    await exporters.untilAnswer(`http://127.0.0.1:${exporterPort}/s0/metrics`, [200]);
    const idle = await startGateway(context, writeSite(path.join(context.folder, 'idle'), 0, exporterPort));
    const gateway = await startGateway(context, writeSite(path.join(context.folder, 'busy'), servers, exporterPort));
    await untilAllOnline(gateway);
    const rounds = await measureRounds(context, (): Promise<Round> => measure(context, idle, gateway));
    return figuresOf(rounds);
  },
};

async function measure(context: BenchContext, idle: BenchGateway, gateway: BenchGateway): Promise<Round> {
  const ms = Math.max(1000 * intervalS, measureMs * context.scale);
  const alone = await shareDuring(idle, () => wait(ms));
  const scraping = await shareDuring(gateway, () => wait(ms));
  const url = `${gateway.url}/api/servers/overview`;
  const latencies: number[] = [];
  for (let run = 0; run < overviews.runs; run += 1) {
    const asked = () => ({ url, headers: gateway.keyHeaders });
    const answers = await loadAtPace(overviews.count, overviews.everyMs, asked);
    latencies.push(...answers.map(({ latencyMs }) => latencyMs));
  }
  const feed = await openFeed(gateway);
  const feeding = await shareDuring(gateway, () => wait(ms));
  const updatesPerSecond = feed.close() / clients / (ms / 1000);
  return { idle: alone, scraping, overviewP99Ms: percentile(latencies, 0.99), feeding, updatesPerSecond };
}

async function shareDuring({ program }: BenchGateway, work: () => Promise<void>): Promise<number> {
  const before = program.processorSeconds();
  const startedAt = performance.now();
  await work();
  return (1000 * (program.processorSeconds() - before)) / (performance.now() - startedAt);
}

/** `close` says how many updates all clients got together. */
async function openFeed({ url, keyHeaders }: BenchGateway): Promise<{ close(): number }> {
  let updates = 0;
  const sockets = Array.from({ length: clients }, () => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/metrics`, { headers: keyHeaders });
    socket.on('message', (data: Buffer) => {
      if (data.includes('metrics_update')) updates += 1;
    });
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, 'open')));
  await wait(1000);
  updates = 0;
  return {
    close() {
      for (const socket of sockets) socket.terminate();
      return updates;
    },
  };
}

async function untilAllOnline({ url, keyHeaders }: BenchGateway): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/api/servers/summary`, { headers: keyHeaders });
    const { summary } = (await answer.json()) as { summary?: { online_servers: number } };
    if (summary?.online_servers === servers) return;
    await wait(200);
  }
}

function figuresOf(rounds: readonly Round[]): readonly Figure[] {
  const yardstick = { name: 'the same without servers', rounds: rounds.map(({ idle }) => idle) };
  const of = (key: keyof Round) => rounds.map((round) => round[key]);
  return [
    { name: 'processor while scraping', unit: 'core', rounds: of('scraping'), yardstick, target: scrapeTarget },
    { name: `overview of ${servers} servers, p99`, unit: 'ms', rounds: of('overviewP99Ms'), target: overviewTarget },
    { name: `processor with ${clients} clients`, unit: 'core', rounds: of('feeding'), yardstick, target: feedTarget },
    { name: 'updates to each client', unit: '1/s', rounds: of('updatesPerSecond') },
  ];
}

/** A site of servers alone. The tabs that poll devices are taken out. */
function writeSite(folder: string, count: number, exporterPort: number): Record<string, string> {
  const [site, profiles, data] = ['site.yaml', 'profiles', 'data'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const demo = parse(readFileSync(path.join(projectRoot, 'sites/demo.yaml'), 'utf8')) as SiteModel;
  mkdirSync(profiles, { recursive: true });
  mkdirSync(path.join(data, 'flows.d'), { recursive: true });
  // JSON is YAML too.
  writeFileSync(site, JSON.stringify(siteOf(demo, count, exporterPort)));
  const removed = ['10-acquisition.json', '90-demo-plant.json'].map((file) => {
    const [tab] = JSON.parse(readFileSync(path.join(projectRoot, 'flows', file), 'utf8')) as FlowNode[];
    return { unit: tab?.id, label: tab?.['label'], basedOn: null, nodes: null };
  });
  writeFileSync(path.join(data, 'flows.d/90-bench.json'), JSON.stringify(removed));
  return { SITE: site, PROFILES: profiles, BUSBAR_DATA: data };
}

function siteOf({ gateway, sites, blocks, safety }: SiteModel, count: number, exporterPort: number): unknown {
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  return {
    version: 1,
    gateway,
    sites,
    blocks,
    safety,
    devices: [],
    servers: names.map((name) => ({
      name,
      description: name,
      intervalS,
      sources: [{ kind: 'node-exporter', url: `http://127.0.0.1:${exporterPort}/${name}/metrics` }],
    })),
    sensors: names.flatMap((device, server) =>
      recordedPoints.map((point, index) => {
        const id = 1 + server * recordedPoints.length + index;
        return { id, tag: `${device}-${point}`.toUpperCase(), device, point };
      }),
    ),
  };
}
