import type { Question } from '../kernel/index.ts';
import { healthBody, serverHealthBody } from './health-views.ts';
import {
  cpuDetailsBody,
  disksBody,
  filesystemBody,
  filesystemsBody,
  filesystemTotals,
  gpuDetailsBody,
  memoryDetailsBody,
  networkBody,
  proxmoxBody,
  qdrantBody,
  runningVms,
  serverStatusBody,
  vmBody,
} from './server-bodies.ts';
import { errors } from './server-errors.ts';
import type { ServerMonitor } from './server-monitor.ts';
import type { ServerState } from './server-state.ts';
import { completeServerBody, overviewBody, summaryBody } from './server-views.ts';

/** What a question about all servers is answered from. */
export interface ServersAsked {
  readonly monitor: ServerMonitor;
  /** Those that the asker may see. */
  readonly states: readonly ServerState[];
}

/** Questions about all servers. */
export const siteAnswers = {
  health: ({ monitor, states }) => healthBody(monitor, states),
  overview: ({ monitor, states }) => overviewBody(states, monitor.now()),
  summary: ({ states }) => summaryBody(states),
} as const satisfies Record<string, (asked: ServersAsked) => object>;

type ServerAnswer = (state: ServerState, now: number, question: Question) => object;

/** Questions about one server. A part that nobody provides is null, with a message where the whole answer is about it. */
export const serverAnswers = {
  server: completeServerBody,
  server_health: serverHealthBody,
  gpu: (state, now) => {
    const [gpu, ...others] = state.reading.gpus ?? [];
    const all = gpu && others.length > 0 ? { gpus: [gpu, ...others].map(gpuDetailsBody) } : {};
    const found = gpu ? { gpu: gpuDetailsBody(gpu), ...all } : { gpu: null, message: 'No GPU metrics available' };
    return { ...found, server_status: serverStatusBody(state, now) };
  },
  cpu: ofPart('cpu', cpuDetailsBody),
  memory: ofPart('memory', memoryDetailsBody),
  storage: ofPart('disks', disksBody),
  network: ofPart('network', networkBody),
  proxmox: ofPart('proxmox_host', proxmoxBody),
  qdrant: (state, now) => {
    const qdrant = qdrantBody(state.reading);
    const message = qdrant ? {} : { message: 'No Qdrant metrics available' };
    return { qdrant, ...message, server_status: serverStatusBody(state, now) };
  },
  vms: (state, now) => {
    const { guests } = state.reading;
    return {
      vms: guests?.map(vmBody) ?? null,
      vm_count: guests?.length ?? null,
      running_vms: runningVms(state.reading),
      server_status: serverStatusBody(state, now),
    };
  },
  vm: (state, now, question) => {
    const id = vmIdOf(question['vm_id']);
    const guest = state.reading.guests?.find((candidate) => candidate.id === id);
    if (!guest) throw errors.unknown_vm({ field: state.model.name, value: id });
    return { vm: vmBody(guest), server_status: serverStatusBody(state, now) };
  },
  filesystems: (state, now) => ({
    filesystems: filesystemsBody(state.reading),
    ...filesystemTotals(state.reading),
    server_status: serverStatusBody(state, now),
  }),
  filesystem: (state, now, question) => {
    const mount = mountOf(question);
    const { disks = [], files } = state.reading;
    const disk = disks.find((candidate) => candidate.mount === mount);
    if (!disk) throw errors.unknown_filesystem({ field: state.model.name, value: mount });
    return { filesystem: filesystemBody(disk, files), server_status: serverStatusBody(state, now) };
  },
} as const satisfies Record<string, ServerAnswer>;

function ofPart(name: string, body: (reading: ServerState['reading']) => unknown): ServerAnswer {
  return (state, now) => ({ [name]: body(state.reading), server_status: serverStatusBody(state, now) });
}

function vmIdOf(stated: unknown): number {
  const text = String(stated);
  if (!/^\d{1,9}$/.test(text))
    throw errors.bad_vm_id({ field: 'vm_id', limit: 'a whole number', value: stated, place: 'path' });
  return Number(text);
}

/** The mount point as the parameter, or as the rest of the path; the slash before it may be left out. */
function mountOf(question: Question): string {
  const stated = question['mount_point'] ?? question['0'];
  return `/${typeof stated === 'string' ? stated.replace(/^\/+/, '') : ''}`;
}
