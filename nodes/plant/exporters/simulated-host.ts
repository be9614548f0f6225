import { clamp, lag } from '../arithmetic.ts';
import { streamKey, wander } from '../noise.ts';
import { family, gauge } from './exposition-text.ts';
import { computeShare, type PlantLoad } from './plant-load.ts';

/** A server of the plant as it was bought. */
export interface HostDesign {
  readonly name: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  /** Share of the plant's use of its computers that is this one's, above a rest that it always has. */
  readonly useOfPlant: number;
}

/** One server at one instant: plain data, never changed in place. */
export interface HostState {
  readonly bootMs: number;
  readonly epochMs: number;
  /** Use of each core now, 0 to 1. */
  readonly use: readonly number[];
  readonly idleS: readonly number[];
  readonly busyS: readonly number[];
  readonly load: readonly [number, number, number];
  readonly temperatureC: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

const loadTimesMs = [60_000, 300_000, 900_000] as const;
const heatTimeMs = 20_000;
const restUse = 0.05;
const mostReceived = 40e6;
const mostSent = 55e6;
const memoryAtRest = 0.3;
const memoryByUse = 0.4;

/** The server just started. */
export function startHost({ cores }: HostDesign, { epochMs, ambientC }: PlantLoad): HostState {
  const nothing = Array.from({ length: cores }, () => 0);
  return {
    bootMs: epochMs,
    epochMs,
    use: nothing,
    idleS: nothing,
    busyS: nothing,
    load: [0, 0, 0],
    temperatureC: ambientC,
    receivedBytes: 0,
    sentBytes: 0,
  };
}

/** The server at the instant of the load, which held since the state before. */
export function stepHost(before: HostState, design: HostDesign, load: PlantLoad): HostState {
  const dtMs = Math.max(0, load.epochMs - before.epochMs);
  const seconds = dtMs / 1000;
  const use = before.use.map((_, core) => useOfCore(design, core, load));
  const busyCores = use.reduce((sum, share) => sum + share, 0);
  const mean = busyCores / use.length;
  const [one, five, fifteen] = loadTimesMs.map((timeMs, at) => lag(before.load[at] ?? 0, busyCores, dtMs, timeMs));
  return {
    bootMs: before.bootMs,
    epochMs: before.epochMs + dtMs,
    use,
    idleS: before.idleS.map((idle, core) => idle + (1 - (use[core] ?? 0)) * seconds),
    busyS: before.busyS.map((busy, core) => busy + (use[core] ?? 0) * seconds),
    load: [one ?? 0, five ?? 0, fifteen ?? 0],
    temperatureC: lag(before.temperatureC, load.ambientC + 12 + 45 * mean, dtMs, heatTimeMs),
    receivedBytes: before.receivedBytes + mostReceived * mean * seconds,
    sentBytes: before.sentBytes + mostSent * mean * seconds,
  };
}

function useOfCore({ name, useOfPlant }: HostDesign, core: number, load: PlantLoad): number {
  const restless = 0.12 * wander(load.seed, streamKey(`${name} core ${core}`), load.epochMs, 20_000);
  return clamp(restUse + useOfPlant * computeShare(load) + restless, 0.01, 0.99);
}

export function meanUse({ use }: HostState): number {
  return use.reduce((sum, share) => sum + share, 0) / use.length;
}

export function memoryUsedBytes(host: HostState, { memoryBytes }: HostDesign): number {
  return memoryBytes * (memoryAtRest + memoryByUse * meanUse(host));
}

/** As Prometheus's node_exporter tells it. */
export function hostText(host: HostState, design: HostDesign, { seed }: PlantLoad): string {
  const { idleS, busyS, load, temperatureC, receivedBytes, sentBytes, epochMs, bootMs } = host;
  const { memoryBytes, diskBytes } = design;
  const disk = { device: '/dev/nvme0n1p2', fstype: 'ext4', mountpoint: '/' };
  const filled = 0.55 + 0.05 * wander(seed, streamKey(`${design.name} disk`), epochMs, 6 * 3_600_000);
  const free = Math.round(diskBytes * (1 - filled));
  const modes = idleS.flatMap((idle, cpu) => {
    const busy = busyS[cpu] ?? 0;
    return [
      [{ cpu, mode: 'idle' }, idle],
      [{ cpu, mode: 'system' }, 0.2 * busy],
      [{ cpu, mode: 'user' }, 0.8 * busy],
    ] as const;
  });
  return [
    gauge('node_boot_time_seconds', bootMs / 1000),
    family('node_cpu_seconds_total', 'counter', modes),
    gauge('node_filesystem_avail_bytes', free, disk),
    gauge('node_filesystem_free_bytes', free, disk),
    gauge('node_filesystem_size_bytes', diskBytes, disk),
    gauge('node_hwmon_temp_celsius', round(temperatureC, 1), { chip: 'platform_coretemp_0', sensor: 'temp1' }),
    gauge('node_load1', round(load[0], 2)),
    gauge('node_load15', round(load[2], 2)),
    gauge('node_load5', round(load[1], 2)),
    gauge('node_memory_MemAvailable_bytes', Math.round(memoryBytes - memoryUsedBytes(host, design))),
    gauge('node_memory_MemTotal_bytes', memoryBytes),
    family('node_network_receive_bytes_total', 'counter', [[{ device: 'eth0' }, Math.round(receivedBytes)]]),
    family('node_network_transmit_bytes_total', 'counter', [[{ device: 'eth0' }, Math.round(sentBytes)]]),
    gauge('node_time_seconds', epochMs / 1000),
  ].join('');
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
