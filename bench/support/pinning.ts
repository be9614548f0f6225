import { spawnSync } from 'node:child_process';

/** What is measured has one core to itself; what loads it has the other. */
const measuredCore = '0';
const loadCore = '1';

/** False where `taskset` or a second core is missing: then the system decides, and figures scatter more. */
export const isPinning = [measuredCore, loadCore].every(
  (core) => spawnSync('taskset', ['-c', core, 'true'], { stdio: 'ignore' }).status === 0,
);

/** Moves this process, which loads what it measures, to the core for that. Its children inherit the core. */
export function pinLoad(): void {
  if (isPinning) spawnSync('taskset', ['-a', '-c', '-p', loadCore, String(process.pid)], { stdio: 'ignore' });
}

/** The command that runs a Node script on the core of what is measured. */
export function measuredNode(args: readonly string[]): readonly [command: string, args: readonly string[]] {
  if (!isPinning) return [process.execPath, args];
  return ['taskset', ['-c', measuredCore, process.execPath, ...args]];
}
