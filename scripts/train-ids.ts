import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { loadProfiles } from '../nodes/devices/index.ts';
import { planReads } from '../nodes/devices/read-plan.ts';
import { mapRegisters } from '../nodes/devices/register-map.ts';
import { expectedOperations } from '../nodes/ids/expected-operations.ts';
import { cardFileOf, shippedModelFile } from '../nodes/ids/model-file.ts';
import { contextOf, type ModbusOperation } from '../nodes/ids/operation.ts';
import { seededRandom } from '../nodes/ids/random.ts';
import { type SimulatedDevice, simulateTraffic } from '../nodes/ids/simulated-traffic.ts';
import { readTraffic } from '../nodes/ids/traffic-file.ts';
import { type TrainedModel, trainModel, type TrainingOptions } from '../nodes/ids/training.ts';
import { textOf } from '../nodes/kernel/index.ts';
import { loadSite } from '../nodes/site/index.ts';
import { root } from './run.ts';

const usage = `Usage:
  npm run train:ids -- --from FILE --out MODEL.onnx    trains on traffic that IDS_RECORD has recorded
  npm run train:ids -- --live SECONDS --out MODEL.onnx trains on a gateway with its demo plant that runs so long
  npm run train:ids -- --simulated                     makes the shipped model again
Further: [--seed N]. The card is written beside the model; IDS_MODEL names the model that the gateway uses.`;

/** The shipped model must come out of every training the same. */
const shippedSeed = 42;
const shippedOperations = 20_000;

/** Devices of the demo site, as the simulation of its traffic needs them. */
export function demoDevices(): SimulatedDevice[] {
  const loaded = loadProfiles(path.join(root, 'profiles'));
  const { model } = loadSite(path.join(root, 'sites/demo.yaml'), loaded);
  return model.devices.flatMap(({ id, profile: profileId }) => {
    const profile = loaded.profiles.get(profileId);
    if (!profile) return [];
    const map = mapRegisters(profile);
    return [{ id, map, planReads: (dueGroups: ReadonlySet<string>) => planReads(map, dueGroups) }];
  });
}

/** What the shipped model is trained on. */
export function shippedTraining(): TrainingOptions {
  const devices = demoDevices();
  return {
    operations: simulateTraffic(devices, shippedOperations, seededRandom(shippedSeed)),
    expected: new Map(
      devices.map(({ id, map, planReads }) => [
        contextOf({ deviceId: id, origin: 'gateway' }),
        expectedOperations(map, planReads),
      ]),
    ),
    seed: shippedSeed,
    source: 'simulated traffic of sites/demo.yaml',
  };
}

/** Operations of a gateway with its demo plant, in a process of its own, over so many seconds. */
async function liveTraffic(seconds: number): Promise<ModbusOperation[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'busbar-train-'));
  const file = 'traffic.jsonl';
  const [port, plantPort] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    BUSBAR_DATA: folder,
    IDS_RECORD: file,
    PORT: port,
    PLANT_PORT: plantPort,
    EXTRA_PORTS: '',
  };
  const gateway = spawn(process.execPath, [path.join(root, 'scripts/start.ts')], { env, stdio: 'ignore' });
  const ended = once(gateway, 'exit');
  try {
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, seconds * 1000))]);
    if (gateway.exitCode !== null) throw new Error('the gateway ended early');
    gateway.kill('SIGTERM');
    await ended;
    return readTraffic(path.join(folder, file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return String(typeof address === 'object' ? address?.port : address);
}

/** What the command line asks for: what to train on, and where the model goes. */
async function requested(): Promise<{ training: TrainingOptions; out: string }> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { from: text, live: text, out: text, seed: text, simulated: { type: 'boolean' } },
  });
  const { from, live, simulated = false } = values;
  if (simulated) return { training: shippedTraining(), out: shippedModelFile };
  const seed = Number(values.seed ?? shippedSeed);
  if (values.out === undefined || !Number.isInteger(seed)) throw new Error(usage);
  const out = path.resolve(values.out);
  if (from !== undefined) {
    return { training: { operations: readTraffic(from), seed, source: `recording ${path.basename(from)}` }, out };
  }
  const seconds = Number(live);
  if (!(seconds > 0)) throw new Error(usage);
  return { training: { operations: await liveTraffic(seconds), seed, source: `demo plant over ${seconds} s` }, out };
}

async function write({ onnx, card }: TrainedModel, file: string): Promise<void> {
  const cardFile = cardFileOf(file);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, onnx);
  writeFileSync(cardFile, await format(JSON.stringify(card), { ...(await resolveConfig(cardFile)), parser: 'json' }));
  console.log(`${file}: ${card.training_rows} operations, ${card.trees} trees, alert from ${card.alert_threshold}`);
}

async function train(): Promise<void> {
  const { training, out } = await requested();
  await write(trainModel(training), out);
}

if (import.meta.main) {
  await train().catch((thrown: unknown) => {
    console.error(textOf(thrown));
    process.exitCode = 1;
  });
}
