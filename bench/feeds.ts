import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { FlowNode } from '../nodes/flows/index.ts';
import { projectRoot } from '../nodes/kernel/index.ts';
import type { SiteModel } from '../nodes/site/index.ts';
import { freePorts } from '../test/support/free-port.ts';
import { type BenchContext, type Benchmark, measureRounds, wait } from './support/benchmark.ts';
import { type FeedResult, loadFeed } from './support/feed-load.ts';
import { framesPerSecond, readingsPerFrame } from './support/feed-rate.ts';
import type { Figure, Target } from './support/figure.ts';
import { type BenchGateway, startGateway } from './support/gateway.ts';
import { readMetrics, valueOf } from './support/metrics.ts';
import { type Program, startProgram } from './support/program.ts';

const clients = 200;
const warmUpMs = 1000;
const measureMs = 6000;
const millisecondsPerSecond = 1000;
const deviceId = 'BENCH-FEED';
const profile = 'bench-feed';
const block = 'block-01';
const feedPath = '/bench/telemetry';
const points = Array.from({ length: readingsPerFrame }, (_, index) => `p${index + 1}`);

const processorTarget: Target = { of: 'value', is: '<=', limit: 0.11 };
const ageTarget: Target = { of: 'value', is: '<', limit: 63 };
const noFaults: Target = { of: 'value', is: '<=', limit: 0 };

interface Measured extends FeedResult {
  /** Share of a core, all threads of the server. */
  readonly processor: number;
}

interface MeasuredGateway extends Measured {
  /** The same gateway and flow while nobody listens. */
  readonly alone: { readonly processor: number; readonly loopDelayMs: number };
  readonly loopDelayMs: number;
}

export const feeds: Benchmark = {
  name: 'feeds',
  title: `${clients} WebSocket clients, each with ${framesPerSecond * readingsPerFrame} readings a second of one flow`,
  async run(context) {
    const [barePort] = (await freePorts(1)) as [number];
    const bare = startProgram(context, import.meta.resolve('./peers/bare-feed.ts'), [barePort]);
    await bare.untilAnswer(`http://127.0.0.1:${barePort}/`, [200]);
    const gateway = await startGateway(context, writeFeedSite(context.folder));
    const rounds = await measureRounds(context, async () => ({
      bare: await measure(context, bare, { port: barePort, path: '/' }),
      own: await measureGateway(context, gateway),
    }));
    const own = rounds.map((round) => round.own);
    const yardstick = rounds.map((round) => round.bare);
    return [
      ...figuresOf(own, yardstick),
      ...comparedWithSilence(own),
      { name: 'gateway resident memory after the load', unit: 'MB', rounds: [gateway.program.residentMb()] },
    ];
  },
};

async function measure(
  { scale }: BenchContext,
  program: Program,
  feed: { readonly port: number; readonly path: string; readonly headers?: Readonly<Record<string, string>> },
  atBounds: () => Promise<void> = () => Promise.resolve(),
): Promise<Measured> {
  const usage = processorUsage(program);
  let processor = NaN;
  const result = await loadFeed({
    ...feed,
    clients,
    warmUpMs,
    measureMs: measureMs * scale,
    async atBounds(bound) {
      if (bound === 'end') processor = usage.share();
      await atBounds();
      if (bound === 'begin') usage.start();
    },
  });
  return { ...result, processor };
}

async function measureGateway(context: BenchContext, gateway: BenchGateway): Promise<MeasuredGateway> {
  const { port, program, keyHeaders: headers } = gateway;
  const usage = processorUsage(program);
  await loopDelayMs(gateway);
  usage.start();
  await wait(measureMs * context.scale);
  const alone = { processor: usage.share(), loopDelayMs: await loopDelayMs(gateway) };
  let loopDelay = NaN;
  const path = `${feedPath}/${block}`;
  const measured = await measure(context, program, { port, path, headers }, async () => {
    loopDelay = await loopDelayMs(gateway);
  });
  return { ...measured, alone, loopDelayMs: loopDelay };
}

/** Since it was last asked: reading it starts a new period. */
async function loopDelayMs(gateway: BenchGateway): Promise<number> {
  return millisecondsPerSecond * valueOf(await readMetrics(gateway), 'nodejs_eventloop_lag_p99_seconds');
}

function processorUsage(program: Program): { start(): void; share(): number } {
  let [seconds, startedAt] = [0, 0];
  return {
    start: () => ([seconds, startedAt] = [program.processorSeconds(), performance.now()]),
    share: () => (millisecondsPerSecond * (program.processorSeconds() - seconds)) / (performance.now() - startedAt),
  };
}

function figuresOf(own: readonly Measured[], yardstick: readonly Measured[]): readonly Figure[] {
  const figure = (name: string, unit: string, key: keyof Measured, target?: Target): Figure => ({
    name,
    unit,
    rounds: own.map((measured) => measured[key]),
    yardstick: { name: 'ws, one send per reading and client', rounds: yardstick.map((measured) => measured[key]) },
    ...(target && { target }),
  });
  return [
    figure('processor of the whole gateway', 'core', 'processor', processorTarget),
    figure('readings to each client', '1/s', 'readingsPerSecond'),
    figure('readings lost or repeated', 'readings', 'faults', noFaults),
    figure('age p50', 'ms', 'ageP50Ms'),
    figure('age p99', 'ms', 'ageP99Ms', ageTarget),
  ];
}

function comparedWithSilence(own: readonly MeasuredGateway[]): readonly Figure[] {
  const name = 'the same without clients';
  return [
    {
      name: 'processor of the gateway',
      unit: 'core',
      rounds: own.map(({ processor }) => processor),
      yardstick: { name, rounds: own.map(({ alone }) => alone.processor) },
    },
    {
      name: 'event-loop delay p99',
      unit: 'ms',
      rounds: own.map(({ loopDelayMs }) => loopDelayMs),
      yardstick: { name, rounds: own.map(({ alone }) => alone.loopDelayMs) },
    },
  ];
}

/** A site with one block and one device that nobody polls: a flow makes its frames. */
function writeFeedSite(folder: string): Record<string, string> {
  const [site, profiles, data] = ['site.yaml', 'profiles', 'data'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const demo = parse(readFileSync(path.join(projectRoot, 'sites/demo.yaml'), 'utf8')) as SiteModel;
  mkdirSync(profiles, { recursive: true });
  mkdirSync(path.join(data, 'flows.d'), { recursive: true });
  // JSON is YAML too.
  writeFileSync(site, JSON.stringify(feedSite(demo)));
  writeFileSync(path.join(profiles, `${profile}.yaml`), JSON.stringify(feedProfile()));
  writeFileSync(path.join(data, 'flows.d/90-bench.json'), JSON.stringify(feedFlows()));
  return { SITE: site, PROFILES: profiles, BUSBAR_DATA: data };
}

function feedSite({ gateway, sites, blocks, safety }: SiteModel): unknown {
  const code = blocks.find(({ slug }) => slug === block)?.site;
  const uuid = 'be7c0000-0000-4000-8000-0000000000fe';
  const device = { id: deviceId, uuid, name: 'Feed bench', profile, site: code, type: 'meter' };
  return {
    version: 1,
    gateway,
    sites,
    blocks,
    safety,
    devices: [device],
    equipment: [{ id: 1, tag: 'BENCH', block, type: 'bench', subsystem: 'thermal-l1' }],
    sensors: points.map((point, index) => {
      return { id: index + 1, tag: `BENCH-${index + 1}`, device: deviceId, point, equipment: 'BENCH' };
    }),
  };
}

function feedProfile(): unknown {
  const register = { unit: '', table: 'holding', type: 'int16', group: 'cycle' };
  return {
    id: profile,
    name: 'Feed bench',
    manufacturer: 'Busbar',
    kind: 'meter',
    connection: { unit: 31, addressBase: 40001 },
    groups: { cycle: { periodMs: 1000 } },
    points: points.map((name, index) => ({ ...register, name, description: name, address: 40001 + index })),
  };
}

/** The shipped tabs that poll are taken out; the bench's own makes frames at their due times, late ones included. */
function feedFlows(): unknown {
  const id = (number: number): string => `be7c4000000002${number.toString(16).padStart(2, '0')}`;
  const everyMs = millisecondsPerSecond / framesPerSecond;
  const lines = [
    `let [dueAt, value] = [Date.now(), 0];`,
    `const sendDue = () => {`,
    `  const now = Date.now();`,
    `  for (; dueAt <= now; dueAt += ${everyMs}) {`,
    `    const payload = Object.fromEntries(${JSON.stringify(points)}.map((name) => [name, ++value]));`,
    `    node.send({ payload, frame: { deviceId: '${deviceId}', ts: dueAt, bad: {} } });`,
    `  }`,
    `  setTimeout(sendDue, dueAt - Date.now());`,
    `};`,
    `sendDue();`,
  ];
  const nodes = [
    { id: id(0), type: 'tab', label: 'Bench', disabled: false, info: '', env: [] },
    { id: id(1), type: 'inject', repeat: '', once: true, onceDelay: 0.1, props: [], wires: [[id(2)]] },
    { id: id(2), type: 'function', func: lines.join('\n'), outputs: 1, wires: [[id(3)]] },
    {
      id: id(3),
      type: 'busbar-live-feed',
      version: 1,
      path: `${feedPath}/{block_slug}`,
      kind: 'telemetry',
      wires: [[]],
    },
  ].map((node, index) => (index === 0 ? node : { ...node, z: id(0), x: 200 * index, y: 100 }));
  const removed = ['10-acquisition.json', '90-demo-plant.json'].map((file) => {
    const [tab] = JSON.parse(readFileSync(path.join(projectRoot, 'flows', file), 'utf8')) as FlowNode[];
    return { unit: tab?.id, label: tab?.['label'], basedOn: null, nodes: null };
  });
  return [...removed, { unit: id(0), label: 'Bench', basedOn: null, nodes }];
}
