import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root, runNode, tool } from './run.ts';

const dist = path.join(root, 'dist');
const stamp = path.join(dist, '.stamp');
const sourceFolders = ['boot', 'nodes', 'api'];
/** Files beside the code that Node-RED looks for beside the built code. */
const companions = ['nodes/**/*.html', 'nodes/**/locales/**/*.json', 'nodes/**/icons/*'];

/** Builds `dist/` incrementally. Types are not checked here: `npm run check` does that. */
export async function build(): Promise<void> {
  const started = new Date();
  const compiled = await runNode([tool('typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--noCheck']);
  if (compiled.code !== 0) throw new Error(`the build failed\n${compiled.output}`);
  copyCompanions();
  removeStale();
  writeContracts();
  writeFileSync(stamp, '');
  utimesSync(stamp, started, started);
}

/** True when `dist/` is missing or older than a source. */
export function buildIsDue(): boolean {
  if (!existsSync(stamp)) return true;
  const builtAt = statSync(stamp).mtimeMs;
  // Folders count too: their time moves when a file is added, renamed or removed.
  const sources = sourceFolders.flatMap((folder) => [folder, ...globSync(`${folder}/**`, { cwd: root })]);
  return [...sources, 'settings.ts', 'boot.ts', 'tsconfig.json', 'tsconfig.build.json'].some(
    (file) => (statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0) > builtAt,
  );
}

function copyCompanions(): void {
  for (const file of globSync(companions, { cwd: root })) {
    const from = path.join(root, file);
    const to = path.join(dist, file);
    if (isMadeFrom(from, to)) continue;
    mkdirSync(path.dirname(to), { recursive: true });
    copyFileSync(from, to);
  }
}

/** True when an output stands that is not older than its source. */
function isMadeFrom(source: string, output: string): boolean {
  const made = statSync(output, { throwIfNoEntry: false });
  return made !== undefined && made.mtimeMs >= statSync(source).mtimeMs;
}

/** The contracts as JSON: YAML of their size would take a third of the start. */
function writeContracts(): void {
  mkdirSync(path.join(dist, 'api'), { recursive: true });
  for (const file of globSync('api/*.yaml', { cwd: root })) {
    const from = path.join(root, file);
    const to = path.join(dist, file.replace(/yaml$/, 'json'));
    if (!isMadeFrom(from, to)) writeFileSync(to, JSON.stringify(parse(readFileSync(from, 'utf8'))));
  }
}

/** An output whose source is gone would still be loaded by whoever names it. */
function removeStale(): void {
  for (const file of globSync('{settings,boot,boot/**/*,nodes/**/*,api/**/*}.{js,js.map,html,json,svg,png}', {
    cwd: dist,
  })) {
    const source = file.replace(/\.js(\.map)?$/, '.ts').replace(/^(api\/[^/]+)\.json$/, '$1.yaml');
    if (!existsSync(path.join(root, source))) rmSync(path.join(dist, file));
  }
}

if (import.meta.main && (buildIsDue() || !process.argv.includes('--if-due'))) {
  await build().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
