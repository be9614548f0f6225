import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AuditLog, auditStoreModule } from '../nodes/events/index.ts';
import { Store } from '../nodes/history/index.ts';
import { systemClock } from '../nodes/kernel/index.ts';
import type { AuditEntry } from '../nodes/site/index.ts';
import { type Benchmark, measureRounds } from './support/benchmark.ts';
import type { Figure } from './support/figure.ts';
import { percentile } from './support/statistics.ts';

const sequentialAppends = 500;
const groupMs = 4000;
const appenders = 32;

const entry: AuditEntry = {
  kind: 'command_outcome',
  siteId: 'WLCE',
  deviceId: 'WLCE-BESS-01',
  commandId: '123e4567-e89b-12d3-a456-426614174000',
  requester: { keyId: 'service_bench', source: 'bench', via: 'http' },
  targetKw: 12.5,
  verdict: 'executed',
  reason: null,
  frame: { ts: 1_770_000_000_000, cycle: 1 },
  latencyMs: 7.5,
  details: {},
};

interface Round {
  readonly appendMs: readonly number[];
  readonly bareMs: readonly number[];
  readonly groupRate: number;
}

export const audit: Benchmark = {
  name: 'audit',
  title: 'Durable audit rows, one after the other and 32 at a time',
  async run(context) {
    const { folder, scale } = context;
    const report = (text: string): void => context.say(text);
    const store = await Store.open({ folder, modules: [auditStoreModule], maxMb: 1024, clock: systemClock, report });
    context.onEnd(() => store.close());
    const log = await AuditLog.open({ store, clock: systemClock, report });
    const insert = openBareTable(path.join(folder, 'bare.db'));

    const rounds = await measureRounds(context, async (): Promise<Round> => {
      const count = Math.round(sequentialAppends * scale);
      return {
        bareMs: await timesOf(count, insert),
        appendMs: await timesOf(count, () => log.append(entry)),
        groupRate: await rateOf(log, groupMs * scale),
      };
    });
    const verdict = await log.verify();
    if (!verdict.ok) throw new Error(`the chain is broken: ${JSON.stringify(verdict)}`);
    return figuresOf(rounds);
  },
};

/** The least that a durable row can cost: the same columns, no chain, no thread, a commit with fsync each. */
function openBareTable(file: string): () => void {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  const row = { ...entry, requester: JSON.stringify(entry.requester), frame: null, details: '{}' };
  const names = Object.keys(row);
  database.exec(`create table bare (seq integer primary key, ${names.join(', ')})`);
  const insert = database.prepare(
    `insert into bare (${names.join(', ')}) values (${names.map((name) => `:${name}`).join(', ')})`,
  );
  return () => {
    insert.run(row);
  };
}

async function timesOf(count: number, append: () => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let done = 0; done < count; done += 1) {
    const startedAt = performance.now();
    await append();
    times.push(performance.now() - startedAt);
  }
  return times;
}

/** Rows a second while many wait for theirs at once and so share commits. */
async function rateOf(log: AuditLog, ms: number): Promise<number> {
  const startedAt = performance.now();
  let rows = 0;
  const append = async (): Promise<void> => {
    while (performance.now() - startedAt < ms) {
      await log.append(entry);
      rows += 1;
    }
  };
  await Promise.all(Array.from({ length: appenders }, append));
  return (1000 * rows) / (performance.now() - startedAt);
}

function figuresOf(rounds: readonly Round[]): readonly Figure[] {
  const at = (name: string, share: number): Figure => ({
    name: `append ${name}`,
    unit: 'ms',
    rounds: rounds.map(({ appendMs }) => percentile(appendMs, share)),
    yardstick: { name: 'bare node:sqlite', rounds: rounds.map(({ bareMs }) => percentile(bareMs, share)) },
  });
  const bareRate = ({ bareMs }: Round): number => (1000 * bareMs.length) / bareMs.reduce((sum, ms) => sum + ms, 0);
  return [
    at('p50', 0.5),
    at('p99', 0.99),
    {
      name: `rate with ${appenders} appenders`,
      unit: 'rows/s',
      rounds: rounds.map(({ groupRate }) => groupRate),
      yardstick: { name: 'bare node:sqlite, one by one', rounds: rounds.map(bareRate) },
    },
  ];
}
