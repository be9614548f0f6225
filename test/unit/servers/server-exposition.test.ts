import assert from 'node:assert/strict';
import { parseExposition } from '../../../nodes/servers/exposition.ts';
import { expositionText, metricLinesBody } from '../../../nodes/servers/server-exposition.ts';
import { now, sampleGpu, sampleReading, stateOf } from './state.fixture.ts';

describe('metrics of servers', () => {
  const states = [
    stateOf({ name: 'ai_server', reading: { ...sampleReading, gpus: [sampleGpu] } }),
    stateOf({ name: 'app_server', faults: { 0: 'silent' } }),
  ];

  it('are lines without labels in JSON, of those that are known', () => {
    assert.deepEqual(metricLinesBody(states, now), {
      metrics: [
        'ai_server_cpu_usage_percent 45.2',
        'ai_server_memory_usage_percent 44.5',
        `ai_server_memory_used_bytes ${28.5 * 1024 ** 3}`,
        `ai_server_memory_total_bytes ${64 * 1024 ** 3}`,
        'ai_server_gpu_usage_percent 78.3',
        'ai_server_gpu_memory_usage_percent 75',
        'ai_server_gpu_temperature_celsius 72',
        'ai_server_gpu_power_watts 350',
        'ai_server_filesystem_count 1',
        'system_total_servers 2',
        'system_online_servers 1',
        'system_alerts_count 0',
      ],
      timestamp: '2025-01-05T20:15:00Z',
    });
  });

  it('are text that a parser of Prometheus reads back', async () => {
    const exposition = parseExposition(await expositionText(states), /^busbar_server_/);
    const of = (name: string, label = 'server') =>
      Object.fromEntries(exposition.byLabel(`busbar_server_${name}`, label));
    assert.deepEqual(of('up'), { ai_server: 1, app_server: 0 });
    assert.deepEqual(of('cpu_usage_percent'), { ai_server: 45.2 });
    assert.deepEqual(of('core_usage_percent', 'core'), { 0: 45.24, 1: 45.16 });
    assert.equal(of('disk_usage_percent', 'mount_point')['/mnt/ingest']?.toFixed(1), '62.5');
  });
});
