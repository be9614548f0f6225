import { type PlantHandle, startPlant } from '../nodes/plant/index.ts';
import type { PollerResult } from './peers/bare-poller.ts';
import { polledUnits, writeBenchSite } from './support/bench-site.ts';
import { type BenchContext, type Benchmark, wait } from './support/benchmark.ts';
import type { Figure } from './support/figure.ts';
import { type BenchGateway, startGateway } from './support/gateway.ts';
import { type Metrics, quantileOf, readMetrics, valueOf } from './support/metrics.ts';
import { startProgram } from './support/program.ts';

const gatewayMs = 60_000;
const bareMs = 30_000;
const settleMs = 3000;
const periodMs = 1000;
const sampleMs = 250;
const millisecondsPerSecond = 1000;

interface Measured extends PollerResult {
  readonly missed: number;
}

export const polling: Benchmark = {
  name: 'polling',
  title: '20 devices of 60 registers each second',
  async run(context) {
    const plant = await startPlant({ port: 0, seed: 42, extraInverters: polledUnits.length });
    context.onEnd(() => plant.stop());
    const bare = await measureBare(context, plant);
    const gateway = await startGateway(context, {
      ...writeBenchSite({ folder: context.folder, withBattery: false }),
      PLANT_PORT: String(plant.port),
    });
    await gateway.untilHealthy();
    await wait(settleMs);
    return figuresOf(await measureGateway(context, plant, gateway), bare);
  },
};

async function measureBare(context: BenchContext, plant: PlantHandle): Promise<Measured> {
  const ms = bareMs * context.scale;
  context.say(`bare modbus-serial for ${ms / 1000} s`);
  const script = import.meta.resolve('./peers/bare-poller.ts');
  const seconds = (settleMs + ms) / 1000;
  const program = startProgram(context, script, [plant.port, seconds, ...polledUnits]);
  await wait(settleMs);
  const missed = await countMissed(plant, ms);
  return { ...(JSON.parse(await program.result()) as PollerResult), missed };
}

async function measureGateway(
  { say, scale }: BenchContext,
  plant: PlantHandle,
  gateway: BenchGateway,
): Promise<Measured> {
  const ms = gatewayMs * scale;
  say(`gateway for ${ms / 1000} s`);
  const before = await readMetrics(gateway);
  const startedAt = performance.now();
  const missed = await countMissed(plant, ms);
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await readMetrics(gateway);
  const cycles = (share: number) =>
    millisecondsPerSecond * quantileOf('bess_cycle_duration_seconds', share, before, after);
  return {
    missed,
    cpuPercent: (100 * growth('process_cpu_seconds_total', before, after)) / seconds,
    cycleP50Ms: cycles(0.5),
    cycleP99Ms: cycles(0.99),
    // Reading it starts a new period, so that it speaks of the time since `before`.
    eventLoopDelayP99Ms: millisecondsPerSecond * valueOf(after, 'nodejs_eventloop_lag_p99_seconds'),
  };
}

function growth(name: string, before: Metrics, after: Metrics): number {
  return valueOf(after, name) - valueOf(before, name);
}

/** Polls that did not come, seen from the devices: each pause between two reads longer than one and a half periods. */
async function countMissed(plant: PlantHandle, ms: number): Promise<number> {
  const last = new Map<number, { readonly reads: number; readonly at: number }>();
  const startedAt = performance.now();
  let missed = 0;
  while (performance.now() - startedAt < ms) {
    const { units } = await plant.snapshot();
    const at = performance.now();
    for (const unit of polledUnits) {
      const reads = units[unit]?.reads ?? 0;
      const before = last.get(unit);
      if (before?.reads === reads) continue;
      last.set(unit, { reads, at });
      missed += missedIn(at - (before?.at ?? at));
    }
    await wait(sampleMs);
  }
  const endedAt = performance.now();
  return [...last.values()].reduce((total, { at }) => total + missedIn(endedAt - at), missed);
}

function missedIn(pauseMs: number): number {
  return Math.max(0, Math.round(pauseMs / periodMs) - 1);
}

function figuresOf(gateway: Measured, bare: Measured): readonly Figure[] {
  const figure = (name: string, unit: string, key: keyof Measured, limit?: number): Figure => ({
    name,
    unit,
    rounds: [gateway[key]],
    yardstick: { name: 'bare modbus-serial', rounds: [bare[key]] },
    ...(limit !== undefined && { target: { of: 'value', is: '<=', limit } }),
  });
  return [
    figure('cycles missed', 'cycles', 'missed', 0),
    figure('cycle p50', 'ms', 'cycleP50Ms'),
    figure('cycle p99', 'ms', 'cycleP99Ms', 100),
    figure('processor', '% of a core', 'cpuPercent', 30),
    figure('event-loop delay p99', 'ms', 'eventLoopDelayP99Ms', 20),
  ];
}
