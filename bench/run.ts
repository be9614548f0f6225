import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, buildIsDue } from '../scripts/build.ts';
import { projectRoot, textOf } from '../nodes/kernel/index.ts';
import { analytics } from './analytics.ts';
import { audit } from './audit.ts';
import { dispatch } from './dispatch.ts';
import { feeds } from './feeds.ts';
import { history } from './history.ts';
import { historyPostgres } from './history-postgres.ts';
import { http } from './http.ts';
import { ids } from './ids.ts';
import { ingest } from './ingest.ts';
import { outbox } from './outbox.ts';
import { polling } from './polling.ts';
import { serverMonitoring } from './servers.ts';
import { start } from './start.ts';
import { largeTable } from './large-table.ts';
import { tables } from './tables.ts';
import type { BenchContext, Benchmark } from './support/benchmark.ts';
import { judge, type JudgedFigure } from './support/figure.ts';
import { isPinning, pinLoad } from './support/pinning.ts';
import { formatTable } from './support/table.ts';

const benchmarks: readonly Benchmark[] = [
  dispatch,
  polling,
  start,
  http,
  audit,
  history,
  historyPostgres,
  ingest,
  feeds,
  ids,
  outbox,
  serverMonitoring,
  tables,
  largeTable,
  analytics,
];
const usage = `npm run bench -- [--quick | --full] [--json FILE] [${benchmarks.map(({ name }) => name).join('] [')}]`;
/** Kept out of the repository by the rule for data folders. */
const workFolder = path.join(projectRoot, 'bench', 'data');
/** Load average above which something else is running. */
const busyLoad = 0.5;

interface Report {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly JudgedFigure[];
  /** Why it did not end. */
  readonly failure?: string;
}

interface Options {
  readonly chosen: readonly Benchmark[];
  readonly scale: number;
  readonly json: string;
}

function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { quick: { type: 'boolean' }, full: { type: 'boolean' }, json: { type: 'string' } },
  });
  const unknown = positionals.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) throw new Error(`there is no benchmark ${unknown.join(', ')}\n${usage}`);
  return {
    chosen: benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    scale: values.quick === true ? 0.1 : values.full === true ? 10 : 1,
    json: path.resolve(values.json ?? path.join(workFolder, 'latest.json')),
  };
}

async function run({ name, title, run: measure }: Benchmark, scale: number): Promise<Report> {
  console.log(`\n${name}: ${title}`);
  const folder = mkdtempSync(path.join(workFolder, `${name}-`));
  const cleanUps: (() => Promise<void>)[] = [];
  const context: BenchContext = {
    folder,
    scale,
    say: (text) => console.log(`  ${text}`),
    onEnd: (cleanUp) => cleanUps.unshift(cleanUp),
  };
  try {
    const figures = (await measure(context)).map(judge);
    console.log(formatTable(figures));
    return { name, title, figures };
  } catch (thrown) {
    console.error(`  failed: ${textOf(thrown)}`);
    return { name, title, figures: [], failure: textOf(thrown) };
  } finally {
    for (const cleanUp of cleanUps) await cleanUp();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the figures depend on beside the program. */
function circumstances(scale: number) {
  return {
    startedAt: new Date().toISOString(),
    node: process.version,
    processor: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    pinned: isPinning,
    loadAverage: os.loadavg()[0] ?? 0,
    scale,
  };
}

/** The last line, and the exit code: 1 when a target was missed or a benchmark failed. */
function summarize(reports: readonly Report[], json: string): number {
  const judged = reports.flatMap(({ figures }) => figures).filter(({ passed }) => passed !== null);
  const met = judged.filter(({ passed }) => passed === true);
  const failed = reports.filter(({ failure }) => failure !== undefined);
  const failures = failed.length > 0 ? `, ${failed.length} benchmarks failed` : '';
  console.log(`\n${met.length} of ${judged.length} targets met${failures}; figures in ${json}`);
  return met.length === judged.length && failed.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const { chosen, scale, json } = optionsOf(process.argv.slice(2));
  if (buildIsDue()) await build();
  mkdirSync(workFolder, { recursive: true });
  const facts = circumstances(scale);
  const { node, processor, pinned, loadAverage } = facts;
  console.log(`Node ${node}, ${processor}, ${pinned ? 'pinned to two cores' : 'not pinned'}, load ${loadAverage}`);
  if (loadAverage > busyLoad) console.log('The machine is busy: do not trust the figures of this run.');
  if (scale < 1) console.log('Shortened run: it shows that the benchmarks work, its figures say little.');
  pinLoad();

  const reports: Report[] = [];
  for (const benchmark of chosen) reports.push(await run(benchmark, scale));
  mkdirSync(path.dirname(json), { recursive: true });
  writeFileSync(json, `${JSON.stringify({ ...facts, benchmarks: reports }, null, 2)}\n`);
  return summarize(reports, json);
}

process.exit(
  await main().catch((thrown: unknown) => {
    console.error(textOf(thrown));
    return 1;
  }),
);
