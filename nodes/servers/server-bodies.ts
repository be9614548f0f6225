import { isoUtc } from '../kernel/index.ts';
import type { Cpu, Disk, FileStatistics, Gpu, Guest, Memory, NetworkInterface, Reading } from './reading.ts';
import { rounded } from './rounded.ts';
import { reasonOf, type ServerState, silentForS } from './server-state.ts';
import { diskUsePct, shareOf } from './shares.ts';

/** Contract 004 writes GB and MB for 2^30 and 2^20 bytes, as `free` and `df` do. */
const gigabyte = 1024 ** 3;
const megabyte = 1024 ** 2;

/** Of a server that is not online the reason is there, too, and for how many seconds a source has been silent. */
export function serverStatusBody(state: ServerState, now: number) {
  const { status, sources, reading, updatedAt, ts } = state;
  const [source] = sources;
  const reason = reasonOf(state);
  const silentS = silentForS(state);
  return {
    status,
    last_updated: updatedAt === null ? null : isoUtc(Math.round(updatedAt)),
    response_time_ms: rounded(source?.fault === null ? source.responseMs : null, 1),
    uptime_seconds: rounded(reading.uptimeS ?? reading.hypervisor?.uptimeS, 0),
    ...(reason !== null && { reason, age_seconds: silentS === null ? null : rounded(silentS + (now - ts) / 1000, 1) }),
  };
}

export function cpuBody({ cpu }: Reading) {
  return {
    usage_percent: rounded(cpu?.usagePct, 1),
    cores: cpu?.cores ?? null,
    temperature: rounded(cpu?.temperatureC, 1),
  };
}

export function cpuDetailsBody(reading: Reading) {
  const { load, perCorePct }: Pick<Cpu, 'load' | 'perCorePct'> = reading.cpu ?? { load: null, perCorePct: [] };
  return {
    ...cpuBody(reading),
    load_average: load?.map((value) => rounded(value, 2)) ?? null,
    per_core_percent: perCorePct.map((use) => rounded(use, 1)),
  };
}

const noMemory = { used_gb: null, total_gb: null, usage_percent: null, available_gb: null };

export function memoryBody({ memory }: Reading) {
  if (!memory) return noMemory;
  const { totalBytes, availableBytes }: Memory = memory;
  const usedBytes = totalBytes - availableBytes;
  return {
    used_gb: scaled(usedBytes, gigabyte),
    total_gb: scaled(totalBytes, gigabyte),
    usage_percent: rounded(shareOf(usedBytes, totalBytes), 1),
    available_gb: scaled(availableBytes, gigabyte),
  };
}

export function memoryDetailsBody(reading: Reading) {
  return { ...memoryBody(reading), cached_gb: scaled(reading.memory?.cachedBytes, gigabyte) };
}

export function gpuBody({ name, usagePct, memoryUsedBytes, memoryTotalBytes, temperatureC, powerW }: Gpu) {
  return {
    name,
    usage_percent: rounded(usagePct, 1),
    memory_used_mb: scaled(memoryUsedBytes, megabyte),
    memory_total_mb: scaled(memoryTotalBytes, megabyte),
    memory_usage_percent: rounded(shareOf(memoryUsedBytes, memoryTotalBytes), 1),
    temperature: rounded(temperatureC, 1),
    power_draw_w: rounded(powerW, 1),
  };
}

export function gpuDetailsBody(gpu: Gpu) {
  return { ...gpuBody(gpu), fan_speed_percent: rounded(gpu.fanPct, 1) };
}

/** Null where no source says anything of disks. */
export function disksBody({ disks }: Reading) {
  return disks?.map(diskBody) ?? null;
}

function diskBody(disk: Disk) {
  return {
    mount_point: disk.mount,
    device: disk.device,
    fs_type: disk.type,
    used_gb: scaled(disk.usedBytes, gigabyte),
    total_gb: scaled(disk.totalBytes, gigabyte),
    available_gb: scaled(disk.availableBytes, gigabyte),
    usage_percent: rounded(diskUsePct(disk), 1),
  };
}

/** Null where no source says anything of the network. */
export function networkBody({ network }: Reading) {
  return network?.map(interfaceBody) ?? null;
}

function interfaceBody(found: NetworkInterface) {
  return {
    interface: found.name,
    rx_bytes_per_second: rounded(found.receivedBytes, 1),
    tx_bytes_per_second: rounded(found.sentBytes, 1),
    rx_packets_per_second: rounded(found.receivedPackets, 1),
    tx_packets_per_second: rounded(found.sentPackets, 1),
    rx_errors_per_second: rounded(found.receiveErrors, 3),
    tx_errors_per_second: rounded(found.sendErrors, 3),
  };
}

/** Null where no hypervisor answers. */
export function proxmoxBody({ hypervisor, guests }: Reading) {
  if (!hypervisor) return null;
  const { cpuPct, memoryPct, storagePct, uptimeS } = hypervisor;
  return {
    cpu_usage: rounded(cpuPct, 1),
    memory_usage: rounded(memoryPct, 1),
    storage_usage: rounded(storagePct, 1),
    uptime_hours: uptimeS === null ? null : rounded(uptimeS / 3600, 1),
    vm_count: guests?.length ?? null,
  };
}

export function vmBody(guest: Guest) {
  const { memoryUsedBytes, memoryTotalBytes } = guest;
  return {
    vmid: guest.id,
    name: guest.name,
    status: guest.status,
    cpu_usage: rounded(guest.cpuPct, 1),
    memory_used_gb: scaled(memoryUsedBytes, gigabyte),
    memory_total_gb: scaled(memoryTotalBytes, gigabyte),
    memory_usage_percent: rounded(shareOf(memoryUsedBytes, memoryTotalBytes), 1),
    disk_usage_gb: scaled(guest.diskUsedBytes, gigabyte),
    uptime_seconds: guest.uptimeS,
  };
}

export function runningVms({ guests }: Reading): number | null {
  return guests?.filter(({ status }) => status === 'running').length ?? null;
}

/** The files of a mount are counted where the site file says so; elsewhere their figures are null. */
export function filesystemBody(disk: Disk, files: readonly FileStatistics[] = []) {
  const counted = files.find(({ directory }) => directory === disk.mount);
  return {
    mount_point: disk.mount,
    used_gb: scaled(disk.usedBytes, gigabyte),
    total_gb: scaled(disk.totalBytes, gigabyte),
    usage_percent: rounded(diskUsePct(disk), 1),
    file_count: counted?.count ?? null,
    avg_file_size_mb: counted && counted.count > 0 ? scaled(counted.totalBytes / counted.count, megabyte) : null,
    largest_file_mb: scaled(counted?.largestBytes, megabyte),
    ...(counted?.complete === false && { files_incomplete: true }),
  };
}

/** Null where no source says anything of disks. */
export function filesystemsBody({ disks, files }: Reading) {
  return disks?.map((disk) => filesystemBody(disk, files)) ?? null;
}

export function filesystemTotals({ disks }: Reading) {
  const sum = (of: (disk: Disk) => number): number | null =>
    disks?.reduce((total, disk) => total + of(disk), 0) ?? null;
  return {
    total_filesystems: disks?.length ?? null,
    total_used_gb: scaled(
      sum(({ usedBytes }) => usedBytes),
      gigabyte,
    ),
    total_capacity_gb: scaled(
      sum(({ totalBytes }) => totalBytes),
      gigabyte,
    ),
  };
}

/** Null where no Qdrant answers. */
export function qdrantBody({ qdrant }: Reading) {
  if (!qdrant) return null;
  return {
    status: 'running',
    collections: qdrant.collections,
    total_points: qdrant.points,
    disk_usage_gb: scaled(qdrant.diskBytes, gigabyte),
    memory_usage_mb: scaled(qdrant.memoryBytes, megabyte),
    version: qdrant.version,
  };
}

function scaled(bytes: number | null | undefined, unit: number): number | null {
  return bytes === null || bytes === undefined ? null : rounded(bytes / unit, 2);
}
