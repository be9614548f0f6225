import assert from 'node:assert/strict';
import { parseExposition } from '../../../../nodes/servers/exposition.ts';
import { gpuFamilies, gpusOf } from '../../../../nodes/servers/sources/nvidia.ts';

const gpusIn = (...lines: string[]) => gpusOf(parseExposition(lines.join('\n'), new RegExp(`^(?:${gpuFamilies})[ {]`)));

describe('nvidia exporters', () => {
  it('reads nvidia_gpu_exporter', () => {
    const gpus = gpusIn(
      'nvidia_smi_gpu_info{driver_version="550.1",name="NVIDIA RTX 4090",uuid="aa"} 1',
      'nvidia_smi_utilization_gpu_ratio{uuid="aa"} 0.783',
      'nvidia_smi_memory_used_bytes{uuid="aa"} 1.9327352832e+10',
      'nvidia_smi_memory_total_bytes{uuid="aa"} 2.5769803776e+10',
      'nvidia_smi_temperature_gpu{uuid="aa"} 72',
      'nvidia_smi_power_draw_watts{uuid="aa"} 350',
      'nvidia_smi_fan_speed_ratio{uuid="aa"} 0.65',
    );
    assert.deepEqual(gpus, [
      {
        name: 'NVIDIA RTX 4090',
        usagePct: 78.3,
        memoryUsedBytes: 18432 * 1024 ** 2,
        memoryTotalBytes: 24576 * 1024 ** 2,
        temperatureC: 72,
        powerW: 350,
        fanPct: 65,
      },
    ]);
  });

  it('has null for what a card does not tell', () => {
    const [gpu] = gpusIn(
      'nvidia_smi_gpu_info{name="Passive",uuid="bb"} 1',
      'nvidia_smi_utilization_gpu_ratio{uuid="bb"} 0',
    );
    assert.deepEqual([gpu?.usagePct, gpu?.fanPct, gpu?.powerW, gpu?.temperatureC], [0, null, null, null]);
  });

  it('reads dcgm-exporter, in its units', () => {
    const labels = 'gpu="0",UUID="GPU-1",modelName="NVIDIA A100"';
    const [gpu] = gpusIn(
      `DCGM_FI_DEV_GPU_UTIL{${labels}} 40`,
      `DCGM_FI_DEV_FB_USED{${labels}} 100`,
      `DCGM_FI_DEV_FB_FREE{${labels}} 300`,
      `DCGM_FI_DEV_GPU_TEMP{${labels}} 51`,
      `DCGM_FI_DEV_POWER_USAGE{${labels}} 210.5`,
    );
    assert.deepEqual(gpu, {
      name: 'NVIDIA A100',
      usagePct: 40,
      memoryUsedBytes: 100 * 1024 ** 2,
      memoryTotalBytes: 400 * 1024 ** 2,
      temperatureC: 51,
      powerW: 210.5,
      fanPct: null,
    });
  });

  it('finds several cards, in the order of the exporter', () => {
    const gpus = gpusIn(
      'nvidia_smi_gpu_info{name="B",uuid="2"} 1',
      'nvidia_smi_gpu_info{name="A",uuid="1"} 1',
      'nvidia_smi_utilization_gpu_ratio{uuid="1"} 0.1',
      'nvidia_smi_utilization_gpu_ratio{uuid="2"} 0.2',
    );
    assert.deepEqual(
      gpus.map(({ name, usagePct }) => [name, usagePct]),
      [
        ['B', 20],
        ['A', 10],
      ],
    );
  });
});
