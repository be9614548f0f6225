import { type HostDesign, type HostState, meanUse, memoryUsedBytes } from './simulated-host.ts';

const gibibyte = 1024 ** 3;
const node = 'pve-demo';

/** Virtual machines of the plant's app server: their cores and memory, and what share of the host's work each does. */
const machines = [
  { vmid: 100, name: 'user-vm', cores: 4, memoryBytes: 8 * gibibyte, diskBytes: 64 * gibibyte, workShare: 0.55 },
  { vmid: 101, name: 'app-vm', cores: 4, memoryBytes: 4 * gibibyte, diskBytes: 32 * gibibyte, workShare: 0.35 },
] as const;

/** The answer of `/api2/json/cluster/resources`. */
export function clusterResources(host: HostState, design: HostDesign): object {
  const uptime = Math.floor((host.epochMs - host.bootMs) / 1000);
  const use = meanUse(host);
  const storage = { type: 'storage', node, status: 'available', shared: 0 };
  return {
    data: [
      ...machines.map(({ vmid, name, cores, memoryBytes, diskBytes, workShare }) => ({
        id: `qemu/${vmid}`,
        type: 'qemu',
        node,
        vmid,
        name,
        status: 'running',
        template: 0,
        cpu: Math.min(1, (use * workShare * design.cores) / cores),
        maxcpu: cores,
        mem: Math.round(memoryBytes * (0.35 + 0.4 * use)),
        maxmem: memoryBytes,
        disk: 0,
        maxdisk: diskBytes,
        uptime,
      })),
      {
        id: `node/${node}`,
        type: 'node',
        node,
        status: 'online',
        cpu: use,
        maxcpu: design.cores,
        mem: Math.round(memoryUsedBytes(host, design)),
        maxmem: design.memoryBytes,
        disk: Math.round(0.3 * design.diskBytes),
        maxdisk: design.diskBytes,
        uptime,
      },
      { ...storage, id: `storage/${node}/local`, storage: 'local', disk: 40 * gibibyte, maxdisk: 100 * gibibyte },
      { ...storage, id: `storage/${node}/vms`, storage: 'vms', disk: 96 * gibibyte, maxdisk: 200 * gibibyte },
    ],
  };
}
