import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run.ts';

/** A node that `package.json` names, with the places that its files have by convention. */
export interface DeclaredNode {
  readonly type: string;
  /** Type without the prefix; also the name of its files. */
  readonly name: string;
  readonly room: string;
  /** Path of its source, relative to the root, without the extension. */
  readonly source: string;
}

interface PackageFile {
  readonly 'node-red': {
    readonly nodes?: Readonly<Record<string, string>>;
    readonly plugins?: Readonly<Record<string, string>>;
  };
}

export function declaredNodes(): DeclaredNode[] {
  return Object.entries(readPackageFile()['node-red'].nodes ?? {}).map(([type, built]) => {
    const source = sourceOf(built);
    return { type, name: path.basename(source), room: path.dirname(source), source };
  });
}

/** Sources of the plugins that `package.json` names, without the extension. */
export function declaredPlugins(): string[] {
  return Object.values(readPackageFile()['node-red'].plugins ?? {}).map(sourceOf);
}

function readPackageFile(): PackageFile {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as PackageFile;
}

function sourceOf(built: string): string {
  return built.replace(/^dist\//, '').replace(/\.js$/, '');
}
