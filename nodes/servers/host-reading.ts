import type { Exposition } from './exposition.ts';
import { coreUsePct, type HostCounters, networkRates } from './host-counters.ts';
import type { Cpu, Disk, Memory, Reading } from './reading.ts';

/** Names of the families of node_exporter that are used, as a regular expression. */
export const hostFamilies = [
  'node_cpu_seconds_total',
  'node_memory_(?:MemTotal|MemAvailable|Cached)_bytes',
  'node_load(?:1|5|15)',
  'node_filesystem_(?:size|free|avail)_bytes',
  'node_network_(?:receive|transmit)_(?:bytes|packets|errs)_total',
  'node_hwmon_(?:temp_celsius|chip_names)',
  'node_thermal_zone_temp',
  'node_boot_time_seconds',
  'node_time_seconds',
].join('|');

/** File systems of the kernel itself and of read-only images. */
const unshownType = /^(tmpfs|devtmpfs|ramfs|rootfs|squashfs|iso9660|nsfs|fuse\.lxcfs|autofs|proc|sysfs|cgroup2?)$/;
const unshownMount = /^\/(proc|sys|dev|run|etc)(\/|$)/;

const cpuChip = /coretemp|k10temp|zenpower|cpu/i;
const cpuZone = /x86_pkg_temp|cpu|soc/i;

/** What a host's exporter says, with rates since the counters `before`. */
export function hostReadingOf(exposition: Exposition, counters: HostCounters, before?: HostCounters): Reading {
  const memory = memoryOf(exposition);
  const uptimeS = uptimeOf(exposition);
  return {
    cpu: cpuOf(exposition, counters, before),
    ...(memory && { memory }),
    disks: disksOf(exposition),
    network: networkRates(before, counters),
    ...(uptimeS !== undefined && { uptimeS }),
  };
}

function cpuOf(exposition: Exposition, { cores }: HostCounters, before: HostCounters | undefined): Cpu {
  const perCorePct = [...cores].map(([core, seconds]) => coreUsePct(before?.cores.get(core), seconds));
  const known = perCorePct.filter((use) => use !== null);
  const load = ['node_load1', 'node_load5', 'node_load15'].map((family) => exposition.value(family));
  return {
    usagePct: known.length === 0 ? null : known.reduce((sum, use) => sum + use, 0) / known.length,
    perCorePct,
    cores: cores.size,
    temperatureC: cpuTemperatureOf(exposition),
    load: load.every((value) => value !== null) ? load : null,
  };
}

/** The hottest sensor of the processor; null where there is none, as in a virtual machine. */
function cpuTemperatureOf(exposition: Exposition): number | null {
  const chipNames = exposition.samples('node_hwmon_chip_names').map(({ labels }) => labels);
  const names = new Map(chipNames.map(({ chip = '', chip_name = '' }) => [chip, chip_name]));
  const ofChips = exposition
    .samples('node_hwmon_temp_celsius')
    .filter(({ labels: { chip = '' } }) => cpuChip.test(`${chip} ${names.get(chip) ?? ''}`));
  const ofZones = exposition
    .samples('node_thermal_zone_temp')
    .filter(({ labels }) => cpuZone.test(labels['type'] ?? ''));
  const temperatures = (ofChips.length > 0 ? ofChips : ofZones).map(({ value }) => value).filter(Number.isFinite);
  return temperatures.length === 0 ? null : Math.max(...temperatures);
}

function memoryOf(exposition: Exposition): Memory | undefined {
  const totalBytes = exposition.value('node_memory_MemTotal_bytes');
  const availableBytes = exposition.value('node_memory_MemAvailable_bytes');
  if (totalBytes === null || availableBytes === null) return undefined;
  return { totalBytes, availableBytes, cachedBytes: exposition.value('node_memory_Cached_bytes') };
}

function disksOf(exposition: Exposition): readonly Disk[] {
  const free = exposition.byLabel('node_filesystem_free_bytes', 'mountpoint');
  const available = exposition.byLabel('node_filesystem_avail_bytes', 'mountpoint');
  return exposition.samples('node_filesystem_size_bytes').flatMap(({ labels, value: totalBytes }) => {
    const { mountpoint: mount = '', device = '', fstype: type = '' } = labels;
    const [freeBytes, availableBytes] = [free.get(mount), available.get(mount)];
    if (freeBytes === undefined || availableBytes === undefined) return [];
    if (!(totalBytes > 0) || !isShownDisk(type, mount)) return [];
    return [{ mount, device, type, totalBytes, usedBytes: totalBytes - freeBytes, availableBytes }];
  });
}

/** False for file systems that hold no files of anybody. */
export function isShownDisk(type: string, mount: string): boolean {
  return !unshownType.test(type) && !unshownMount.test(mount);
}

/** Both times are the server's own, so that its clock may be wrong. */
function uptimeOf(exposition: Exposition): number | undefined {
  const now = exposition.value('node_time_seconds');
  const boot = exposition.value('node_boot_time_seconds');
  return now === null || boot === null ? undefined : now - boot;
}
