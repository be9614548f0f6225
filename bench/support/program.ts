import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../nodes/kernel/index.ts';
import { type BenchContext, wait } from './benchmark.ts';
import { measuredNode } from './pinning.ts';

/** A Node process on the core of what is measured. */
export interface Program {
  /** Time from its start to its first answer with one of the statuses, milliseconds. */
  readonly untilAnswer: (url: string, statuses: readonly number[]) => Promise<number>;
  /** Resident set, megabytes of 2^20 bytes; read from `/proc`, so on Linux only. */
  readonly residentMb: () => number;
  /** Processor time of all its threads since its start, seconds; read from `/proc`. */
  readonly processorSeconds: () => number;
  /** What it printed on its standard output until it ended by itself. */
  readonly result: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Of the command line; not every option may stand in NODE_OPTIONS. */
  readonly nodeOptions?: readonly string[];
}

/** Linux counts processor time in ticks of 10 ms. */
const ticksPerSecond = 100;
const answerLimitMs = 60_000;
const retryMs = 10;

/** Starts a script, given as a URL, with its arguments; the end of the benchmark stops it. */
export function startProgram(
  { onEnd }: BenchContext,
  script: string,
  scriptArgs: readonly (string | number)[],
  { env = {}, nodeOptions = [] }: ProgramOptions = {},
): Program {
  const args = [...nodeOptions, fileURLToPath(script), ...scriptArgs.map(String)];
  const [command, commandArgs] = measuredNode(args);
  const startedAt = performance.now();
  const child = spawn(command, commandArgs, {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killAtExit = (): unknown => child.kill('SIGKILL');
  process.on('exit', killAtExit);
  const closed = once(child, 'close').then(() => process.off('exit', killAtExit));
  let printed = '';
  let complaints = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const failure = (what: string): Error => new Error(`${args.join(' ')} ${what}:\n${printed}${complaints}`);

  const kernelFile = (name: string): string => readFileSync(`/proc/${child.pid ?? 0}/${name}`, 'utf8');

  const stop = async (): Promise<void> => {
    if (!hasEnded()) child.kill('SIGTERM');
    await closed;
  };
  onEnd(stop);
  return {
    async untilAnswer(url, statuses) {
      while (performance.now() - startedAt < answerLimitMs) {
        if (hasEnded()) throw failure('ended early');
        const status = await statusOf(url);
        if (status !== undefined && statuses.includes(status)) return performance.now() - startedAt;
        await wait(retryMs);
      }
      throw failure(`did not answer ${url} in time`);
    },
    residentMb() {
      const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(kernelFile('status')) ?? [];
      return Number(kib) / 1024;
    },
    processorSeconds() {
      // After the name in parentheses, fields 12 and 13 are the ticks in user and in kernel mode.
      const fields = kernelFile('stat')
        .replace(/^.*\) /, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    async result() {
      await closed;
      if (child.exitCode !== 0) throw failure('failed');
      return printed;
    },
    stop,
  };
}

async function statusOf(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}
