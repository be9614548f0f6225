import { statSync } from 'node:fs';

/** Bytes of a store file and of its write-ahead log; 0 for one that is not there. */
export function fileSizes(file: string): { bytes: number; walBytes: number } {
  return { bytes: sizeOf(file), walBytes: sizeOf(`${file}-wal`) };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
