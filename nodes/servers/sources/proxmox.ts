import { fetchJson } from '../fetch-text.ts';
import type { Guest, Hypervisor, Reading } from '../reading.ts';
import { errors } from '../server-errors.ts';
import { type HttpSource, pathUnder, type Source } from './source.ts';

/** One row of `/api2/json/cluster/resources`; sizes in bytes, `cpu` a share of all cores. */
interface Resource {
  readonly type: string;
  readonly node?: string;
  readonly name?: string;
  readonly vmid?: number;
  readonly status?: string;
  readonly template?: number;
  readonly cpu?: number;
  readonly mem?: number;
  readonly maxmem?: number;
  readonly disk?: number;
  readonly maxdisk?: number;
  readonly uptime?: number;
}

/** The API of Proxmox VE. The credential is the whole header: `PVEAPIToken=user@realm!name=secret`. */
export function proxmoxSource(label: string, http: HttpSource): Source {
  const { credential } = http;
  const headers = credential === undefined ? {} : { Authorization: credential };
  return {
    label,
    async collect() {
      const answer = await fetchJson(pathUnder(http.url, '/api2/json/cluster/resources'), { ...http, headers });
      return proxmoxReading(answer, http.instance);
    },
  };
}

/** Of the named node, else of the only one. Throws `source_not_understood`. */
export function proxmoxReading(answer: unknown, node: string | undefined): Reading {
  const { data } = (answer ?? {}) as { readonly data?: readonly Resource[] };
  if (!Array.isArray(data)) throw errors.source_not_understood({ limit: 'a list of resources of Proxmox VE' });
  const resources = data as readonly Resource[];
  const hosts = resources.filter((resource) => resource.type === 'node' && resource.node === (node ?? resource.node));
  const [host] = hosts;
  if (hosts.length !== 1 || host?.node === undefined) {
    throw errors.source_not_understood({
      limit: `about one node, ${node ?? 'named as instance'}`,
      value: hosts.length,
    });
  }
  const own = resources.filter((resource) => resource.node === host.node);
  return { hypervisor: hypervisorOf(host, own), guests: own.filter(isGuest).map(guestOf) };
}

function hypervisorOf(host: Resource, own: readonly Resource[]): Hypervisor {
  const storages = own.filter(({ type, maxdisk = 0 }) => type === 'storage' && maxdisk > 0);
  const sum = (key: 'disk' | 'maxdisk'): number => storages.reduce((total, storage) => total + (storage[key] ?? 0), 0);
  return {
    cpuPct: sharePct(host.cpu, 1),
    memoryPct: sharePct(host.mem, host.maxmem),
    storagePct: sharePct(sum('disk'), sum('maxdisk')),
    uptimeS: host.uptime ?? null,
  };
}

function isGuest({ type, vmid, template }: Resource): boolean {
  return (type === 'qemu' || type === 'lxc') && vmid !== undefined && template !== 1;
}

function guestOf({ vmid = NaN, name, status, ...found }: Resource): Guest {
  return {
    id: vmid,
    name: name ?? String(vmid),
    status: status ?? 'unknown',
    cpuPct: sharePct(found.cpu, 1),
    memoryUsedBytes: found.mem ?? null,
    memoryTotalBytes: found.maxmem ?? null,
    // Proxmox cannot see into the disk of a virtual machine and states 0.
    diskUsedBytes: found.type === 'qemu' && found.disk === 0 ? null : (found.disk ?? null),
    uptimeS: found.uptime ?? null,
  };
}

function sharePct(part: number | undefined, whole: number | undefined): number | null {
  return part === undefined || whole === undefined || !(whole > 0) ? null : (100 * part) / whole;
}
