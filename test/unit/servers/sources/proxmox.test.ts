import assert from 'node:assert/strict';
import { proxmoxReading } from '../../../../nodes/servers/sources/proxmox.ts';

const gigabyte = 1024 ** 3;
const node = {
  type: 'node',
  node: 'pve',
  status: 'online',
  cpu: 0.231,
  maxcpu: 16,
  mem: 67.8,
  maxmem: 100,
  uptime: 604_800,
};
const vm = {
  type: 'qemu',
  node: 'pve',
  vmid: 100,
  name: 'user-vm',
  status: 'running',
  cpu: 0.153,
  mem: 4.2 * gigabyte,
  maxmem: 8 * gigabyte,
  disk: 0,
  maxdisk: 32 * gigabyte,
  uptime: 86_400,
};

describe('proxmox source', () => {
  it('reads host, storages and guests of one answer', () => {
    const { hypervisor, guests } = proxmoxReading(
      {
        data: [
          node,
          vm,
          { type: 'lxc', node: 'pve', vmid: 101, name: 'db', status: 'stopped', disk: 5, uptime: 0 },
          { type: 'qemu', node: 'pve', vmid: 9000, template: 1 },
          { type: 'storage', node: 'pve', storage: 'local', disk: 40, maxdisk: 100 },
          { type: 'storage', node: 'pve', storage: 'zfs', disk: 60, maxdisk: 100 },
          { type: 'storage', node: 'pve', storage: 'gone', disk: 0, maxdisk: 0 },
          { type: 'sdn', node: 'pve' },
        ],
      },
      undefined,
    );
    assert.deepEqual(hypervisor, { cpuPct: 23.1, memoryPct: 67.8, storagePct: 50, uptimeS: 604_800 });
    assert.deepEqual(
      guests?.map(({ id, status, cpuPct, diskUsedBytes, uptimeS }) => {
        return [id, status, cpuPct?.toFixed(1), diskUsedBytes, uptimeS];
      }),
      [
        [100, 'running', '15.3', null, 86_400],
        [101, 'stopped', undefined, 5, 0],
      ],
    );
  });

  it('asks for the name of the node where there are several', () => {
    const data = [node, { ...node, node: 'pve2', cpu: 0.5 }, { ...vm, node: 'pve2' }];
    assert.throws(() => proxmoxReading({ data }, undefined), { code: 'source_not_understood' });
    assert.throws(() => proxmoxReading({ data }, 'pve3'), /about one node, pve3/);
    const { hypervisor, guests } = proxmoxReading({ data }, 'pve2');
    assert.deepEqual([hypervisor?.cpuPct, guests?.length], [50, 1]);
  });

  it('refuses what is no list of resources', () => {
    for (const answer of [null, {}, { data: 'x' }, { data: [] }]) {
      assert.throws(() => proxmoxReading(answer, undefined), { code: 'source_not_understood' });
    }
  });
});
