import { isoUtc } from '../kernel/index.ts';
import { rounded } from './rounded.ts';
import {
  cpuBody,
  cpuDetailsBody,
  disksBody,
  filesystemsBody,
  gpuBody,
  gpuDetailsBody,
  memoryBody,
  memoryDetailsBody,
  networkBody,
  proxmoxBody,
  qdrantBody,
  runningVms,
  serverStatusBody,
  vmBody,
} from './server-bodies.ts';
import type { ServerState } from './server-state.ts';

type Part = 'gpu' | 'proxmox_host' | 'vms' | 'filesystems' | 'qdrant';

/** What contract 004 shows of its three servers beside what every server has. */
const partsOfServer: Readonly<Record<string, readonly Part[]>> = {
  ai_server: ['gpu'],
  app_server: ['proxmox_host', 'vms'],
  storage_server: ['filesystems', 'qdrant'],
};
const partsOfSource: Readonly<Record<string, readonly Part[]>> = {
  nvidia: ['gpu'],
  proxmox: ['proxmox_host', 'vms'],
  qdrant: ['qdrant'],
};

/** The parts that a server's view has, also while nothing is known of them. */
export function partsOf({ model }: ServerState): ReadonlySet<Part> {
  const bySource = model.sources.flatMap(({ kind }) => partsOfSource[kind] ?? []);
  return new Set([...(partsOfServer[model.name] ?? []), ...bySource]);
}

/** A server among others. */
export function serverBody(state: ServerState, now: number) {
  const { reading } = state;
  const [gpu] = reading.gpus ?? [];
  return {
    server_status: serverStatusBody(state, now),
    cpu: cpuBody(reading),
    memory: memoryBody(reading),
    ...(partsOf(state).has('gpu') && { gpu: gpu ? gpuBody(gpu) : null }),
    disks: disksBody(reading),
    network: networkBody(reading),
    ...furtherParts(state),
  };
}

/** A server alone, with everything that is known of it. */
export function completeServerBody(state: ServerState, now: number) {
  const { reading } = state;
  const [gpu, ...others] = reading.gpus ?? [];
  return {
    server_status: serverStatusBody(state, now),
    cpu: cpuDetailsBody(reading),
    memory: memoryDetailsBody(reading),
    ...(partsOf(state).has('gpu') && { gpu: gpu ? gpuDetailsBody(gpu) : null }),
    ...(gpu && others.length > 0 && { gpus: [gpu, ...others].map(gpuDetailsBody) }),
    disks: disksBody(reading),
    network: networkBody(reading),
    ...furtherParts(state),
  };
}

function furtherParts(state: ServerState) {
  const { reading } = state;
  const parts = partsOf(state);
  return {
    ...(parts.has('proxmox_host') && { proxmox_host: proxmoxBody(reading) }),
    ...(parts.has('vms') && { vms: reading.guests?.map(vmBody) ?? null }),
    ...(parts.has('filesystems') && { filesystems: filesystemsBody(reading) }),
    ...(parts.has('qdrant') && { qdrant: qdrantBody(reading) }),
  };
}

/** `GET /api/servers/overview`. */
export function overviewBody(states: readonly ServerState[], now: number) {
  const servers = states.map((state) => [state.model.name, serverBody(state, now)] as const);
  return { ...Object.fromEntries(servers), ...totalsOf(states) };
}

/** `GET /api/servers/summary`. */
export function summaryBody(states: readonly ServerState[]) {
  const { last_updated, ...totals } = totalsOf(states);
  const servers = states.map((state) => [state.model.name, summaryOf(state)] as const);
  return { summary: { ...totals, last_updated }, servers: Object.fromEntries(servers) };
}

function summaryOf(state: ServerState) {
  const { status, reading, sources } = state;
  const [source] = sources;
  const parts = partsOf(state);
  return {
    status,
    cpu_usage: cpuBody(reading).usage_percent,
    memory_usage: memoryBody(reading).usage_percent,
    ...(parts.has('gpu') && { gpu_usage: rounded(reading.gpus?.[0]?.usagePct, 1) }),
    ...(parts.has('vms') && { vm_count: reading.guests?.length ?? null, running_vms: runningVms(reading) }),
    ...(parts.has('filesystems') && { filesystem_count: reading.disks?.length ?? null }),
    ...(parts.has('qdrant') && { qdrant_status: qdrantStatus(state) }),
    response_time_ms: rounded(source?.fault === null ? source.responseMs : null, 1),
  };
}

/** Unknown where the site file names no Qdrant. */
export function qdrantStatus({ model, reading }: ServerState): 'running' | 'offline' | 'unknown' {
  if (reading.qdrant) return 'running';
  return model.sources.some(({ kind }) => kind === 'qdrant') ? 'offline' : 'unknown';
}

/** `online_servers` counts those whose status says so; `alerts_count` every limit that is passed for long enough. */
export function totalsOf(states: readonly ServerState[]) {
  const updates = states.flatMap(({ updatedAt }) => updatedAt ?? []);
  return {
    last_updated: updates.length === 0 ? null : isoUtc(Math.round(Math.max(...updates))),
    total_servers: states.length,
    online_servers: states.filter(({ status }) => status === 'online').length,
    alerts_count: states.reduce((sum, { alerts }) => sum + alerts.length, 0),
  };
}
