import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type BenchContext, type Benchmark, wait } from './support/benchmark.ts';
import type { Figure } from './support/figure.ts';
import { type BenchGateway, startGateway } from './support/gateway.ts';
import { readMetrics, valueOf } from './support/metrics.ts';
import { percentile } from './support/statistics.ts';

const fullRows = 10_000_000;
const devices = 16;
const stepMs = 4000;
const questions = 100;
const newestTime = Date.UTC(2026, 0, 1);
const readings = '/rest/v1/mg_bess_readings';
const maxStoreMb = '16000';

interface Answer {
  readonly ms: number;
  readonly status: number;
  readonly body: unknown;
}

export const largeTable: Benchmark = {
  name: 'large-table',
  title: 'Questions to ten million rows of battery readings, and one that no index serves',
  async run(context) {
    const gateway = await startFilled(context, Math.round(fullRows * Math.min(1, context.scale)));
    await gateway.untilHealthy();
    const [from, to] = [2, 1].map((days) => new Date(newestTime - days * 86_400_000).toISOString());
    const range = await timesOf(gateway, (at) => {
      return `device_id=eq.${deviceId(at % devices)}&time=gte.${from}&time=lt.${to}&order=time.desc&limit=100`;
    });
    const newest = await timesOf(gateway, () => 'order=time.desc&limit=50');
    return [
      figure('device, range, order and limit p50', range.p50Ms, 20),
      figure('device, range, order and limit p99', range.p99Ms),
      figure('newest 50 p50', newest.p50Ms, 5),
      figure('newest 50 p99', newest.p99Ms),
      ...(await measureScans(context, gateway)),
    ];
  },
};

/** A gateway whose store was filled between two starts. */
async function startFilled(context: BenchContext, rows: number): Promise<BenchGateway> {
  const folder = await mkdtemp(path.join(context.folder, 'data-'));
  const env = {
    BUSBAR_DATA: folder,
    STORE_MAX_MB: maxStoreMb,
    READING_KEEP_DAYS: '3650',
    READING_PERIOD_MS: '3600000',
  };
  const first = await startGateway(context, env);
  await first.program.stop();
  const startedAt = performance.now();
  fill(path.join(folder, 'store.db'), rows);
  context.say(`${rows} rows stored in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  return startGateway(context, env);
}

/** Rows of many devices that are read at the same moments, in the order in which they would have come. */
function fill(file: string, rows: number): void {
  const database = new DatabaseSync(file);
  database.exec(`
    pragma synchronous = off;
    pragma cache_size = -200000;
    with recursive n (at) as (select 0 union all select at + 1 from n where at + 1 < ${rows})
    insert into mg_bess_readings
      select printf('0190%04x-0000-7000-8000-%012x', at >> 20, at),
        ${newestTime} - ${stepMs} * ((${rows} - 1 - at) / ${devices}),
        printf('be7c0000-0000-4000-8000-%012x', at % ${devices}),
        (at % 1000) / 10.0, -25.0, 4, 1, ${newestTime}
      from n;
    pragma wal_checkpoint(truncate);
  `);
  database.close();
}

function deviceId(number: number): string {
  return `be7c0000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

async function timesOf(
  gateway: BenchGateway,
  queryOf: (at: number) => string,
): Promise<{ readonly p50Ms: number; readonly p99Ms: number }> {
  const times: number[] = [];
  for (let at = 0; at < questions; at += 1) {
    const { ms, status, body } = await ask(gateway, queryOf(at));
    if (status !== 200 || (body as unknown[]).length < 50) throw new Error(`${queryOf(at)} answered ${status}`);
    times.push(ms);
  }
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}

/** Questions that must look at every row: each ends with an error, and the gateway polls on. */
async function measureScans(context: BenchContext, gateway: BenchGateway): Promise<readonly Figure[]> {
  const kinds: Readonly<Record<string, () => Promise<Answer>>> = {
    'scan without an index': () => ask(gateway, 'soe=gt.1000'),
    'count without an index': () => ask(gateway, 'soe=gt.50&limit=1', { headers: { Prefer: 'count=exact' } }),
    'sort without an index': () => ask(gateway, 'order=soe.desc&limit=10&offset=5000000'),
    'removal without an index': () => ask(gateway, 'soe=gt.1000', { method: 'DELETE' }),
  };
  const figures: Figure[] = [];
  for (const [name, scan] of Object.entries(kinds)) {
    await readMetrics(gateway);
    const { ms, status, body } = await scan();
    context.say(`${name}: ${status} ${JSON.stringify(body)}`.slice(0, 160));
    const metrics = await readMetrics(gateway);
    const delayMs = 1000 * valueOf(metrics, 'nodejs_eventloop_lag_p99_seconds');
    figures.push(
      { ...figure(`${name} ends`, ms), target: { of: 'value', is: '<=', limit: 6000 } },
      figure(`${name}: event-loop delay p99`, delayMs, 20),
    );
    const health = await fetch(`${gateway.url}/health`);
    if (health.status !== 200) throw new Error(`after the ${name} the gateway is ${health.status}`);
    await wait(100);
  }
  return figures;
}

async function ask({ url, keyHeaders }: BenchGateway, query: string, more: RequestInit = {}): Promise<Answer> {
  const startedAt = performance.now();
  const headers = { ...keyHeaders, ...(more.headers as Record<string, string> | undefined) };
  const response = await fetch(`${url}${readings}?${query}`, { ...more, headers });
  const text = await response.text();
  const body: unknown = text === '' ? null : JSON.parse(text);
  return { ms: performance.now() - startedAt, status: response.status, body };
}

function figure(name: string, ms: number, limit?: number): Figure {
  const target = limit === undefined ? {} : { target: { of: 'value', is: '<=', limit } as const };
  return { name, unit: 'ms', rounds: [ms], ...target };
}
