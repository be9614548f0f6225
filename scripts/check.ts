import { staleFiles } from './generate.ts';
import { lintShippedFlows } from './flow-lint.ts';
import { lintNodes } from './node-lint.ts';
import { runNode, tool } from './run.ts';

interface Part {
  readonly name: string;
  /** Problems in words; none means the part passed. */
  readonly run: () => Promise<readonly string[]>;
}

const command =
  (...args: string[]) =>
  async (): Promise<string[]> => {
    const { code, output } = await runNode(args);
    return code === 0 ? [] : [output.trim() || `ended with exit code ${code}`];
  };

/** Two lanes for two cores: the linter, which takes longest, runs beside all the others. */
const lanes: readonly (readonly Part[])[] = [
  [
    {
      name: 'eslint',
      run: command(tool('eslint/bin/eslint.js'), '.', '--cache', '--cache-location', 'node_modules/.cache/eslint'),
    },
  ],
  [
    { name: 'types', run: command(tool('typescript/bin/tsc'), '-p', 'tsconfig.json') },
    {
      name: 'format',
      run: command(tool('prettier/bin/prettier.cjs'), '--check', '--cache', '--log-level', 'warn', '.'),
    },
    { name: 'layer rule', run: command(tool('mocha/bin/mocha.js'), '--reporter', 'dot', 'test/layers.test.ts') },
    { name: 'unused code', run: command(tool('knip/bin/knip.js'), '--no-progress') },
    { name: 'flow lint', run: () => Promise.resolve(lintShippedFlows()) },
    { name: 'node lint', run: lintNodes },
    { name: 'generated files', run: outdated },
  ],
];

async function outdated(): Promise<string[]> {
  const files = await staleFiles();
  return files.map((file) => `${file} is not up to date; run npm run generate`);
}

async function check(): Promise<number> {
  const failures: string[] = [];
  const runLane = async (parts: readonly Part[]): Promise<void> => {
    for (const { name, run } of parts) {
      const startedAt = performance.now();
      const problems = await run().catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'}  ${name}  ${seconds} s`);
      if (problems.length > 0) failures.push(`\n${name}\n${problems.join('\n')}`);
    }
  };
  await Promise.all(lanes.map(runLane));
  for (const failure of failures) console.error(failure);
  return failures.length === 0 ? 0 : 1;
}

process.exit(await check());
