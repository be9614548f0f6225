import type { SiteModel } from '../site/index.ts';

/** A server of the site file, as `sites/schema.json` checks it. */
export interface ServerModel {
  readonly name: string;
  readonly description: string;
  /** Code of its site; the first site's when left out. */
  readonly site?: string;
  /** Seconds from one round of questions to the next. */
  readonly intervalS?: number;
  readonly sources: readonly ServerSource[];
  /** In place of the defaults of the rules that it names. */
  readonly thresholds?: ServerThresholds;
}

/** One thing that is asked about a server. */
export interface ServerSource {
  readonly kind: 'local' | 'node-exporter' | 'nvidia' | 'proxmox' | 'qdrant' | 'prometheus';
  /** http or https; `${NAME}` stands for a variable of the environment. */
  readonly url?: string;
  readonly timeoutS?: number;
  /** File with the certificates (PEM) that sign the source's, in place of the system's. */
  readonly caFile?: string;
  /** Name of the environment's variable that holds the credential. */
  readonly credential?: string;
  /** Node of Proxmox, or `instance` label of Prometheus. */
  readonly instance?: string;
  /** Directories of the own machine whose files are counted. */
  readonly scan?: readonly string[];
}

export interface ServerThresholds {
  readonly cpuPct?: ServerLimit;
  readonly memoryPct?: ServerLimit;
  /** Of the fullest file system. */
  readonly diskPct?: ServerLimit;
  readonly gpuTemperatureC?: ServerLimit;
  /** Seconds without an answer. */
  readonly downS?: number;
}

/** A warning makes the server `warning`, a critical value `error`, once it stood for so many seconds. */
export interface ServerLimit {
  readonly warning?: number;
  readonly critical?: number;
  readonly forS?: number;
}

export function serversOf({ servers }: SiteModel): readonly ServerModel[] {
  return servers as readonly ServerModel[];
}
