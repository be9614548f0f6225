import type { ServerSource } from '../../site/index.ts';
import type { Clock } from '../../kernel/index.ts';
import type { FetchOptions } from '../fetch-text.ts';
import type { Reading } from '../reading.ts';

/** Something that can be asked about a server. */
export interface Source {
  /** For operators: the kind, and where it is asked, without credentials. */
  readonly label: string;
  /** Rejects with the reason why there is no answer. */
  collect(): Promise<Reading>;
  close?(): Promise<void>;
}

/** A source that is asked over HTTP, with what its part of the site file says. */
export interface HttpSource extends FetchOptions {
  readonly url: URL;
  readonly credential: string | undefined;
  /** Node of Proxmox, or `instance` label of Prometheus. */
  readonly instance: string | undefined;
}

export interface SourceOptions {
  readonly model: ServerSource;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A path under the source's own address, which may have one itself. */
export function pathUnder(base: URL, path: string): URL {
  return new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base.origin);
}
