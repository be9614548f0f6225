import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';

/** Gives a file its final name when its content is on the disk: a power cut leaves the whole file or none. */
export function publishFile(partial: string, file: string): void {
  sync(partial);
  renameSync(partial, file);
  sync(path.dirname(file));
}

function sync(fileOrFolder: string): void {
  const descriptor = openSync(fileOrFolder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
