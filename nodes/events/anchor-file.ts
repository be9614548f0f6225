import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defineErrors } from '../kernel/index.ts';
import type { AuditReceipt } from '../site/index.ts';

const errors = defineErrors({
  bad_anchor: {
    status: 400,
    message: ({ field, limit, value }) => `${String(field)} must be ${String(limit)}, found ${JSON.stringify(value)}.`,
  },
});

/** An anchor as people pass it on: `seq:hash`. */
export function anchorText({ seq, hash }: AuditReceipt): string {
  return `${seq}:${hash}`;
}

/** Throws `bad_anchor`, naming where the text stands. */
export function parseAnchor(text: string, field: string): AuditReceipt {
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (seq === undefined || hash === undefined) throw errors.bad_anchor({ field, limit: 'seq:hash', value: text });
  return { seq: Number(seq), hash };
}

/** The newest anchor, kept beside the store: with it a cut tail shows even where no anchor was passed on. */
export class AnchorFile {
  readonly #file: string;

  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, 'events-anchor');
  }

  /** Null when there is none yet. Throws `bad_anchor`. */
  async read(): Promise<AuditReceipt | null> {
    if (!existsSync(this.#file)) return null;
    return parseAnchor(await readFile(this.#file, 'utf8'), this.#file);
  }

  async keep(anchor: AuditReceipt): Promise<void> {
    await writeFile(`${this.#file}.new`, `${anchorText(anchor)}\n`, { mode: 0o600, flush: true });
    await rename(`${this.#file}.new`, this.#file);
  }
}
