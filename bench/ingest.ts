import { type Benchmark, measureRounds } from './support/benchmark.ts';
import type { Figure, Target } from './support/figure.ts';
import type { IngestResult, TickTimes } from './support/ingest-run.ts';
import { startProgram } from './support/program.ts';
import { percentile } from './support/statistics.ts';

const ticksPerRound = 240;
const singleTicksPerRound = 20;

const single = '5000 messages of one reading';

export const ingest: Benchmark = {
  name: 'ingest',
  title: 'Ticks of 5000 readings that a flow posts, through Node-RED to the disk',
  async run(context) {
    const ticks = Math.max(40, Math.round(ticksPerRound * context.scale));
    const singleTicks = Math.max(5, Math.round(singleTicksPerRound * context.scale));
    const rounds = await measureRounds(context, async (round) => {
      const script = import.meta.resolve('./support/ingest-run.ts');
      const program = startProgram(context, script, [`${context.folder}/${round}`, ticks, singleTicks]);
      return JSON.parse(await program.result()) as IngestResult;
    });
    return figuresOf(rounds);
  },
};

function figuresOf(rounds: readonly IngestResult[]): readonly Figure[] {
  const figure = (name: string, unit: string, of: (result: IngestResult) => number, target?: Target): Figure => ({
    name,
    unit,
    rounds: rounds.map(of),
    ...(target && { target }),
  });
  const share = (part: number, of: (result: IngestResult) => TickTimes) => (result: IngestResult) =>
    percentile(of(result).tickMs, part);
  return [
    figure('ingest with tiers and chunks', 'rows/s', ({ rowsPerSecond }) => rowsPerSecond, {
      of: 'value',
      is: '>',
      limit: 390_000,
      aim: 1_000_000,
    }),
    figure(
      'message to commit p50',
      'ms',
      share(0.5, ({ whole }) => whole),
    ),
    figure(
      'message to commit p99',
      'ms',
      share(0.99, ({ whole }) => whole),
      { of: 'value', is: '<', limit: 23 },
    ),
    figure('main thread for a tick', 'ms', ({ whole }) => whole.mainThreadMs, { of: 'value', is: '<=', limit: 5 }),
    figure(
      `${single}, to the commit of all`,
      'ms',
      share(0.5, ({ singles }) => singles),
      {
        of: 'value',
        is: '<',
        limit: 1000,
        aim: 100,
      },
    ),
    figure(`${single}, main thread`, 'ms', ({ singles }) => singles.mainThreadMs),
  ];
}
