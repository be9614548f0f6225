import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runNode } from './run.ts';

export interface Totals {
  readonly passed: number;
  readonly failed: number;
  /** Full titles of the tests that did not run. */
  readonly skipped: readonly string[];
}

/** Files that share a process, under the name that is printed for them. */
export interface TestGroup {
  readonly name: string;
  readonly files: readonly string[];
  /** True where nothing depends on how fast the machine is: two such groups run at a time. */
  readonly sharesMachine?: boolean;
}

/**
 * Runs groups of test files, each group in a process of its own, so that what one leaves behind cannot help or harm
 * another; those that do not share the machine one after the other, because tests of timing need both cores. Prints the
 * totals as the last line and returns the exit code.
 */
export async function runTests(groups: readonly TestGroup[], env: Readonly<Record<string, string>>): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'busbar-tests-'));
  const all: Totals[] = [];
  const runAll = async (queue: TestGroup[], show: boolean): Promise<void> => {
    for (let group = queue.shift(); group; group = queue.shift()) {
      all.push(
        await runGroup(group, { totals: path.join(folder, `${group.name.replaceAll('/', '-')}.json`), env, show }),
      );
    }
  };
  const shared = groups.filter(({ sharesMachine }) => sharesMachine === true);
  await Promise.all([runAll(shared, false), runAll(shared, false)]);
  const alone = groups.filter(({ sharesMachine }) => sharesMachine !== true);
  await runAll(alone, true);
  rmSync(folder, { recursive: true });
  return report(all);
}

async function runGroup(
  { name, files }: TestGroup,
  { totals, env, show }: { totals: string; env: Readonly<Record<string, string>>; show: boolean },
): Promise<Totals> {
  if (show) console.log(`\n${name}`);
  const { code, output } = await runNode(['scripts/mocha-child.ts', totals, ...files], { env, show });
  if (!show) console.log(`\n${name}\n${output}`);
  try {
    return JSON.parse(readFileSync(totals, 'utf8')) as Totals;
  } catch {
    console.error(`  the test process ended early, with exit code ${code}`);
    return { passed: 0, failed: 1, skipped: [] };
  }
}

function report(all: readonly Totals[]): number {
  const sum = (count: (totals: Totals) => number) => all.reduce((total, totals) => total + count(totals), 0);
  const [passed, failed] = [sum((totals) => totals.passed), sum((totals) => totals.failed)];
  const skipped = all.flatMap((totals) => totals.skipped);
  if (skipped.length > 0) {
    console.log(`\nNOT RUN, ${skipped.length} tests (scripts/install-test-peers.sh installs what they need):`);
    for (const title of skipped) console.log(`  ${title}`);
  }
  console.log(`\n${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
