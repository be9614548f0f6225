import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { declaredNodes } from '../scripts/declared-nodes.ts';

const root = path.resolve(import.meta.dirname, '..');

/** Rooms of the foundation with those they may import; every other room may import all of these and other rooms. */
const foundation: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  site: ['kernel'],
  safety: ['kernel', 'site'],
  devices: ['kernel', 'site', 'safety'],
  history: ['kernel', 'site'],
  events: ['kernel', 'site', 'history'],
};
/** Imported by nobody: the outermost room, and the demo plant that only its flow knows. */
const importedByNobody = ['api', 'plant'];

/** Types of the runtime that belong in a shell. Messages and HTTP exchanges are plain data and may go anywhere. */
const shellTypes = new Set(['NodeApi', 'NodeContext', 'RuntimeNode', 'Send']);

interface Import {
  /** Path of the importing file, relative to the root. */
  readonly file: string;
  /** Relative path of what it imports, or the name of a package. */
  readonly target: string;
  readonly names: readonly string[];
}

const statement =
  /(?:import|export)\s+(?:type\s+)?(?:\{([^}]*)\}|\*(?:\s+as\s+\w+)?|\w+(?:,\s*\{([^}]*)\})?)\s+from\s+'([^']+)'/g;
const sideEffectOrDynamic = /import\s*\(?\s*'([^']+)'/g;

function importsOf(file: string, source: string): Import[] {
  const resolve = (target: string) =>
    target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target;
  const named = [...source.matchAll(statement)].map(([, names = '', more = '', target = '']) => ({
    file,
    target: resolve(target),
    names: `${names},${more}`.split(',').map(
      (name) =>
        name
          .trim()
          .replace(/^type /, '')
          .split(' ')[0] ?? '',
    ),
  }));
  const bare = [...source.matchAll(sideEffectOrDynamic)].map(([, target = '']) => ({
    file,
    target: resolve(target),
    names: [],
  }));
  return [...named, ...bare];
}

const roomOf = (file: string): string | undefined => /^nodes\/([^/]+)\//.exec(file)?.[1];

const sources = [...globSync('nodes/**/*.ts', { cwd: root }), ...globSync('{*,boot/**/*}.ts', { cwd: root })];
const imports = sources.flatMap((file) => importsOf(file, readFileSync(path.join(root, file), 'utf8')));
const between = imports.flatMap(({ file, target }) => {
  const [from, to] = [roomOf(file), roomOf(target)];
  return to !== undefined && from !== to ? [{ file, target, from, to }] : [];
});
const shells = new Set(declaredNodes().map(({ source }) => `${source}.ts`));
const isShell = (file: string) => shells.has(file) || /(^|\/)index\.ts$|\.worker\.ts$/.test(file);

function assertNone(problems: readonly string[]): void {
  assert.deepEqual([...new Set(problems)], []);
}

describe('layers', () => {
  it('reads every form of import', () => {
    const source = `import a from './a.ts';
      import { b, type C } from '../site/index.ts';
      import type { D } from '../site/d.ts';
      import {
        e as f,
      } from 'pkg';
      import * as g from '../g/g.ts';
      import './h.ts';
      export { i } from './i.ts';
      const j = await import('./j.ts');`;
    assert.deepEqual(
      importsOf('nodes/room/file.ts', source).map(({ target, names }) => [target, ...names.filter(Boolean)].join(' ')),
      [
        'nodes/room/a.ts',
        'nodes/site/index.ts b C',
        'nodes/site/d.ts D',
        'pkg e',
        'nodes/g/g.ts',
        'nodes/room/i.ts i',
        'nodes/room/h.ts',
        'nodes/room/j.ts',
      ],
    );
  });

  it('a room imports only rooms below it', () => {
    const upward = between.filter(({ from, to }) => {
      if (from === undefined) return false;
      if (importedByNobody.includes(to)) return true;
      const allowed = foundation[from];
      return allowed !== undefined && !allowed.includes(to);
    });
    assertNone(upward.map(({ file, to }) => `${file} imports ${to}`));
  });

  it('rooms do not import each other in a circle', () => {
    const edges = Map.groupBy(
      between.filter(({ from }) => from !== undefined),
      ({ from }) => from ?? '',
    );
    const circles: string[] = [];
    const walk = (room: string, trail: readonly string[]): void => {
      if (trail.includes(room)) {
        circles.push([...trail.slice(trail.indexOf(room)), room].join(' -> '));
        return;
      }
      for (const to of new Set(edges.get(room)?.map((edge) => edge.to))) walk(to, [...trail, room]);
    };
    for (const room of edges.keys()) walk(room, []);
    assertNone(circles);
  });

  it('a room is entered through its index.ts only', () => {
    const inside = between.filter(({ target, to }) => target !== `nodes/${to}/index.ts`);
    assertNone(inside.map(({ file, target }) => `${file} imports ${target}`));
  });

  it('pure files import neither a shell nor what belongs to the runtime', () => {
    const pure = imports.filter(
      ({ file }) => roomOf(file) !== undefined && roomOf(file) !== 'kernel' && !isShell(file),
    );
    const wrong = pure.filter(
      ({ target, names }) =>
        shells.has(target) || /^(@node-red\/|node-red$)/.test(target) || names.some((name) => shellTypes.has(name)),
    );
    assertNone(
      wrong.map(({ file, target, names }) => `${file} imports ${names.filter(Boolean).join(', ')} from ${target}`),
    );
  });

  it('the settings import nothing of the project but the built boot file', () => {
    const own = imports.filter(({ file, target }) => file === 'settings.ts' && !/^(node:|[a-z@])/.test(target));
    assertNone(own.filter(({ target }) => target !== 'dist/boot.js').map(({ target }) => target));
  });
});
