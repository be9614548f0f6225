import { isoUtc } from '../kernel/index.ts';
import { cpuBody, filesystemTotals, memoryBody, runningVms, serverStatusBody } from './server-bodies.ts';
import type { ServerMonitor } from './server-monitor.ts';
import type { Alert, ServerState } from './server-state.ts';
import { partsOf, qdrantStatus } from './server-views.ts';

/** What Prometheus's exporters and servers serve. */
const prometheusKinds = new Set(['node-exporter', 'nvidia', 'prometheus']);

/** `GET /api/health`. Its `prometheus` is healthy while every source of that kind answers. */
export function healthBody(
  { version, isFed, now }: Pick<ServerMonitor, 'version' | 'isFed' | 'now'>,
  states: readonly ServerState[],
) {
  const services = {
    api: 'healthy',
    prometheus: prometheusHealth(states),
    websocket: isFed ? 'healthy' : 'unhealthy',
  };
  const isWell = !Object.values(services).includes('unhealthy');
  return { status: isWell ? 'healthy' : 'degraded', timestamp: isoUtc(now()), services, version };
}

function prometheusHealth(states: readonly ServerState[]): string {
  const asked = states.flatMap(({ model, sources }) => {
    return sources.filter((_, position) => prometheusKinds.has(model.sources[position]?.kind ?? ''));
  });
  if (asked.length === 0) return 'not configured';
  return asked.every(({ fault }) => fault === null) ? 'healthy' : 'unhealthy';
}

/** The health of one server: each source with why it does not answer, and each limit that is passed. */
export function serverHealthBody(state: ServerState, now: number) {
  const { status, reading, sources, alerts } = state;
  const parts = partsOf(state);
  return {
    health: {
      status,
      cpu_usage: cpuBody(reading).usage_percent,
      memory_usage: memoryBody(reading).usage_percent,
      ...(parts.has('gpu') && { gpu_temperature: reading.gpus?.[0]?.temperatureC ?? null }),
      ...(parts.has('proxmox_host') && proxmoxHealth(state)),
      ...(parts.has('filesystems') && filesystemTotals(reading)),
      ...(parts.has('qdrant') && { qdrant_status: qdrantStatus(state) }),
      sources: sources.map(({ label, fault }) => ({ source: label, answers: fault === null, reason: fault })),
      alerts: alerts.map(alertBody),
    },
    server_status: serverStatusBody(state, now),
  };
}

function proxmoxHealth({ reading }: ServerState) {
  return {
    proxmox_status: reading.hypervisor ? 'online' : 'offline',
    vm_count: reading.guests?.length ?? null,
    running_vms: runningVms(reading),
  };
}

function alertBody({ point, level, limit, value, forS }: Alert) {
  return { point, level, limit, value, for_seconds: forS };
}
