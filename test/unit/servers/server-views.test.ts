import assert from 'node:assert/strict';
import { completeServerBody, overviewBody, summaryBody } from '../../../nodes/servers/server-views.ts';
import { now, sampleGpu, sampleGuest, sampleReading, stateOf } from './state.fixture.ts';

describe('views of servers', () => {
  const ai = stateOf({ name: 'ai_server', reading: { ...sampleReading, gpus: [sampleGpu] } });
  const app = stateOf({
    name: 'app_server',
    reading: { ...sampleReading, guests: [sampleGuest, { ...sampleGuest, id: 101, status: 'stopped' }] },
  });
  const silent = stateOf({ name: 'storage_server', faults: { 0: 'no whole answer within 5 s' } });

  it('show a server in the overview as the sample of the contract does', () => {
    const overview: Readonly<Record<string, unknown>> = overviewBody([ai], now);
    assert.deepEqual(Object.keys(overview), [
      'ai_server',
      'last_updated',
      'total_servers',
      'online_servers',
      'alerts_count',
    ]);
    assert.deepEqual(overview['ai_server'], {
      server_status: {
        status: 'online',
        last_updated: '2025-01-05T20:14:50Z',
        response_time_ms: 45.2,
        uptime_seconds: 3600,
      },
      cpu: { usage_percent: 45.2, cores: 2, temperature: 65 },
      memory: { used_gb: 28.5, total_gb: 64, usage_percent: 44.5, available_gb: 35.5 },
      gpu: {
        name: 'NVIDIA RTX 4090',
        usage_percent: 78.3,
        memory_used_mb: 18432,
        memory_total_mb: 24576,
        memory_usage_percent: 75,
        temperature: 72,
        power_draw_w: 350,
      },
      disks: [
        {
          mount_point: '/mnt/ingest',
          device: '/dev/sda1',
          fs_type: 'ext4',
          used_gb: 1250.5,
          total_gb: 2000,
          available_gb: 749.5,
          usage_percent: 62.5,
        },
      ],
      network: [],
    });
  });

  it('show null, and never zero, of a server that does not answer', () => {
    assert.deepEqual(completeServerBody(silent, now + 5000), {
      server_status: {
        status: 'offline',
        last_updated: '2025-01-05T20:14:50Z',
        response_time_ms: null,
        uptime_seconds: null,
        reason: 'node-exporter: no whole answer within 5 s',
        age_seconds: 65,
      },
      cpu: { usage_percent: null, cores: null, temperature: null, load_average: null, per_core_percent: [] },
      memory: { used_gb: null, total_gb: null, usage_percent: null, available_gb: null, cached_gb: null },
      disks: null,
      network: null,
      filesystems: null,
      qdrant: null,
    });
  });

  it('count in the summary what the overview counts', () => {
    const alert = { point: 'cpu_usage_percent', level: 'warning', limit: 80, value: 93, forS: 300 } as const;
    const hot = stateOf({ name: 'spare', reading: sampleReading, alerts: [alert, { ...alert, level: 'critical' }] });
    assert.deepEqual(summaryBody([ai, app, silent, hot]), {
      summary: { total_servers: 4, online_servers: 2, alerts_count: 2, last_updated: '2025-01-05T20:14:50Z' },
      servers: {
        ai_server: { status: 'online', cpu_usage: 45.2, memory_usage: 44.5, gpu_usage: 78.3, response_time_ms: 45.2 },
        app_server: {
          status: 'online',
          cpu_usage: 45.2,
          memory_usage: 44.5,
          vm_count: 2,
          running_vms: 1,
          response_time_ms: 45.2,
        },
        storage_server: {
          status: 'offline',
          cpu_usage: null,
          memory_usage: null,
          filesystem_count: null,
          qdrant_status: 'unknown',
          response_time_ms: null,
        },
        spare: { status: 'error', cpu_usage: 45.2, memory_usage: 44.5, response_time_ms: 45.2 },
      },
    });
  });

  it('of no servers at all know no time', () => {
    assert.deepEqual(overviewBody([], now), {
      last_updated: null,
      total_servers: 0,
      online_servers: 0,
      alerts_count: 0,
    });
  });
});
