import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { HistoryService, Tier } from '../nodes/history/index.ts';
import { type Benchmark, measureRounds } from './support/benchmark.ts';
import type { Figure, Target } from './support/figure.ts';
import { sensors, SensorSite } from './support/sensor-site.ts';
import { percentile } from './support/statistics.ts';

/** Half an hour: windows of raw samples are sealed in it. */
const ticksPerRound = 360;
const queriesPerRound = 200;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const limit = 100_000;
const manySensors = Array.from({ length: 50 }, (_, position) => position + 1);

interface Ingest {
  /** With all that follows the commit: tiers, chunks, the end of the frames. */
  readonly rowsPerSecond: number;
  /** From the frames on the bus to their commit. */
  readonly tickMs: readonly number[];
  /** What the main thread computes for a tick, publishing to sealing. */
  readonly mainThreadMs: number;
  readonly bytesPerSample: number;
  readonly writtenMbPerMillion: number;
}

interface Round {
  readonly ingest: Ingest;
  readonly plainRowsPerSecond: number;
  readonly queryMs: Readonly<Record<string, readonly number[]>>;
  readonly plainQueryMs: readonly number[];
}

type Query = (history: HistoryService, now: number, turn: number) => Promise<{ readonly pointCount: number }>;

const sixHours: Target = { of: 'value', is: '<', limit: 2, aim: 0.87 };

interface QueryCell {
  readonly ask: Query;
  readonly points: number;
  readonly target: Target;
  /** Most times that it can be asked. */
  readonly maxCount?: number;
}

const queries: Readonly<Record<string, QueryCell>> = {
  '6 h @1min, sealed': {
    ask: (history, now) => ask(history, 'agg_1min', now - dayMs, now - dayMs + 6 * hourMs),
    points: 360,
    target: sixHours,
  },
  '6 h @1min, newest': {
    ask: (history, now) => ask(history, 'agg_1min', now - 6 * hourMs, now),
    points: 360,
    target: sixHours,
  },
  '6 h @1min, each for the first time': {
    ask(history, now, turn) {
      const from = now - 90 * dayMs + (turn / 2) * dayMs + hourMs;
      return ask(history, 'agg_1min', from, from + 6 * hourMs);
    },
    points: 360,
    target: sixHours,
    maxCount: 170,
  },
  '50 sensors, 6 h @1min': {
    ask: (history, now) =>
      history.manySeriesJson({ sensorIds: manySensors, tier: 'agg_1min', from: now - 6 * hourMs, to: now, limit }),
    points: 50 * 360,
    target: { of: 'value', is: '<', limit: 110, aim: 15 },
  },
  '90 d @1hour': {
    ask: (history, now) => ask(history, 'agg_1hour', now - 90 * dayMs, now),
    points: 90 * 24,
    target: { of: 'value', is: '<', limit: 9.5, aim: 3 },
  },
};

export const history: Benchmark = {
  name: 'history',
  title: 'Ticks of 5000 sensors into frames, tiers and chunks, and questions about their past',
  async run(context) {
    const rounds = await measureRounds(context, async (round): Promise<Round> => {
      const folder = path.join(context.folder, String(round));
      const site = await SensorSite.open({ ...context, folder });
      const plain = openPlainTables(path.join(folder, 'plain.db'));
      const askedAt = site.clock.now();
      await site.importPast(1, askedAt - 91 * dayMs, askedAt - dayMs);
      await site.importPast(manySensors.length, askedAt - dayMs, askedAt);

      const ticks = Math.max(150, Math.round(ticksPerRound * context.scale));
      const plainRowsPerSecond = insertPlainRows(plain, site, Math.round(ticks / 10));
      const ingest = await measureIngest(site, ticks);
      const count = Math.max(20, Math.round(queriesPerRound * context.scale));
      const queryMs: Record<string, readonly number[]> = {};
      for (const [name, query] of Object.entries(queries)) {
        queryMs[name] = await timesOf(Math.min(count, query.maxCount ?? count), async (turn) => {
          const { pointCount } = await query.ask(site.history, askedAt, turn);
          if (pointCount !== query.points) throw new Error(`${name} has ${pointCount} points, not ${query.points}`);
        });
      }
      const plainQueryMs = await timesOf(count, () => askPlainRows(plain));
      plain.close();
      await site.close();
      return { ingest, plainRowsPerSecond, queryMs, plainQueryMs };
    });
    return figuresOf(rounds);
  },
};

function ask(history: HistoryService, tier: Tier, from: number, to: number): Promise<{ pointCount: number }> {
  return history.seriesJson({ sensorId: 1, tier, from, to, limit });
}

async function measureIngest(site: SensorSite, ticks: number): Promise<Ingest> {
  const tickMs: number[] = [];
  let elapsedMs = 0;
  let mainThreadMicros = 0;
  const rawBefore = await rawOf(site);
  const writtenBefore = writtenBytes();
  for (let tick = 0; tick < ticks; tick += 1) {
    const frames = site.drawTick();
    const cpuBefore = process.threadCpuUsage();
    const startedAt = performance.now();
    await site.record(frames);
    tickMs.push(performance.now() - startedAt);
    await site.pass();
    elapsedMs += performance.now() - startedAt;
    const { user, system } = process.threadCpuUsage(cpuBefore);
    mainThreadMicros += user + system;
  }
  const written = writtenBytes() - writtenBefore;
  const raw = await rawOf(site);
  const rows = ticks * sensors;
  return {
    rowsPerSecond: (1000 * rows) / elapsedMs,
    tickMs,
    mainThreadMs: mainThreadMicros / 1000 / ticks,
    bytesPerSample: (raw.bytes - rawBefore.bytes) / (raw.points - rawBefore.points),
    writtenMbPerMillion: written / rows,
  };
}

/** Sealed raw samples: the frames that wait for their window to end are not among them. */
async function rawOf(site: SensorSite): Promise<{ readonly bytes: number; readonly points: number }> {
  const [raw] = await site.history.stats();
  if (!raw) throw new Error('the history has no raw tier');
  return { bytes: raw.sealedBytes, points: raw.sealedRows };
}

/** What this process has sent to the block layer. */
function writtenBytes(): number {
  return Number(/^write_bytes: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);
}

/** What a user writes without a history: a row a sample and a row a minute, in the same file settings. */
function openPlainTables(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    create table samples (ts integer, sensor_id integer, value real, quality integer, primary key (ts, sensor_id))
      strict, without rowid;
    create table minutes (sensor_id integer, start integer, val_avg real, val_min real, val_max real, val_last real,
      n integer, primary key (sensor_id, start)) strict, without rowid;
  `);
  const insert = database.prepare('insert into minutes values (?, ?, ?, ?, ?, ?, ?)');
  database.exec('begin');
  for (let minute = 0; minute < 1440; minute += 1) insert.run(1, minute * 60_000, 32.14, 31.8, 32.6, 32.2, 12);
  database.exec('commit');
  return database;
}

function insertPlainRows(database: DatabaseSync, site: SensorSite, ticks: number): number {
  const insert = database.prepare('insert into samples values (?, ?, ?, 0)');
  let elapsedMs = 0;
  for (let tick = 0; tick < ticks; tick += 1) {
    const values = site.walk();
    const startedAt = performance.now();
    database.exec('begin');
    for (const [position, value] of values.entries()) insert.run(tick * 5000, position + 1, value);
    database.exec('commit');
    elapsedMs += performance.now() - startedAt;
  }
  return (1000 * ticks * sensors) / elapsedMs;
}

function askPlainRows(database: DatabaseSync): string {
  const rows = database.prepare(
    'select * from minutes where sensor_id = 1 and start >= ? and start < ? order by start',
  );
  return JSON.stringify(rows.all(0, 6 * hourMs));
}

async function timesOf(count: number, work: (turn: number) => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let done = 0; done < count; done += 1) {
    const startedAt = performance.now();
    await work(done);
    times.push(performance.now() - startedAt);
  }
  return times;
}

function figuresOf(rounds: readonly Round[]): readonly Figure[] {
  const figure = (name: string, unit: string, of: (round: Round) => number, target?: Target): Figure => ({
    name,
    unit,
    rounds: rounds.map(of),
    ...(target && { target }),
  });
  const plainQuery = {
    name: '360 plain rows',
    rounds: rounds.map(({ plainQueryMs }) => percentile(plainQueryMs, 0.5)),
  };
  return [
    {
      ...figure('ingest with tiers and chunks', 'rows/s', ({ ingest }) => ingest.rowsPerSecond, {
        of: 'value',
        is: '>',
        limit: 390_000,
        aim: 1_000_000,
      }),
      yardstick: { name: 'plain time-first rows', rounds: rounds.map(({ plainRowsPerSecond }) => plainRowsPerSecond) },
    },
    figure('tick to commit p50', 'ms', ({ ingest }) => percentile(ingest.tickMs, 0.5)),
    figure('tick to commit p99', 'ms', ({ ingest }) => percentile(ingest.tickMs, 0.99), {
      of: 'value',
      is: '<',
      limit: 23,
    }),
    figure('main thread for a tick', 'ms', ({ ingest }) => ingest.mainThreadMs, { of: 'value', is: '<=', limit: 5 }),
    figure('raw samples on the disk', 'bytes', ({ ingest }) => ingest.bytesPerSample, {
      of: 'value',
      is: '<',
      limit: 6.2,
      aim: 5.4,
    }),
    figure('written for a million samples', 'MB', ({ ingest }) => ingest.writtenMbPerMillion),
    ...Object.entries(queries).map(([name, { target }]) => ({
      ...figure(name, 'ms', ({ queryMs }) => percentile(queryMs[name] ?? [], 0.5), target),
      yardstick: plainQuery,
    })),
  ];
}
