import { freePorts } from '../test/support/free-port.ts';
import { type PlantHandle, startPlant } from '../nodes/plant/index.ts';
import { type BenchContext, type Benchmark, measureRounds } from './support/benchmark.ts';
import { commandsPerMinute, polledUnits, writeBenchSite } from './support/bench-site.ts';
import type { Figure, Target } from './support/figure.ts';
import { type BenchGateway, startGateway } from './support/gateway.ts';
import { loadAtPace, type PacedAnswer } from './support/paced-load.ts';
import { startProgram } from './support/program.ts';
import { percentile } from './support/statistics.ts';

const everyMs = 100;
const roundMs = 20_000;
const setpointAddress = 100;
const batteryUnit = 1;
/** The plant's inverter that the bare bridge writes to: nobody guards it. */
const bridgeUnit = 31;

interface Round {
  readonly dispatchMs: readonly number[];
  readonly bridgeMs: readonly number[];
  readonly modbusMs: readonly number[];
  readonly httpMs: readonly number[];
}

export const dispatch: Benchmark = {
  name: 'dispatch',
  title: 'HTTP to a register written and read back, 10 a second, while 20 devices are polled',
  async run(context) {
    const plant = await startPlant({ port: 0, seed: 42, extraInverters: polledUnits.length });
    context.onEnd(() => plant.stop());
    const gateway = await startGateway(context, {
      ...writeBenchSite({ folder: context.folder, withBattery: true }),
      PLANT_PORT: String(plant.port),
    });
    await gateway.untilHealthy();
    const bridgeUrl = await startBridge(context, plant.port);
    context.say(
      `command rate limit raised to ${commandsPerMinute} a minute; an alert of the intrusion detection does not block`,
    );

    const rounds = await measureRounds(context, () => measureRound(context, { gateway, plant, bridgeUrl }));
    return [...figuresAt('p50', 0.5, 10, rounds), ...figuresAt('p99', 0.99, 30, rounds)];
  },
};

async function startBridge(context: BenchContext, plantPort: number): Promise<string> {
  const [port] = (await freePorts(1)) as [number];
  const url = `http://127.0.0.1:${port}/`;
  const script = import.meta.resolve('./peers/bare-bridge.ts');
  await startProgram(context, script, [port, plantPort, bridgeUnit]).untilAnswer(url, [200]);
  return url;
}

async function measureRound(
  { scale }: BenchContext,
  { gateway, plant, bridgeUrl }: { gateway: BenchGateway; plant: PlantHandle; bridgeUrl: string },
): Promise<Round> {
  const count = Math.round((roundMs * scale) / everyMs);
  const headers = gateway.keyHeaders;
  const command = (position: number) => ({ target_kw: targetKw(position), source: 'bench' });

  const writesBefore = await setpointWrites(plant);
  const dispatched = await loadAtPace(count, everyMs, (position) => ({
    url: `${gateway.url}/api/v1/dispatch`,
    headers,
    body: command(position),
  }));
  const written = (await setpointWrites(plant)) - writesBefore;
  if (written !== count) throw new Error(`${count} commands were executed, the battery took ${written} writes`);

  const bridged = await loadAtPace(count, everyMs, (position) => ({
    url: bridgeUrl,
    headers: {},
    body: command(position),
  }));
  const answered = await loadAtPace(count, everyMs, () => ({ url: bridgeUrl, headers: {} }));
  return {
    dispatchMs: latencies(dispatched),
    bridgeMs: latencies(bridged),
    modbusMs: bridged.map(({ body }) => (JSON.parse(body) as { modbus_ms: number }).modbus_ms),
    httpMs: latencies(answered),
  };
}

/** Small setpoints around zero that differ from each other, so that every command changes the register. */
function targetKw(position: number): number {
  const size = 1 + (position % 40) / 10;
  return position % 2 === 0 ? size : -size;
}

async function setpointWrites(plant: PlantHandle): Promise<number> {
  const journal = await plant.journal();
  return journal.filter(({ unit, address }) => unit === batteryUnit && address === setpointAddress).length;
}

function latencies(answers: readonly PacedAnswer[]): readonly number[] {
  return answers.map(({ latencyMs }) => latencyMs);
}

function figuresAt(name: string, share: number, limitMs: number, rounds: readonly Round[]): readonly Figure[] {
  const of = (key: keyof Round) => rounds.map((round) => percentile(round[key], share));
  const target: Target = { of: 'value', is: '<=', limit: limitMs };
  const yardstick = { name: 'bare HTTP, FC06, read-back', rounds: of('bridgeMs') };
  return [
    { name: `dispatch ${name}`, unit: 'ms', rounds: of('dispatchMs'), yardstick, target },
    { name: `bare FC06 and read-back ${name}`, unit: 'ms', rounds: of('modbusMs'), yardstick },
    { name: `bare HTTP ${name}`, unit: 'ms', rounds: of('httpMs'), yardstick },
  ];
}
