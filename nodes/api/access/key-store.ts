import { statSync } from 'node:fs';
import type { Clock, Timer } from '../../kernel/index.ts';
import { textOf } from '../../kernel/index.ts';
import type { Access } from './access.ts';
import type { StoredKey } from './key.ts';
import { keyFilePath, lastUsedPath, readKeyFile, readLastUsed, writePrivately } from './key-file.ts';

const reloadPeriodMs = 2000;
const lastUsedPeriodMs = 60_000;

/** A key ready for checking: digest as bytes, access made once. */
interface LoadedKey {
  readonly stored: StoredKey;
  readonly digest: Buffer;
  readonly expiresMs: number;
  readonly access: Access;
}

interface KeyStoreOptions {
  readonly clock: Clock;
  readonly dataDir: string;
  readonly warn: (text: string) => void;
}

/** The keys of `keys.json`, taken over again within 2 s of a change. A file that got broken leaves the old keys valid. */
export class KeyStore {
  readonly #options: KeyStoreOptions;
  readonly #file: string;
  readonly #timers: readonly Timer[];
  readonly #usedSince = new Map<string, number>();
  #keys: ReadonlyMap<string, LoadedKey>;
  #fingerprint: string;

  constructor(options: KeyStoreOptions) {
    this.#options = options;
    this.#file = keyFilePath(options.dataDir);
    this.#fingerprint = fingerprintOf(this.#file);
    this.#keys = loadKeys(this.#file);
    this.#timers = [
      options.clock.every(reloadPeriodMs, () => this.#reload()),
      options.clock.every(lastUsedPeriodMs, () => this.#saveLastUsed()),
    ];
  }

  get(prefix: string): LoadedKey | undefined {
    return this.#keys.get(prefix);
  }

  used(prefix: string): void {
    this.#usedSince.set(prefix, this.#options.clock.now());
  }

  close(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#saveLastUsed();
  }

  #reload(): void {
    try {
      const fingerprint = fingerprintOf(this.#file);
      if (fingerprint === this.#fingerprint) return;
      this.#fingerprint = fingerprint;
      this.#keys = loadKeys(this.#file);
    } catch (thrown) {
      this.#options.warn(`keys stay as they were: ${textOf(thrown)}`);
    }
  }

  #saveLastUsed(): void {
    if (this.#usedSince.size === 0) return;
    const used = [...this.#usedSince].map(([prefix, ms]) => [prefix, new Date(ms).toISOString()]);
    this.#usedSince.clear();
    try {
      const all = { ...readLastUsed(this.#options.dataDir), ...(Object.fromEntries(used) as Record<string, string>) };
      writePrivately(lastUsedPath(this.#options.dataDir), JSON.stringify(all, null, 2) + '\n');
    } catch (thrown) {
      this.#options.warn(`the keys' last use is not saved: ${textOf(thrown)}`);
    }
  }
}

function fingerprintOf(file: string): string {
  const { mtimeMs, size, ino } = statSync(file);
  return `${mtimeMs} ${size} ${ino}`;
}

function loadKeys(file: string): ReadonlyMap<string, LoadedKey> {
  return new Map(readKeyFile(file).map((stored) => [stored.prefix, loadKey(stored)]));
}

function loadKey(stored: StoredKey): LoadedKey {
  return {
    stored,
    digest: Buffer.from(stored.digest, 'hex'),
    expiresMs: stored.expires === null ? Infinity : Date.parse(stored.expires),
    access: {
      keyId: stored.prefix,
      role: stored.role,
      scopes: new Set(stored.scopes),
      ...(stored.sites && { sites: new Set(stored.sites) }),
      ...(stored.limit && { limit: stored.limit }),
    },
  };
}
