/**
 * Every service of a gateway and a flow on Node-RED's own runtime, in one process whose main thread can be measured. Posts
 * ticks of 5000 readings and prints what they took. Arguments: folder, ticks of one message, ticks of 5000 messages.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { Gateway } from '../../boot/gateway.ts';
import { cloudVariables } from '../../nodes/cloud/index.ts';
import historyInput from '../../nodes/history/history-input.ts';
import { historyService } from '../../nodes/history/index.ts';
import { idsVariables } from '../../nodes/ids/index.ts';
import { type Clock, projectRoot, readEnvironment, systemClock } from '../../nodes/kernel/index.ts';
import type { SiteModel } from '../../nodes/site/index.ts';
import { Random } from '../../test/faults/support/random.ts';
import { startFlowRuntime } from './flow-runtime.ts';

/** Ticks of one kind. */
export interface TickTimes {
  /** From the message at the first node to the completion of the last, which is after the commit. */
  readonly tickMs: readonly number[];
  /** What the main thread computes for a tick, from the message to the sealing of its samples. */
  readonly mainThreadMs: number;
}

export interface IngestResult {
  /** Of ticks in one message, one after the other, with all that follows the commit: tiers, chunks, the end of the frames. */
  readonly rowsPerSecond: number;
  readonly whole: TickTimes;
  readonly singles: TickTimes;
}

const devices = 50;
const pointsPerDevice = 100;
const sensors = devices * pointsPerDevice;
const tickMs = 5000;
const warmUpTicks = 10;
const profile = 'bench-posted';

const [folder = '', ticks = '', singleTicks = ''] = process.argv.slice(2);
const random = new Random(1);
const hundredths = new Int32Array(sensors).fill(3200);
let wallShiftMs = 0;
/** Between two ticks five seconds pass at once; timers run as ever. */
const clock: Clock = { ...systemClock, now: () => systemClock.now() + wallShiftMs };

const gateway = new Gateway({
  ...writeSite(),
  intrusion: { settings: readEnvironment(idsVariables, {}) },
  telemetry: { cloud: readEnvironment(cloudVariables, {}), rawMaxAgeH: 96, rawMaxMb: 8192 },
  storeUrl: '',
  simulatedHistoryDays: 0,
  readings: { readingPeriodMs: 5000, readingKeepDays: 1 },
  storeMaxMb: 16_384,
  version: 'bench',
  clock,
  log: (text) => process.stderr.write(`${text}\n`),
  flowWarnings: () => [],
});
await gateway.start();

/** Called when the node is done with a message. */
let onTaken = (): void => undefined;
const flow = await startFlowRuntime({
  folder: path.join(folder, 'node-red'),
  modules: [historyInput],
  flow: [
    { id: 'tab', type: 'tab', label: 'Bench' },
    {
      id: 'split',
      z: 'tab',
      type: 'split',
      splt: '',
      arraySplt: 1,
      arraySpltType: 'len',
      x: 1,
      y: 1,
      wires: [['node']],
    },
    { id: 'node', z: 'tab', type: 'busbar-history-input', version: 1, x: 2, y: 1, wires: [] },
  ],
  onCompleted: (id) => id === 'node' && onTaken(),
});

await measure(warmUpTicks, 'node', 1);
const whole = await measure(Number(ticks), 'node', 1);
const singles = await measure(Number(singleTicks), 'split', sensors);
const result: IngestResult = { rowsPerSecond: whole.rowsPerSecond, whole: whole.times, singles: singles.times };
await flow.stop();
await gateway.stop();
process.stdout.write(JSON.stringify(result), () => process.exit());

/** Posts ticks into a node, each after the one before is completed by so many messages. */
async function measure(
  count: number,
  into: string,
  messages: number,
): Promise<{ readonly rowsPerSecond: number; readonly times: TickTimes }> {
  const times: number[] = [];
  let elapsedMs = 0;
  let mainThreadMicros = 0;
  for (let tick = 0; tick < count; tick += 1) {
    const payload = drawTick();
    const cpuBefore = process.threadCpuUsage();
    const startedAt = performance.now();
    await post(into, payload, messages);
    times.push(performance.now() - startedAt);
    wallShiftMs += tickMs;
    if (tick % 2 === 1) await historyService.get().settle();
    elapsedMs += performance.now() - startedAt;
    const { user, system } = process.threadCpuUsage(cpuBefore);
    mainThreadMicros += user + system;
  }
  const mainThreadMs = mainThreadMicros / 1000 / count;
  return { rowsPerSecond: (1000 * count * sensors) / elapsedMs, times: { tickMs: times, mainThreadMs } };
}

function post(into: string, payload: unknown, messages: number): Promise<void> {
  return new Promise((resolve) => {
    let left = messages;
    onTaken = () => {
      left -= 1;
      if (left === 0) resolve();
    };
    flow.receive(into, { payload });
  });
}

/** The next reading of every sensor, which walks in steps of 0.01. */
function drawTick(): unknown {
  return Array.from({ length: sensors }, (_, sensor) => {
    const next = (hundredths[sensor] ?? 0) + Math.round(random.between(-10, 10));
    hundredths[sensor] = next;
    return { sensor_id: sensor + 1, value: next / 100 };
  });
}

/** A site with 50 posted devices of 100 sensors each. */
function writeSite(): { siteFile: string; profilesFolder: string; dataFolder: string } {
  const [siteFile, profilesFolder, dataFolder] = ['site.yaml', 'profiles', 'data'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  const demo = parse(readFileSync(path.join(projectRoot, 'sites/demo.yaml'), 'utf8')) as SiteModel;
  const points = Array.from({ length: pointsPerDevice }, (_, point) => `p${point + 1}`);
  const register = { unit: '°C', table: 'holding', type: 'int16', group: 'tick' };
  mkdirSync(profilesFolder, { recursive: true });
  mkdirSync(dataFolder, { recursive: true });
  // JSON is YAML too.
  writeFileSync(
    path.join(profilesFolder, `${profile}.yaml`),
    JSON.stringify({
      id: profile,
      name: 'Posted device',
      manufacturer: 'Busbar',
      kind: 'meter',
      connection: { unit: 1, addressBase: 0 },
      groups: { tick: { periodMs: tickMs } },
      points: points.map((name, address) => ({ ...register, name, description: name, address })),
    }),
  );
  writeFileSync(siteFile, JSON.stringify(siteOf(demo, points)));
  return { siteFile, profilesFolder, dataFolder };
}

function siteOf({ gateway: { siteId }, sites, safety }: SiteModel, points: readonly string[]): unknown {
  const ids = Array.from({ length: devices }, (_, device) => `POSTED-${device + 1}`);
  return {
    version: 1,
    gateway: { siteId, simulated: false },
    sites,
    safety,
    devices: ids.map((id, device) => ({
      id,
      uuid: `be7c0000-0000-4000-8000-${String(device).padStart(12, '0')}`,
      name: id,
      profile,
      site: sites[0]?.code,
      source: 'posted',
      type: 'meter',
    })),
    sensors: ids.flatMap((device, at) =>
      points.map((point, column) => ({
        id: at * pointsPerDevice + column + 1,
        tag: `${device}-${point}`,
        device,
        point,
      })),
    ),
  };
}
