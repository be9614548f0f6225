import assert from 'node:assert/strict';
import { pointIndexOf, pointValuesOf, serverFrame } from '../../../nodes/servers/server-points.ts';
import { Quality, type SiteModel } from '../../../nodes/site/index.ts';
import { now, sampleGpu, sampleGuest, sampleReading, stateOf } from './state.fixture.ts';

describe('points of a server', () => {
  const sensors = [
    { id: 301, tag: 'AI-CPU', device: 'ai_server', point: 'cpu_usage_percent' },
    { id: 302, tag: 'X', device: 'other', point: 'memory_usage_percent' },
  ] as unknown as SiteModel['sensors'];
  const index = pointIndexOf(stateOf({ name: 'ai_server' }).model, sensors, 10_000);

  it('carry the id of the sensor that the site file has for them', () => {
    const ids = index.points.flatMap(({ name, sensorId }) => (sensorId === undefined ? [] : [[name, sensorId]]));
    assert.deepEqual(ids, [['cpu_usage_percent', 301]]);
  });

  it('are what the sources say, and null where they say nothing', () => {
    const eth = { receivedPackets: 1, sentPackets: 1, receiveErrors: 0, sendErrors: 0 };
    const values = pointValuesOf(
      {
        ...sampleReading,
        gpus: [sampleGpu, { ...sampleGpu, temperatureC: 80, powerW: 100 }],
        guests: [sampleGuest],
        network: [
          { ...eth, name: 'eth0', receivedBytes: 10, sentBytes: 1.23456 },
          { ...eth, name: 'eth1', receivedBytes: null, sentBytes: 2 },
        ],
      },
      true,
    );
    assert.deepEqual(values, {
      up: 1,
      cpu_usage_percent: 45.2,
      load_1m: 1.2,
      cpu_temperature_c: 65,
      memory_usage_percent: 44.53,
      disk_usage_percent: 62.52,
      network_rx_bytes_per_s: null,
      network_tx_bytes_per_s: 3.23,
      gpu_usage_percent: 78.3,
      gpu_memory_usage_percent: 75,
      gpu_temperature_c: 80,
      gpu_power_w: 450,
      running_vms: 1,
      qdrant_points: null,
    });
  });

  it('become a frame whose unknown columns are bad, with the reason', () => {
    const times = { ts: now, cycle: 3, durationMs: 12 };
    const frame = serverFrame({ up: 0 }, 'no answer', { index, siteId: 'WLCE', ...times });
    assert.deepEqual(frame.get('up'), { value: 0, quality: Quality.good });
    assert.deepEqual(frame.get('cpu_usage_percent'), { value: null, quality: Quality.bad, reason: 'no answer' });
    assert.deepEqual([frame.deviceId, frame.origin, frame.cycle], ['ai_server', 'polled', 3]);
  });
});
