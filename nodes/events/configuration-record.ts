import { createHash } from 'node:crypto';
import { auditEntry } from '../site/index.ts';
import type { AuditLog } from './audit-log.ts';

const configurationParts = ['site', 'profiles', 'flows'] as const;
export type ConfigurationPart = (typeof configurationParts)[number];

/** SHA-256 of each part, in hex. */
export type ConfigurationHashes = Readonly<Partial<Record<ConfigurationPart, string>>>;

/** SHA-256 over files by name: the same for the same names and contents, in whatever order they come. */
export function hashOfFiles(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const entry of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(JSON.stringify(entry));
  return hash.digest('hex');
}

/** The parts of `now` that differ from `before`. */
export function changedParts(before: ConfigurationHashes, now: ConfigurationHashes): readonly ConfigurationPart[] {
  return configurationParts.filter((part) => now[part] !== undefined && now[part] !== before[part]);
}

/**
 * Enters `configuration_changed` when a part of the configuration is not as it last stood in the log. The entry carries the
 * hashes of all parts, so the newest one says what was in force.
 */
export class ConfigurationRecord {
  readonly #log: AuditLog;
  readonly #siteId: string;
  #known: ConfigurationHashes;
  #pending: Promise<unknown> = Promise.resolve();

  static async open(log: AuditLog, siteId: string): Promise<ConfigurationRecord> {
    const [newest] = await log.query({ kind: 'configuration_changed', limit: 1 });
    return new ConfigurationRecord(log, siteId, newest?.details['hashes'] ?? {});
  }

  private constructor(log: AuditLog, siteId: string, known: ConfigurationHashes) {
    this.#log = log;
    this.#siteId = siteId;
    this.#known = known;
  }

  /** Enters what changed, named by who changed it, and resolves with the changed parts. Calls take their turn. */
  record(now: ConfigurationHashes, source: string): Promise<readonly ConfigurationPart[]> {
    const entered = this.#pending.then(() => this.#enter(now, source));
    this.#pending = entered.catch(() => undefined);
    return entered;
  }

  async #enter(now: ConfigurationHashes, source: string): Promise<readonly ConfigurationPart[]> {
    const changed = changedParts(this.#known, now);
    if (changed.length === 0) return changed;
    const hashes = { ...this.#known, ...now };
    await this.#log.append(
      auditEntry({
        kind: 'configuration_changed',
        siteId: this.#siteId,
        requester: { keyId: null, source, via: 'gateway' },
        details: { changed, hashes },
      }),
    );
    this.#known = hashes;
    return changed;
  }
}
