import { Gauge, Registry } from 'prom-client';
import { isoUtc } from '../kernel/index.ts';
import type { Reading } from './reading.ts';
import { rounded } from './rounded.ts';
import { runningVms } from './server-bodies.ts';
import type { ServerState } from './server-state.ts';
import { totalsOf } from './server-views.ts';
import { diskUsePct, shareOf } from './shares.ts';

/** A figure as a metric; null where no source provides it. */
interface Metric {
  readonly name: string;
  readonly help: string;
  readonly value: (reading: Reading) => number | null | undefined;
}

const metrics: readonly Metric[] = [
  { name: 'cpu_usage_percent', help: 'Use of all cores', value: ({ cpu }) => rounded(cpu?.usagePct, 1) },
  { name: 'memory_usage_percent', help: 'Memory in use', value: ({ memory }) => rounded(memoryUse(memory), 1) },
  { name: 'memory_used_bytes', help: 'Memory in use', value: ({ memory }) => usedBytes(memory) },
  { name: 'memory_total_bytes', help: 'Memory installed', value: ({ memory }) => memory?.totalBytes },
  { name: 'gpu_usage_percent', help: 'Use of the GPU', value: ({ gpus }) => rounded(gpus?.[0]?.usagePct, 1) },
  {
    name: 'gpu_memory_usage_percent',
    help: 'Memory of the GPU in use',
    value: ({ gpus }) => rounded(shareOf(gpus?.[0]?.memoryUsedBytes, gpus?.[0]?.memoryTotalBytes), 1),
  },
  { name: 'gpu_temperature_celsius', help: 'Temperature of the GPU', value: ({ gpus }) => gpus?.[0]?.temperatureC },
  { name: 'gpu_power_watts', help: 'Power that the GPU draws', value: ({ gpus }) => gpus?.[0]?.powerW },
  { name: 'vm_count', help: 'Virtual machines', value: ({ guests }) => guests?.length },
  { name: 'running_vms', help: 'Virtual machines that run', value: runningVms },
  { name: 'filesystem_count', help: 'File systems', value: ({ disks }) => disks?.length },
  { name: 'qdrant_collections', help: 'Collections in Qdrant', value: ({ qdrant }) => qdrant?.collections },
  { name: 'qdrant_points', help: 'Points in Qdrant', value: ({ qdrant }) => qdrant?.points },
  { name: 'qdrant_disk_bytes', help: 'What Qdrant takes on the disk', value: ({ qdrant }) => qdrant?.diskBytes },
];

/** `GET /api/metrics/prometheus` as JSON. */
export function metricLinesBody(states: readonly ServerState[], now: number) {
  return { metrics: metricLines(states), timestamp: isoUtc(now) };
}

/** One line for each figure that is known, named by its server. */
function metricLines(states: readonly ServerState[]): readonly string[] {
  const ofServers = states.flatMap(({ model, reading }) => {
    return metrics.flatMap(({ name, value }) => {
      const found = value(reading) ?? null;
      return found === null ? [] : [`${model.name}_${name} ${found}`];
    });
  });
  const { total_servers, online_servers, alerts_count } = totalsOf(states);
  const ofSystem = { total_servers, online_servers, alerts_count };
  return [...ofServers, ...Object.entries(ofSystem).map(([name, value]) => `system_${name} ${value}`)];
}

/** All figures in Prometheus's text format, by the label `server`. */
export function expositionText(states: readonly ServerState[]): Promise<string> {
  const registry = new Registry();
  const gauge = (name: string, help: string, ...labels: string[]): Gauge => {
    return new Gauge({ name: `busbar_server_${name}`, help, labelNames: ['server', ...labels], registers: [registry] });
  };
  const up = gauge('up', '1 while a source of the server answers');
  const alerts = gauge('alerts', 'Limits that are passed for long enough');
  const core = gauge('core_usage_percent', 'Use of a core', 'core');
  const disk = gauge('disk_usage_percent', 'File system in use', 'mount_point');
  const received = gauge('network_receive_bytes_per_second', 'Received by an interface', 'interface');
  const sent = gauge('network_transmit_bytes_per_second', 'Sent by an interface', 'interface');
  for (const { model, reading, status, alerts: standing } of states) {
    const { name: server } = model;
    up.set({ server }, status === 'offline' ? 0 : 1);
    alerts.set({ server }, standing.length);
    for (const [number, use] of reading.cpu?.perCorePct.entries() ?? []) set(core, { server, core: number }, use);
    for (const one of reading.disks ?? []) set(disk, { server, mount_point: one.mount }, diskUsePct(one));
    for (const { name, receivedBytes, sentBytes } of reading.network ?? []) {
      set(received, { server, interface: name }, receivedBytes);
      set(sent, { server, interface: name }, sentBytes);
    }
  }
  for (const { name, help, value } of metrics) {
    const figure = gauge(name, help);
    for (const { model, reading } of states) set(figure, { server: model.name }, value(reading));
  }
  return registry.metrics();
}

function set(gauge: Gauge, labels: Record<string, string | number>, value: number | null | undefined): void {
  const known = rounded(value, 3);
  if (known !== null) gauge.set(labels, known);
}

function usedBytes(memory: Reading['memory']): number | null {
  return memory ? memory.totalBytes - memory.availableBytes : null;
}

function memoryUse(memory: Reading['memory']): number | null {
  return shareOf(usedBytes(memory), memory?.totalBytes);
}
