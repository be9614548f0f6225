import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { HistoryService, Series, Tier } from '../nodes/history/index.ts';
import { postgresInstalled, PostgresServer } from '../test/support/postgres-server.ts';
import { type BenchContext, type Benchmark, measureRounds } from './support/benchmark.ts';
import type { Figure } from './support/figure.ts';
import { sensors, SensorSite } from './support/sensor-site.ts';
import { percentile } from './support/statistics.ts';

const queriesPerRound = 200;
const ticksPerRound = 60;
const sealingRounds = 5;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const limit = 100_000;
const manySensors = Array.from({ length: 50 }, (_, position) => position + 1);
const tables = ['agg_1min', 'agg_1hour'] as const;
type Table = (typeof tables)[number];

/** A question in words that both understand. */
interface Question {
  readonly table: Table;
  readonly sensorIds: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

interface Times {
  readonly ours: number;
  readonly postgres: number;
}

interface Round {
  /** Milliseconds of each question, p50. */
  readonly questions: Readonly<Record<string, Times>>;
  /** Milliseconds until a tick of raw samples is on the disk, p50. */
  readonly tick: Times;
  readonly postgresBytesPerSample: number;
}

const questionsAt = (now: number): Readonly<Record<string, Question>> => ({
  '6 h @1min': { table: 'agg_1min', sensorIds: [1], from: now - dayMs, to: now - 18 * hourMs, points: 360 },
  '50 sensors, 6 h @1min': {
    table: 'agg_1min',
    sensorIds: manySensors,
    from: now - 6 * hourMs,
    to: now,
    points: 50 * 360,
  },
  '90 d @1hour': { table: 'agg_1hour', sensorIds: [1], from: now - 90 * dayMs, to: now, points: 90 * 24 },
});

export const historyPostgres: Benchmark = {
  name: 'history-postgres',
  title: 'The same past and the same questions in plain tables of PostgreSQL, beside the history',
  async run(context) {
    if (!postgresInstalled) throw new Error('it needs the Debian package postgresql');
    const server = await PostgresServer.start({ parent: tmpdir(), settings: ['shared_buffers=256MB'] });
    const [version = ''] = server.sql('show server_version').split(' ');
    const rounds = await measureRounds(context, (round) => measure(context, server, round));
    return figuresOf(rounds, `PostgreSQL ${version}`);
  },
};

async function measure(context: BenchContext, server: PostgresServer, round: number): Promise<Round> {
  const folder = path.join(context.folder, String(round));
  const site = await SensorSite.open({ ...context, folder });
  const postgres = await PlainTables.open(server.createDatabase());
  try {
    const askedAt = site.clock.now();
    await site.importPast(1, askedAt - 91 * dayMs, askedAt - dayMs);
    await site.importPast(manySensors.length, askedAt - dayMs, askedAt);
    // What the gateway does by itself every ten seconds until all is sealed.
    for (let seal = 0; seal < sealingRounds; seal += 1) await site.history.settle();
    await postgres.take(site.history, { from: askedAt - 91 * dayMs, to: askedAt });

    const count = Math.max(20, Math.round(queriesPerRound * context.scale));
    const questions: Record<string, Times> = {};
    for (const [name, question] of Object.entries(questionsAt(askedAt))) {
      const timesOf = (ask: () => Promise<number>): Promise<number> => medianMs(count, () => answered(question, ask));
      questions[name] = {
        ours: await timesOf(() => askHistory(site.history, question)),
        postgres: await timesOf(() => postgres.ask(question)),
      };
    }
    const ticks = Math.max(10, Math.round(ticksPerRound * context.scale));
    const ours = await medianMs(ticks, async (tick) => {
      await site.record(site.drawTick());
      site.clock.advance(tick);
    });
    const tick = { ours, postgres: await medianMs(ticks, (at) => postgres.insert(askedAt + 5000 * at, site.walk())) };
    return { questions, tick, postgresBytesPerSample: await postgres.bytesPerSample(ticks * sensors) };
  } finally {
    await postgres.close();
    await site.close();
  }
}

async function askHistory(history: HistoryService, { table, sensorIds, from, to }: Question): Promise<number> {
  const [sensorId = NaN] = sensorIds;
  const { pointCount } =
    sensorIds.length === 1
      ? await history.seriesJson({ sensorId, tier: table, from, to, limit })
      : await history.manySeriesJson({ sensorIds, tier: table, from, to, limit });
  return pointCount;
}

/** What a user writes without a history: a row a bucket and a row a sample, found by sensor and time. */
class PlainTables {
  readonly #client: pg.Client;

  static async open(url: string): Promise<PlainTables> {
    const client = new pg.Client(url);
    await client.connect();
    const bucketColumns = `sensor_id integer, start timestamptz, n integer, good integer, expected double precision,
      sum double precision, min double precision, max double precision, last double precision`;
    for (const table of tables) {
      await client.query(`create table ${table} (${bucketColumns}, primary key (sensor_id, start))`);
    }
    await client.query(`create table samples (sensor_id integer, ts timestamptz, value double precision, quality smallint,
      primary key (sensor_id, ts))`);
    return new PlainTables(client);
  }

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Every bucket that the history has of the sensors with a past. */
  async take(history: HistoryService, { from, to }: { from: number; to: number }): Promise<void> {
    for (const table of tables) {
      for (const sensorId of manySensors) {
        await this.#insertBuckets(
          table,
          sensorId,
          await history.series({ tier: table satisfies Tier, sensorId, from, to }),
        );
      }
      await this.#client.query(`vacuum analyze ${table}`);
    }
  }

  /** The answer as JSON text, made by the database; the number of its points. */
  async ask({ table, sensorIds, from, to }: Question): Promise<number> {
    const { rows } = await this.#client.query<{ points: string; answer: string }>({
      name: table,
      text: `select count(*) as points, json_agg(json_build_object('timestamp', start, 'value', sum / n, 'min', min,
          'max', max, 'last', last, 'quality_ratio', good / expected) order by sensor_id, start)::text as answer
        from ${table} where sensor_id = any($1) and start >= $2 and start < $3`,
      values: [sensorIds, new Date(from), new Date(to)],
    });
    return Number(rows[0]?.points);
  }

  /** A tick of samples in one durable statement. */
  async insert(ts: number, values: Float64Array): Promise<void> {
    await this.#client.query({
      name: 'insert',
      text: `insert into samples select sensor, $1, value, 0
        from unnest($2::double precision[]) with ordinality as tick (value, sensor)`,
      values: [new Date(ts), [...values]],
    });
  }

  async bytesPerSample(samples: number): Promise<number> {
    const { rows } = await this.#client.query<{ bytes: string }>(`select pg_total_relation_size('samples') as bytes`);
    return Number(rows[0]?.bytes) / samples;
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  async #insertBuckets(table: Table, sensorId: number, series: Series): Promise<void> {
    const { start, n, good, expected, sum, min, max, last } = series;
    const columns = [start.map((ms) => ms / 1000), n, good, expected, sum, min, max, last];
    await this.#client.query(
      `insert into ${table} select $1, to_timestamp(start), n, good, expected, sum, min, max, last
        from unnest(${columns.map((_, at) => `$${at + 2}::double precision[]`).join(', ')})
        as past (start, n, good, expected, sum, min, max, last)`,
      [sensorId, ...columns.map((column) => [...column])],
    );
  }
}

/** Throws when an answer is not what the question is for. */
async function answered({ points }: Question, ask: () => Promise<number>): Promise<void> {
  const found = await ask();
  if (found !== points) throw new Error(`${found} points were found, not ${points}`);
}

async function medianMs(count: number, work: (turn: number) => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const startedAt = performance.now();
    await work(turn);
    times.push(performance.now() - startedAt);
  }
  return percentile(times, 0.5);
}

function figuresOf(rounds: readonly Round[], peer: string): readonly Figure[] {
  const beside = (name: string, timesOf: (round: Round) => Times | undefined): Figure => ({
    name,
    unit: 'ms',
    rounds: rounds.map((round) => timesOf(round)?.ours ?? NaN),
    yardstick: { name: peer, rounds: rounds.map((round) => timesOf(round)?.postgres ?? NaN) },
  });
  return [
    ...Object.keys(questionsAt(0)).map((name) => beside(name, ({ questions }) => questions[name])),
    beside(`tick of ${sensors} samples to commit`, ({ tick }) => tick),
    {
      name: `raw sample on the disk, ${peer}`,
      unit: 'bytes',
      rounds: rounds.map(({ postgresBytesPerSample }) => postgresBytesPerSample),
    },
  ];
}
