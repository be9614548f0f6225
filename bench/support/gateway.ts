import { existsSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../../nodes/kernel/index.ts';
import { freePorts } from '../../test/support/free-port.ts';
import { type BenchContext, wait } from './benchmark.ts';
import { type Program, type ProgramOptions, startProgram } from './program.ts';

/** A whole gateway as `npm start` runs it, in production mode. */
export interface BenchGateway {
  readonly url: string;
  readonly port: number;
  readonly program: Program;
  /** From the start of the process to the first answer of /health, milliseconds. */
  readonly firstAnswerMs: number;
  /** Resolves when every device that it controls is connected and fresh. */
  readonly untilHealthy: () => Promise<unknown>;
  /** Resolves when the simulated past that was asked for is in the history. */
  readonly untilPastIsFilled: () => Promise<void>;
  /** Headers that carry a key with all scopes. */
  readonly keyHeaders: Readonly<Record<string, string>>;
}

/** Rate limits are on and never reached. */
export const raisedRateLimit = '900000000/900000000';

const aliveStatuses = [200, 503];

/** Starts a gateway with its demo plant, unless the environment names another site, in a data folder of its own. */
export async function startGateway(
  context: BenchContext,
  env: Readonly<Record<string, string>> = {},
): Promise<BenchGateway> {
  const [port, plantPort, northboundPort, exporterPort] = (await freePorts(4)) as [number, number, number, number];
  const dataFolder = env['BUSBAR_DATA'] ?? (await mkdtemp(path.join(context.folder, 'data-')));
  const url = `http://127.0.0.1:${port}`;
  const start = await commandOfStart();
  const program = startProgram(context, import.meta.resolve('../../scripts/start.js'), [], {
    nodeOptions: start.nodeOptions,
    env: {
      ...start.env,
      BUSBAR_MODE: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      EXTRA_PORTS: '',
      SIMULATED_HISTORY_DAYS: '0',
      PLANT_PORT: String(plantPort),
      NORTHBOUND_PORT: String(northboundPort),
      EXPORTER_PORT: String(exporterPort),
      RATE_LIMIT_SERVICE: raisedRateLimit,
      BUSBAR_DATA: dataFolder,
      ...env,
    },
  });
  const firstAnswerMs = await program.untilAnswer(`${url}/health`, aliveStatuses);
  return {
    url,
    port,
    program,
    firstAnswerMs,
    untilHealthy: () => program.untilAnswer(`${url}/health`, [200]),
    async untilPastIsFilled() {
      while (!existsSync(path.join(dataFolder, 'simulated-history'))) await wait(100);
    },
    keyHeaders: { 'X-API-Key': await serviceKey(dataFolder) },
  };
}

/** What `npm start` sets for the process and gives to Node. */
async function commandOfStart(): Promise<Required<ProgramOptions>> {
  const { scripts } = JSON.parse(await readFile(path.join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const words = scripts.start.split(' ');
  const assignments = words.flatMap((word) => (/^[A-Z_]+=/.test(word) ? [word.split('=')] : []));
  return {
    env: Object.fromEntries(assignments) as Record<string, string>,
    nodeOptions: words.filter((word) => word.startsWith('--')),
  };
}

async function serviceKey(dataFolder: string): Promise<string> {
  const keys = await readFile(path.join(dataFolder, 'first-keys.txt'), 'utf8');
  const [, key] = /^service (\S+)$/m.exec(keys) ?? [];
  if (key === undefined) throw new Error('the first start made no service key');
  return key;
}
