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
import { contextOf } from '../nodes/ids/operation.ts';
import { seededRandom } from '../nodes/ids/random.ts';
import { type SimulatedDevice, simulateTraffic } from '../nodes/ids/simulated-traffic.ts';
import { trainOnRecording } from '../nodes/ids/training-job.ts';
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

const recordingName = 'traffic.jsonl';

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

/** Trains on a gateway with its demo plant that runs for so many seconds in a process of its own. */
async function trainLive(seconds: number, seed: number): Promise<TrainedModel> {
  const folder = mkdtempSync(path.join(tmpdir(), 'busbar-train-'));
  try {
    await runGateway(seconds, { BUSBAR_DATA: folder, IDS_RECORD: recordingName });
    const file = path.join(folder, recordingName);
    return trainOnRecording({ file, seed, source: `demo plant over ${seconds} s` });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function runGateway(seconds: number, settings: Readonly<Record<string, string>>): Promise<void> {
  const ports = { PORT: await freePort(), PLANT_PORT: await freePort(), EXTRA_PORTS: '' };
  const env = { ...process.env, ...ports, ...settings };
  const gateway = spawn(process.execPath, [path.join(root, 'scripts/start.js')], { env, stdio: 'ignore' });
  const ended = once(gateway, 'exit');
  const isDone = new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  await Promise.race([ended, isDone]);
  if (gateway.exitCode !== null) throw new Error('the gateway ended early');
  gateway.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return String(typeof address === 'object' ? address?.port : address);
}

/** The model that the command line asks for, and where it goes. */
async function requested(): Promise<{ model: TrainedModel; out: string }> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { from: text, live: text, out: text, seed: text, simulated: { type: 'boolean' } },
  });
  const { from: file, live, simulated = false } = values;
  if (simulated) return { model: trainModel(shippedTraining()), out: shippedModelFile };
  const seed = Number(values.seed ?? shippedSeed);
  if (values.out === undefined || !Number.isInteger(seed)) throw new Error(usage);
  const out = path.resolve(values.out);
  if (file !== undefined) {
    return { model: trainOnRecording({ file, seed, source: `recording ${path.basename(file)}` }), out };
  }
  const seconds = Number(live);
  if (!(seconds > 0)) throw new Error(usage);
  return { model: await trainLive(seconds, seed), out };
}

async function write({ onnx, card }: TrainedModel, file: string): Promise<void> {
  const cardFile = cardFileOf(file);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, onnx);
  writeFileSync(cardFile, await format(JSON.stringify(card), { ...(await resolveConfig(cardFile)), parser: 'json' }));
  console.log(`${file}: ${card.training_rows} operations, ${card.trees} trees, alert from ${card.alert_threshold}`);
}

async function train(): Promise<void> {
  const { model, out } = await requested();
  await write(model, out);
}

if (import.meta.main) {
  await train().catch((thrown: unknown) => {
    console.error(textOf(thrown));
    process.exitCode = 1;
  });
}
