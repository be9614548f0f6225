import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { skipUnless, type Test } from '../../support/skip.ts';

const canMount =
  process.getuid?.() === 0 && existsSync('/dev/loop-control') && spawnSync('mkfs.ext4', ['-V']).status === 0;

/** For tests that use a small disk. */
export const testOnDisk: Test = skipUnless(canMount, 'root, loop devices and mkfs.ext4, to mount a small disk');

/** Lazily: a process of a failed test may still be about to end. */
const cleanUp = 'read -r _; chattr -R -i "$1/mounted"; umount --lazy "$1/mounted"; rm -rf "$1"';

/** A disk of its own: an ext4 file system in a file, mounted through a loop device. */
export class SmallDisk {
  readonly folder: string;
  readonly #place: string;
  readonly #image: string;
  /** Cleans up when its input ends, which it also does when this process is killed. */
  readonly #cleaner;

  static async use(sizeMb: number, work: (disk: SmallDisk) => Promise<void>): Promise<void> {
    const disk = new SmallDisk(sizeMb);
    try {
      await work(disk);
    } finally {
      await disk.#remove();
    }
  }

  private constructor(sizeMb: number) {
    this.#place = mkdtempSync(path.join(tmpdir(), 'busbar-disk-'));
    this.#image = path.join(this.#place, 'image');
    this.folder = path.join(this.#place, 'mounted');
    mkdirSync(this.folder);
    this.#cleaner = spawn('sh', ['-c', cleanUp, 'sh', this.#place], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    run('truncate', '-s', `${sizeMb}M`, this.#image);
    run('mkfs.ext4', '-q', this.#image);
    this.#mount();
  }

  /** Brings to the disk what was written so far. */
  sync(): void {
    run('sync', '-f', this.folder);
  }

  /** From now on nothing reaches the disk any more, neither data nor journal; it reads, and refuses writes as read-only. */
  cutPower(): void {
    run('mount', '-o', 'remount,abort', this.folder);
  }

  /** What a machine does that starts after a power cut: the file system replays its journal. No process may use the disk. */
  startAgain(): void {
    run('umount', this.folder);
    this.#mount();
  }

  /** Takes what is left of the disk, to the last block. */
  fill(): void {
    for (const [file, size] of [
      [this.#filler('large'), 64 * 1024],
      [this.#filler('small'), 4096],
    ] as const) {
      try {
        for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
      } catch {
        // Full.
      }
    }
  }

  /** Gives back what `fill` took. */
  empty(): void {
    for (const size of ['large', 'small'] as const) rmSync(this.#filler(size), { force: true });
  }

  /** Refuses every write, also to files that are open, or takes them again. */
  setReadOnly(readOnly: boolean): void {
    run('chattr', '-R', readOnly ? '+i' : '-i', this.folder);
  }

  #filler(size: 'large' | 'small'): string {
    return path.join(this.folder, `filler-${size}`);
  }

  #mount(): void {
    run('mount', '-o', 'loop', this.#image, this.folder);
  }

  async #remove(): Promise<void> {
    const cleaned = once(this.#cleaner, 'close');
    this.#cleaner.stdin.end();
    await cleaned;
  }
}

function run(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  assert.equal(status, 0, `${program} ${args.join(' ')}: ${stderr}`);
}
