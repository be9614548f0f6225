import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { textOf } from '../kernel/index.ts';
import type { FlowNode } from './flow-node.ts';
import { splitUnits } from './flow-unit.ts';
import type { OverlayEntry } from './merge.ts';
import { compareText, formatNodes, sortNodes } from './stable-form.ts';

const journalFile = 'save.journal';

interface ReadResult {
  readonly entries: OverlayEntry[];
  /** Files that could not be read, with the reason. They are set aside as `<name>.unreadable`, never overwritten. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
}

/** The site's own flow files. A save that spans several files is applied as a whole, also when the power fails in it. */
export class OverlayFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(): Promise<ReadResult> {
    await mkdir(this.#folder, { recursive: true });
    await this.#finishSave();
    const entries: OverlayEntry[] = [];
    const unreadable: { file: string; reason: string }[] = [];
    for (const file of await this.#files()) {
      try {
        entries.push(...parseOverlay(file, await readFile(this.#path(file), 'utf8')));
      } catch (thrown) {
        unreadable.push({ file, reason: textOf(thrown) });
        await rename(this.#path(file), this.#path(`${file}.unreadable`));
      }
    }
    return { entries, unreadable };
  }

  /** Makes the folder hold exactly these entries; files that would not change are not touched. */
  async write(entries: readonly OverlayEntry[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const wanted = Map.groupBy(entries, ({ file }) => file);
    const changes = new Map<string, string | null>();
    for (const file of await this.#files()) {
      if (!wanted.has(file)) changes.set(file, null);
    }
    for (const [file, entriesOfFile] of wanted) {
      const text = formatOverlay(entriesOfFile);
      if (text !== (await this.#textOf(file))) changes.set(file, text);
    }
    if (changes.size > 1) await this.#replace(journalFile, JSON.stringify([...changes]));
    await this.#apply(changes);
  }

  /** A journal that is still there belongs to a save that was cut short: all of it is known, so do it again. */
  async #finishSave(): Promise<void> {
    const journal = await this.#textOf(journalFile);
    if (journal !== null) await this.#apply(parseJournal(journal));
  }

  async #apply(changes: ReadonlyMap<string, string | null>): Promise<void> {
    for (const [file, text] of changes) {
      if (text === null) await rm(this.#path(file), { force: true });
      else await this.#replace(file, text);
    }
    await rm(this.#path(journalFile), { force: true });
    await this.#syncFolder();
  }

  async #replace(file: string, text: string): Promise<void> {
    const temporary = this.#path(`${file}.tmp`);
    const handle = await open(temporary, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, this.#path(file));
    await this.#syncFolder();
  }

  async #syncFolder(): Promise<void> {
    const handle = await open(this.#folder);
    await handle.sync().finally(() => handle.close());
  }

  async #files(): Promise<string[]> {
    const files = await readdir(this.#folder);
    return files.filter((file) => file.endsWith('.json')).sort(compareText);
  }

  async #textOf(file: string): Promise<string | null> {
    return readFile(this.#path(file), 'utf8').catch(() => null);
  }

  #path(file: string): string {
    return path.join(this.#folder, file);
  }
}

/** The journal is renamed into place complete; one that does not parse was damaged later and says nothing. */
function parseJournal(text: string): Map<string, string | null> {
  try {
    return new Map(JSON.parse(text) as [string, string | null][]);
  } catch {
    return new Map();
  }
}

function formatOverlay(entries: readonly OverlayEntry[]): string {
  const texts = entries
    .toSorted((a, b) => compareText(a.unit, b.unit))
    .map(({ unit, label, basedOn, nodes }) => {
      const head = JSON.stringify({ unit, label, basedOn }).slice(0, -1);
      return `${head},"nodes":${nodes === null ? 'null' : formatNodes(nodes).trimEnd()}}`;
    });
  return `[\n${texts.join(',\n')}\n]\n`;
}

function parseOverlay(file: string, text: string): OverlayEntry[] {
  const entries = JSON.parse(text) as Partial<OverlayEntry>[];
  return entries.map(({ unit, label, basedOn, nodes }) => {
    const complete =
      typeof unit === 'string' &&
      (typeof basedOn === 'string' || basedOn === null) &&
      (nodes === null || (Array.isArray(nodes) && isUnit(nodes, unit)));
    if (!complete) throw new Error('it is not a list of site copies');
    return { file, unit, label: label ?? unit, basedOn, nodes: nodes && sortNodes(nodes) };
  });
}

function isUnit(nodes: readonly FlowNode[], id: string): boolean {
  const units = splitUnits(nodes);
  return units.length === 1 && units[0]?.id === id;
}
