import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { textOf } from '../kernel/index.ts';
import type { LearnedTraffic } from './baseline.ts';
import { errors } from './errors.ts';

interface Stored {
  readonly version: 1;
  readonly contexts: Readonly<Record<string, LearnedTraffic>>;
}

/** What was learned, by context, so that a restart does not learn an attack as normal. Removing the file starts afresh. */
export class BaselineFile {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Nothing when there is no file yet. @throws bad_baseline_file */
  read(): Map<string, LearnedTraffic> {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
      throw this.#refused(textOf(thrown));
    }
    return new Map(Object.entries(this.#parsed(text).contexts));
  }

  write(contexts: ReadonlyMap<string, LearnedTraffic>): void {
    const stored: Stored = { version: 1, contexts: Object.fromEntries(contexts) };
    const fresh = `${this.#file}.new`;
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(fresh, `${JSON.stringify(stored, null, 1)}\n`);
    renameSync(fresh, this.#file);
  }

  #parsed(text: string): Stored {
    try {
      const { version, contexts } = JSON.parse(text) as Partial<Stored>;
      if (version === 1 && contexts && Object.values(contexts).every(isLearnedTraffic)) return { version, contexts };
    } catch (thrown) {
      throw this.#refused(textOf(thrown));
    }
    throw this.#refused('they are not of version 1');
  }

  #refused(limit: string): Error {
    return errors.bad_baseline_file({ field: this.#file, limit });
  }
}

function isLearnedTraffic(value: unknown): value is LearnedTraffic {
  const { requests, timing, largest } = (value ?? {}) as Partial<LearnedTraffic>;
  const scales = [timing?.answer, timing?.fastest].flatMap((scale) => [scale?.median, scale?.spread]);
  const counts = [largest?.writes, largest?.addresses, largest?.requests];
  const rates = (requests ?? []).map(({ perHour }) => perHour);
  return Array.isArray(requests) && [...scales, ...counts, ...rates].every(Number.isFinite);
}
