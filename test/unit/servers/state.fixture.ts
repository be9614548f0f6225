import type { Reading } from '../../../nodes/servers/reading.ts';
import type { ServerModel } from '../../../nodes/site/index.ts';
import { type Alert, type ServerState, statusOf } from '../../../nodes/servers/server-state.ts';
import type { SourceState } from '../../../nodes/servers/source-poll.ts';

export const now = Date.UTC(2025, 0, 5, 20, 15);
const gigabyte = 1024 ** 3;

/** The figures of contract 004's samples. */
export const sampleReading = {
  cpu: { usagePct: 45.2, perCorePct: [45.24, 45.16], cores: 2, temperatureC: 65, load: [1.2, 1.5, 1.8] },
  memory: { totalBytes: 64 * gigabyte, availableBytes: 35.5 * gigabyte, cachedBytes: 5 * gigabyte },
  disks: [
    {
      mount: '/mnt/ingest',
      device: '/dev/sda1',
      type: 'ext4',
      totalBytes: 2000 * gigabyte,
      usedBytes: 1250.5 * gigabyte,
      availableBytes: 749.5 * gigabyte,
    },
  ],
  network: [],
  uptimeS: 3600.4,
} as const satisfies Reading;

export const sampleGpu = {
  name: 'NVIDIA RTX 4090',
  usagePct: 78.3,
  memoryUsedBytes: 18432 * 1024 ** 2,
  memoryTotalBytes: 24576 * 1024 ** 2,
  temperatureC: 72,
  powerW: 350,
  fanPct: 65,
} as const;

export const sampleGuest = {
  id: 100,
  name: 'user-vm',
  status: 'running',
  cpuPct: 15.3,
  memoryUsedBytes: 4.2 * gigabyte,
  memoryTotalBytes: 8 * gigabyte,
  diskUsedBytes: 25.6 * gigabyte,
  uptimeS: 86_400,
} as const;

interface StateOptions {
  readonly name: string;
  readonly reading?: Reading;
  readonly kinds?: readonly ServerModel['sources'][number]['kind'][];
  /** Why a source is silent, by its place; the others answer. */
  readonly faults?: Readonly<Record<number, string>>;
  readonly alerts?: readonly Alert[];
  readonly site?: string;
}

/** A server whose sources answered, or fell silent a minute ago. */
export function stateOf(options: StateOptions): ServerState {
  const { name, reading = {}, kinds = ['node-exporter'], faults = {}, alerts = [], site = 'WLCE' } = options;
  const model = { name, description: name, site, sources: kinds.map((kind) => ({ kind })) };
  const sources = kinds.map((kind, place): SourceState => {
    const fault = faults[place] ?? null;
    return {
      label: kind,
      reading: fault === null ? reading : null,
      fault,
      answeredAt: fault === null ? 90_000 : 40_000,
      responseMs: 45.21,
    };
  });
  return {
    model,
    status: statusOf(sources, alerts),
    reading,
    sources,
    alerts,
    updatedAt: now - 10_000,
    ts: now,
    at: 100_000,
  };
}
