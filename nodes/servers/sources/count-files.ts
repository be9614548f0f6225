import { opendir, lstat } from 'node:fs/promises';
import path from 'node:path';
import type { FileStatistics } from '../reading.ts';

export interface CountBounds {
  readonly maxEntries: number;
  readonly maxMs: number;
}

/** Deeper trees are not somebody's data but a mistake, or a circle of mounts. */
const maxDepth = 64;

/**
 * Counts the regular files under a directory, on its own file system and without following links, until a bound. What
 * cannot be read is left out. Rejects when the directory itself cannot be read.
 */
export async function countFiles(directory: string, bounds: CountBounds): Promise<FileStatistics> {
  const { dev: fileSystem } = await lstat(directory);
  const endAt = performance.now() + bounds.maxMs;
  const waiting = [{ folder: directory, depth: 0 }];
  let [entries, count, totalBytes, largestBytes] = [0, 0, 0, 0];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for await (const entry of entriesOf(next.folder)) {
      entries += 1;
      if (entries > bounds.maxEntries || performance.now() > endAt) {
        return { directory, count, totalBytes, largestBytes, complete: false };
      }
      const found = path.join(next.folder, entry.name);
      const facts = await lstat(found).catch(() => undefined);
      if (facts?.dev !== fileSystem) continue;
      if (facts.isDirectory() && next.depth < maxDepth) waiting.push({ folder: found, depth: next.depth + 1 });
      if (!facts.isFile()) continue;
      count += 1;
      totalBytes += facts.size;
      largestBytes = Math.max(largestBytes, facts.size);
    }
  }
  return { directory, count, totalBytes, largestBytes, complete: true };
}

async function* entriesOf(folder: string): AsyncGenerator<{ readonly name: string }> {
  try {
    yield* await opendir(folder);
  } catch {
    // Removed meanwhile, or not for this user.
  }
}
