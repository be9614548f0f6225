import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';

const reserveBytes = 8 * 1024 * 1024;

/**
 * Disk room kept back for the hour when the disk is full: on a full disk SQLite can neither insert nor delete, so the
 * outcome of the very last command could not be recorded.
 */
export class ReserveFile {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  get held(): boolean {
    return statSync(this.#file, { throwIfNoEntry: false })?.size === reserveBytes;
  }

  /** Sets the room aside while the disk has plenty. Real zeros, because a sparse file reserves nothing. */
  hold(): void {
    if (this.held || this.#freeBytes() < 4 * reserveBytes) return;
    try {
      writeDurably(this.#file, Buffer.alloc(reserveBytes));
    } catch {
      // Somebody else took the room meanwhile; the next attempt may succeed, and the store works without.
      rmSync(this.#file, { force: true });
    }
  }

  /** Gives the room back to a full disk. False when there is nothing to give or the disk is not what is full. */
  release(): boolean {
    if (!this.held || this.#freeBytes() > reserveBytes) return false;
    rmSync(this.#file);
    return true;
  }

  #freeBytes(): number {
    const { bavail, bsize } = statfsSync(path.dirname(this.#file));
    return bavail * bsize;
  }
}

function writeDurably(file: string, content: Buffer): void {
  const descriptor = openSync(file, 'w');
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
