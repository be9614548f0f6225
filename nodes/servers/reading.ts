/**
 * What one collection of a source found. A part that the source does not provide is absent; a value that it does not
 * know is null. Shares are in percent.
 */
export interface Reading {
  readonly cpu?: Cpu;
  readonly memory?: Memory;
  readonly disks?: readonly Disk[];
  readonly network?: readonly NetworkInterface[];
  readonly gpus?: readonly Gpu[];
  readonly hypervisor?: Hypervisor;
  readonly guests?: readonly Guest[];
  readonly qdrant?: Qdrant;
  readonly files?: readonly FileStatistics[];
  /** Since the server's operating system started. */
  readonly uptimeS?: number;
}

export interface Cpu {
  /** Null until two samples of the counters are there. */
  readonly usagePct: number | null;
  readonly perCorePct: readonly (number | null)[];
  readonly cores: number;
  readonly temperatureC: number | null;
  /** Over one, five and fifteen minutes. */
  readonly load: readonly number[] | null;
}

export interface Memory {
  readonly totalBytes: number;
  readonly availableBytes: number;
  readonly cachedBytes: number | null;
}

export interface Disk {
  readonly mount: string;
  readonly device: string;
  readonly type: string;
  readonly totalBytes: number;
  readonly usedBytes: number;
  /** For users other than root. */
  readonly availableBytes: number;
}

/** Rates a second; null until two samples of the counters are there. */
export interface NetworkInterface {
  readonly name: string;
  readonly receivedBytes: number | null;
  readonly sentBytes: number | null;
  readonly receivedPackets: number | null;
  readonly sentPackets: number | null;
  readonly receiveErrors: number | null;
  readonly sendErrors: number | null;
}

export interface Gpu {
  readonly name: string | null;
  readonly usagePct: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly temperatureC: number | null;
  readonly powerW: number | null;
  readonly fanPct: number | null;
}

export interface Hypervisor {
  readonly cpuPct: number | null;
  readonly memoryPct: number | null;
  /** Of all storages of the host together. */
  readonly storagePct: number | null;
  readonly uptimeS: number | null;
}

/** A virtual machine or a container of a hypervisor. */
export interface Guest {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly cpuPct: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly diskUsedBytes: number | null;
  readonly uptimeS: number | null;
}

export interface Qdrant {
  readonly collections: number;
  readonly points: number | null;
  readonly diskBytes: number | null;
  readonly memoryBytes: number | null;
  readonly version: string | null;
}

/** Of the regular files under a directory; null while they have never been counted. */
export interface FileStatistics {
  readonly directory: string;
  readonly count: number;
  readonly totalBytes: number;
  readonly largestBytes: number;
  /** False: the walk was broken off at its bound, so that there are more. */
  readonly complete: boolean;
}
