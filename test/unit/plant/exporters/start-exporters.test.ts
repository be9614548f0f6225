import assert from 'node:assert/strict';
import { startExporters, type Exporters } from '../../../../nodes/plant/exporters/start-exporters.ts';
import { serverMonitor } from '../../../../nodes/servers/server-monitor.ts';
import type { ServerModel } from '../../../../nodes/site/index.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { type ServersRig, startServersRig, untilTrue } from '../../servers/servers.fixture.ts';

/** The collectors of the servers room read what the plant's exporters serve. */
describe('exporters of the plant', () => {
  let clock: ManualClock;
  let exporters: Exporters;
  let rig: ServersRig;
  let itKw: number;

  beforeEach(async () => {
    clock = new ManualClock();
    itKw = 800;
    const load = () => ({ seed: 42, epochMs: clock.now(), itKw, ambientC: 23 });
    exporters = await startExporters({ port: 0, load });
    const at = `http://127.0.0.1:${exporters.port}`;
    const host = (name: string) => ({ kind: 'node-exporter', url: `${at}/${name}/metrics` }) as const;
    const servers: readonly ServerModel[] = [
      {
        name: 'ai_server',
        description: '',
        sources: [host('ai-server'), { kind: 'nvidia', url: `${at}/ai-server/gpu/metrics` }],
      },
      {
        name: 'app_server',
        description: '',
        sources: [host('app-server'), { kind: 'proxmox', url: `${at}/app-server` }],
      },
    ];
    rig = await startServersRig(servers, clock);
  });
  afterEach(async () => {
    await rig.stop();
    await exporters.close();
  });

  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 5000) {
      clock.advance(5000);
      await Promise.all(['ai_server', 'app_server'].map((name) => serverMonitor.get().ask(name)));
    }
  }
  const ofRole = (name: string) =>
    serverMonitor
      .get()
      .states()
      .find(({ model }) => model.name === name)!;

  it('are understood by the collectors', async () => {
    await pass(20_000);
    await untilTrue(
      () =>
        serverMonitor
          .get()
          .states()
          .every(({ status }) => status === 'online'),
      'both are online',
    );
    const { cpu, memory, disks, network, gpus, uptimeS } = ofRole('ai_server').reading;
    assert.deepEqual([cpu?.cores, memory?.totalBytes, disks?.length, network?.length], [16, 64 * 1024 ** 3, 1, 1]);
    assert.deepEqual([gpus?.length, uptimeS], [1, 20]);
    const { hypervisor, guests } = ofRole('app_server').reading;
    assert.deepEqual(
      guests?.map(({ id, name, status }) => [id, name, status]),
      [
        [100, 'user-vm', 'running'],
        [101, 'app-vm', 'running'],
      ],
    );
    assert.ok((hypervisor?.cpuPct ?? -1) > 0);
  });

  it('are busier, and warmer, when the plant is', async () => {
    const figures = () => {
      const { cpu, gpus } = ofRole('ai_server').reading;
      const [gpu] = gpus ?? [];
      return [cpu?.usagePct, cpu?.temperatureC, gpu?.usagePct, gpu?.powerW, gpu?.temperatureC].map(
        (value) => value ?? NaN,
      );
    };
    itKw = 680;
    await pass(600_000);
    const calm = figures();
    itKw = 920;
    await pass(600_000);
    const busy = figures();
    assert.ok(
      calm.every((value, index) => value < busy[index]!),
      `${calm.join()} against ${busy.join()}`,
    );
    assert.ok(busy[4]! > 60 && busy[4]! < 85, `the GPU has ${busy[4]} °C`);
    assert.deepEqual(
      serverMonitor
        .get()
        .states()
        .flatMap(({ alerts }) => alerts),
      [],
    );
  });

  it('serve nothing else, and refuse a port that is taken', async () => {
    const { status } = await fetch(`http://127.0.0.1:${exporters.port}/metrics`);
    assert.equal(status, 404);
    const again = startExporters({ port: exporters.port, load: () => ({ seed: 1, epochMs: 0, itKw: 0, ambientC: 0 }) });
    await assert.rejects(again, { code: 'plant_port_unavailable' });
  });
});
