import { spawn } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** A tool's script inside `node_modules`, so that it runs on the Node that runs this. */
export function tool(script: string): string {
  return path.join(root, 'node_modules', script);
}

export interface Ran {
  readonly code: number;
  readonly output: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Shows the output as it comes, besides returning it. */
  readonly show?: boolean;
}

/** Runs a Node script to its end, in the project's root, and returns its exit code and all that it printed. */
export function runNode(args: readonly string[], { env, show }: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (show === true) process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    // A run that a signal ended has no exit code and has not passed.
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
