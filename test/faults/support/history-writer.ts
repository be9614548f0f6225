import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable } from 'node:stream';

const child = path.join(import.meta.dirname, '..', 'history-writer.child.ts');

/** A process that records frames without end and says which of them are on the disk. */
export class HistoryWriter {
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;
  readonly #closed: Promise<unknown>;
  #said = '';
  #errors = '';

  /** Resolves when the first frame is on the disk. `preloaded` modules run first in the process and in each of its threads. */
  static async start(folder: string, firstCycle: number, preloaded: readonly string[] = []): Promise<HistoryWriter> {
    const imports = preloaded.flatMap((file) => ['--import', file]);
    const writer = new HistoryWriter([...imports, child, folder, String(firstCycle)]);
    await Promise.race([once(writer.#process.stdout, 'data'), writer.#closed]);
    assert.notEqual(writer.#said, '', `the writer ended before its first frame: ${writer.#errors}`);
    return writer;
  }

  private constructor(args: readonly string[]) {
    this.#process = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#closed = once(this.#process, 'close');
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => (this.#said += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
  }

  /** The cycles that it has acknowledged so far. */
  get acknowledged(): number[] {
    // What follows the last line end is still on its way, or was cut off by a kill.
    return this.#said.split('\n').slice(0, -1).map(Number);
  }

  /** Ends it at once, unless it has ended by itself. Returns the cycles that it acknowledged. */
  async kill(): Promise<number[]> {
    this.#process.kill('SIGKILL');
    await this.#closed;
    return this.acknowledged;
  }
}
