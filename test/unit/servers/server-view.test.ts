import assert from 'node:assert/strict';
import { setIdentity } from '../../../nodes/kernel/index.ts';
import { ServerMonitor, serverMonitor } from '../../../nodes/servers/server-monitor.ts';
import serverView from '../../../nodes/servers/server-view.ts';
import type { ServerState } from '../../../nodes/servers/server-state.ts';
import type { ServerWatch } from '../../../nodes/servers/server-watch.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { now, sampleGpu, sampleGuest, sampleReading, stateOf } from './state.fixture.ts';

function provide(...states: readonly ServerState[]): void {
  const watches = states.map((state) => ({ state }) as unknown as ServerWatch);
  serverMonitor.provide(new ServerMonitor({ watches, version: '1.2.3', now: () => now }));
}

describe('server-view node', () => {
  beforeEach(() => {
    provide(
      stateOf({
        name: 'ai_server',
        reading: { ...sampleReading, gpus: [sampleGpu] },
        kinds: ['node-exporter', 'nvidia'],
      }),
      stateOf({
        name: 'app_server',
        reading: {
          hypervisor: { cpuPct: 23.1, memoryPct: 67.8, storagePct: 45.2, uptimeS: 604_800 },
          guests: [sampleGuest],
        },
        kinds: ['proxmox'],
        site: 'EAST',
      }),
      stateOf({
        name: 'storage_server',
        reading: {
          ...sampleReading,
          files: [
            {
              directory: '/mnt/ingest',
              count: 15_420,
              totalBytes: 15_420 * 85.3 * 1024 ** 2,
              largestBytes: 1024 ** 3,
              complete: true,
            },
          ],
          qdrant: {
            collections: 3,
            points: 1_250_000,
            diskBytes: 45.2 * 1024 ** 3,
            memoryBytes: 512 * 1024 ** 2,
            version: '1.7.0',
          },
        },
        kinds: ['local', 'qdrant'],
      }),
      stateOf({ name: 'spare', faults: { 0: 'silent' } }),
    );
  });
  afterEach(async () => {
    await TestFlow.close();
    serverMonitor.withdraw();
  });

  const load = (operation: string, server = '') => TestFlow.ofNode(serverView, { operation, server });
  async function answerTo(operation: string, server = '', params: object = {}): Promise<Record<string, unknown>> {
    const { payload, statusCode } = await (await load(operation, server)).ask('node', { req: { query: {}, params } });
    assert.equal(statusCode, 200);
    return Object.fromEntries(Object.entries(payload as object).filter(([name]) => name !== 'server_status'));
  }

  const answers: [operation: string, server: string, answer: object][] = [
    [
      'gpu',
      'ai_server',
      {
        gpu: {
          name: 'NVIDIA RTX 4090',
          usage_percent: 78.3,
          memory_used_mb: 18432,
          memory_total_mb: 24576,
          memory_usage_percent: 75,
          temperature: 72,
          power_draw_w: 350,
          fan_speed_percent: 65,
        },
      },
    ],
    ['gpu', 'spare', { gpu: null, message: 'No GPU metrics available' }],
    [
      'cpu',
      'ai_server',
      {
        cpu: {
          usage_percent: 45.2,
          cores: 2,
          temperature: 65,
          load_average: [1.2, 1.5, 1.8],
          per_core_percent: [45.2, 45.2],
        },
      },
    ],
    [
      'memory',
      'ai_server',
      { memory: { used_gb: 28.5, total_gb: 64, usage_percent: 44.5, available_gb: 35.5, cached_gb: 5 } },
    ],
    ['storage', 'spare', { disks: null }],
    ['network', 'ai_server', { network: [] }],
    [
      'proxmox',
      'app_server',
      { proxmox_host: { cpu_usage: 23.1, memory_usage: 67.8, storage_usage: 45.2, uptime_hours: 168, vm_count: 1 } },
    ],
    [
      'vms',
      'app_server',
      {
        vms: [
          {
            vmid: 100,
            name: 'user-vm',
            status: 'running',
            cpu_usage: 15.3,
            memory_used_gb: 4.2,
            memory_total_gb: 8,
            memory_usage_percent: 52.5,
            disk_usage_gb: 25.6,
            uptime_seconds: 86_400,
          },
        ],
        vm_count: 1,
        running_vms: 1,
      },
    ],
    [
      'filesystems',
      'storage_server',
      {
        filesystems: [
          {
            mount_point: '/mnt/ingest',
            used_gb: 1250.5,
            total_gb: 2000,
            usage_percent: 62.5,
            file_count: 15_420,
            avg_file_size_mb: 85.3,
            largest_file_mb: 1024,
          },
        ],
        total_filesystems: 1,
        total_used_gb: 1250.5,
        total_capacity_gb: 2000,
      },
    ],
    [
      'qdrant',
      'storage_server',
      {
        qdrant: {
          status: 'running',
          collections: 3,
          total_points: 1_250_000,
          disk_usage_gb: 45.2,
          memory_usage_mb: 512,
          version: '1.7.0',
        },
      },
    ],
    ['qdrant', 'spare', { qdrant: null, message: 'No Qdrant metrics available' }],
  ];
  for (const [operation, server, answer] of answers) {
    it(`answers ${operation} of ${server} as the contract shows it`, async () => {
      const found = await answerTo(operation, server);
      assert.deepEqual(found, answer);
      assert.deepEqual(Object.keys(found), Object.keys(answer));
    });
  }

  it('finds one machine by its number', async () => {
    const { vm } = await answerTo('vm', 'app_server', { vm_id: '100' });
    assert.equal((vm as { name: string }).name, 'user-vm');
    await TestFlow.close();
    const flow = await load('vm', 'app_server');
    const refused = async (vm_id: string) =>
      (await flow.askForError('node', { req: { query: {}, params: { vm_id } } })).code;
    assert.deepEqual(
      [await refused('7'), await refused('x'), await refused('1.5')],
      ['unknown_vm', 'bad_vm_id', 'bad_vm_id'],
    );
  });

  for (const params of [
    { mount_point: '/mnt/ingest' },
    { mount_point: 'mnt/ingest' },
    { 0: '/mnt/ingest' },
    { 0: 'mnt/ingest' },
  ]) {
    it(`finds a file system by ${JSON.stringify(params)}`, async () => {
      const { filesystem } = await answerTo('filesystem', 'storage_server', params);
      assert.equal((filesystem as { mount_point: string }).mount_point, '/mnt/ingest');
    });
  }

  it('refuses a file system and a server that are not there', async () => {
    const flow = await load('filesystem', 'storage_server');
    const error = await flow.askForError('node', { req: { query: {}, params: { mount_point: '/none' } } });
    assert.match(error.message, /Filesystem \/none not found on storage_server\.$/);
    await TestFlow.close();
    const nobody = await (await load('cpu')).askForError('node', { server: 'nobody', payload: {} });
    assert.equal(nobody.code, 'unknown_server');
  });

  it('takes the server from the message where the node names none', async () => {
    const { payload } = await (await load('cpu')).ask('node', { server: 'ai_server', payload: {} });
    assert.equal((payload as { cpu: { cores: number } }).cpu.cores, 2);
  });

  it('shows a key that is limited to some sites no server of another', async () => {
    const request = { query: {}, params: {} };
    setIdentity(request, { keyId: 'k', scopes: new Set(['read']), sites: new Set(['EAST']), arrivedAt: 0 });
    const flow = await TestFlow.load(
      [serverView],
      [
        { id: 'tab', type: 'tab' },
        { id: 'all', z: 'tab', type: 'busbar-server-view', x: 1, y: 1, operation: 'overview', wires: [['out1']] },
        {
          id: 'one',
          z: 'tab',
          type: 'busbar-server-view',
          x: 1,
          y: 1,
          operation: 'cpu',
          server: 'ai_server',
          wires: [['out1']],
        },
        { id: 'catch', z: 'tab', type: 'catch', x: 1, y: 2, scope: null, wires: [['caught']] },
        { id: 'out1', z: 'tab', type: 'helper', x: 2, y: 1 },
        { id: 'caught', z: 'tab', type: 'helper', x: 2, y: 1 },
      ],
    );
    const { payload } = await flow.ask('all', { req: request });
    assert.deepEqual(Object.keys(payload as object)[0], 'app_server');
    assert.equal((payload as { total_servers: number }).total_servers, 1);
    assert.equal((await flow.askForError('one', { req: request })).code, 'unknown_server');
  });

  it('says of the monitoring what does not answer', async () => {
    const { services, status, version } = await answerTo('health');
    assert.deepEqual(services, { api: 'healthy', prometheus: 'unhealthy', websocket: 'unhealthy' });
    assert.deepEqual([status, version], ['degraded', '1.2.3']);
  });

  it('says of one server which sources answer and which limits are passed', async () => {
    const { health } = await answerTo('server_health', 'spare');
    assert.deepEqual(health, {
      status: 'offline',
      cpu_usage: null,
      memory_usage: null,
      sources: [{ source: 'node-exporter', answers: false, reason: 'silent' }],
      alerts: [],
    });
  });

  it('serves text where the request accepts it, and JSON else', async () => {
    const flow = await load('metrics');
    const json = await flow.ask('node', { req: { query: {}, params: {}, headers: { accept: '*/*' } } });
    assert.ok(Array.isArray((json.payload as { metrics: unknown }).metrics));
    const text = await flow.ask('node', {
      req: { query: {}, params: {}, headers: { accept: 'text/plain;version=0.0.4' } },
    });
    assert.match(text.payload as string, /^busbar_server_up\{server="ai_server"\} 1$/m);
    assert.match((text['headers'] as Record<string, string>)['content-type'] ?? '', /^text\/plain/);
  });

  it('greets the clients of a feed and answers them, and counts as the feed', async () => {
    const flow = await load('feed');
    assert.equal(serverMonitor.get().isFed, true);
    const greeting = await flow.ask('node', { topic: 'connect', client: 'c1', payload: null });
    assert.equal((greeting.payload as { event_type: string }).event_type, 'connection_established');
    const update = await flow.ask('node', { topic: 'message', client: 'c1', payload: '{"type":"request_update"}' });
    assert.deepEqual([update.topic, update['client']], ['ai_server', 'c1']);
    await TestFlow.close();
    assert.equal(serverMonitor.get().isFed, false);
  });
});
