import { type BenchContext, type Benchmark, measureRounds, wait } from './support/benchmark.ts';
import type { Figure } from './support/figure.ts';
import { startGateway } from './support/gateway.ts';
import { startNodeRed } from './support/node-red.ts';
import type { Program } from './support/program.ts';

const settleMs = 15_000;

interface Started {
  readonly firstAnswerMs: number;
  readonly residentMb: number;
}

export const start: Benchmark = {
  name: 'start',
  title: 'From the start of the process to the first answer, and memory with the demo plant',
  async run(context) {
    const measured = await measureRounds(context, async () => {
      const nodeRed = await measureNodeRed(context);
      return { nodeRed, gateway: await measureGateway(context) };
    });
    const figure = (name: string, unit: string, key: keyof Started, limit: number): Figure => ({
      name,
      unit,
      rounds: measured.map(({ gateway }) => gateway[key]),
      yardstick: { name: 'bare Node-RED', rounds: measured.map(({ nodeRed }) => nodeRed[key]) },
      target: { of: 'value', is: '<=', limit },
    });
    return [
      figure('first answer of /health', 'ms', 'firstAnswerMs', 3000),
      figure('resident memory after 15 s', 'MB', 'residentMb', 300),
    ];
  },
};

async function measureGateway(context: BenchContext): Promise<Started> {
  const { program, firstAnswerMs } = await startGateway(context);
  return { firstAnswerMs, residentMb: await settledMemory(program) };
}

async function measureNodeRed(context: BenchContext): Promise<Started> {
  const { program, firstAnswerMs } = await startNodeRed(context, []);
  return { firstAnswerMs, residentMb: await settledMemory(program) };
}

async function settledMemory(program: Program): Promise<number> {
  await wait(settleMs);
  const residentMb = program.residentMb();
  await program.stop();
  return residentMb;
}
