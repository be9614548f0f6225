import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FlowNode } from '../../nodes/flows/index.ts';
import type { OverlayEntry } from '../../nodes/flows/merge.ts';
import { projectRoot } from '../../nodes/kernel/index.ts';
import { freePorts } from './free-port.ts';

export interface GatewayOptions {
  /** Added to the environment; free ports and a fresh BUSBAR_DATA are set, and no simulated past. */
  readonly env?: Readonly<Record<string, string>>;
  /** A plant that the test runs itself: the gateway talks to it and starts none of its own. */
  readonly plant?: { readonly port: number };
  /** The site's changes to the flows, in its data folder before the first start. */
  readonly siteFlows?: readonly Omit<OverlayEntry, 'file'>[];
  /** How long the first answer of /health may take, a build before it included. */
  readonly startTimeoutMs?: number;
}

/** A whole gateway with its demo plant in a process of its own, as `npm start` runs it. */
export interface TestGateway {
  readonly url: string;
  readonly port: number;
  readonly plantPort: number;
  readonly dataFolder: string;
  readonly pid: number;
  /** Everything that it printed since its first start. */
  readonly logs: () => string;
  /** The texts of the keys that the first start made, by role. */
  readonly keys: () => Promise<Readonly<Record<string, string>>>;
  /** Sends a signal and waits for the end; the exit code, or null when the signal ended it. */
  readonly kill: (signal: NodeJS.Signals) => Promise<number | null>;
  /** Starts again over the same ports and data; ends the running process first when there is one. */
  readonly restart: () => Promise<void>;
  /** Ends it in order and removes its data. */
  readonly stop: () => Promise<void>;
}

const defaultStartTimeoutMs = 30_000;
const pollMs = 50;
const answerTimeoutMs = 2000;

export async function startGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const { env, plant, siteFlows = [], startTimeoutMs } = options;
  const [port, freePort, northboundPort, exporterPort] = (await freePorts(4)) as [number, number, number, number];
  const plantPort = plant?.port ?? freePort;
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), 'busbar-gateway-'));
  await layIn(dataFolder, plant ? [...siteFlows, await withoutDemoPlant()] : siteFlows);
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    ...process.env,
    PORT: String(port),
    PLANT_PORT: String(plantPort),
    NORTHBOUND_PORT: String(northboundPort),
    EXPORTER_PORT: String(exporterPort),
    EXTRA_PORTS: '',
    SIMULATED_HISTORY_DAYS: '0',
    BUSBAR_DATA: dataFolder,
    ...env,
  };
  let printed = '';
  let child = run();

  function run(): ChildProcess {
    const started = spawn(process.execPath, ['scripts/start.js'], { cwd: projectRoot, env: environment });
    const take = (chunk: Buffer): void => {
      printed += chunk.toString();
    };
    started.stdout.on('data', take);
    started.stderr.on('data', take);
    return started;
  }

  async function kill(signal: NodeJS.Signals): Promise<number | null> {
    if (hasEnded(child)) return child.exitCode;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  async function untilHealthy(): Promise<void> {
    const deadline = performance.now() + (startTimeoutMs ?? defaultStartTimeoutMs);
    while (performance.now() < deadline) {
      if (hasEnded(child)) throw new Error(`the gateway ended while it started:\n${printed}`);
      if (await answers(`${url}/health`)) return;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    await kill('SIGKILL');
    throw new Error(`the gateway did not answer in time:\n${printed}`);
  }

  const gateway: TestGateway = {
    url,
    port,
    plantPort,
    dataFolder,
    get pid() {
      return child.pid ?? 0;
    },
    logs: () => printed,
    keys: () => readFirstKeys(dataFolder),
    kill,
    async restart() {
      await kill('SIGTERM');
      child = run();
      await untilHealthy();
    },
    async stop() {
      await kill('SIGTERM');
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  try {
    await untilHealthy();
  } catch (thrown) {
    await gateway.stop();
    throw thrown;
  }
  return gateway;
}

/** Writes the site's changes to the flows in the form in which the flow storage keeps them. */
async function layIn(dataFolder: string, entries: readonly Omit<OverlayEntry, 'file'>[]): Promise<void> {
  const folder = path.join(dataFolder, 'flows.d');
  await mkdir(folder);
  await writeFile(path.join(folder, '00-test.json'), JSON.stringify(entries));
}

/** What the overlay says once an integrator has deleted the tab of the demo plant. */
async function withoutDemoPlant(): Promise<Omit<OverlayEntry, 'file'>> {
  const shipped = await readFile(path.join(projectRoot, 'flows', '90-demo-plant.json'), 'utf8');
  const tab = (JSON.parse(shipped) as FlowNode[]).find(({ type }) => type === 'tab')!;
  return { unit: tab.id, label: 'Demo plant', basedOn: null, nodes: null };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Any answer of the health route counts, also 503: a gateway that is up but degraded has started. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerTimeoutMs) });
    const body = (await response.json()) as Record<string, unknown>;
    // Until the flows have started, the front door answers in the route's place.
    return 'site_id' in body;
  } catch {
    return false;
  }
}

/** `first-keys.txt` holds one line a role: the role, a blank, the key. */
async function readFirstKeys(dataFolder: string): Promise<Record<string, string>> {
  const text = await readFile(path.join(dataFolder, 'first-keys.txt'), 'utf8');
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  );
}
