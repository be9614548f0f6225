import { clamp, lag, ramp } from '../arithmetic.ts';
import { streamKey, wander } from '../noise.ts';
import { gauge } from './exposition-text.ts';
import { computeShare, type PlantLoad } from './plant-load.ts';

/** The GPU of the plant's AI server at one instant. */
export interface GpuState {
  readonly epochMs: number;
  /** 0 to 1. */
  readonly use: number;
  readonly powerW: number;
  readonly temperatureC: number;
}

const stream = streamKey('ai server GPU');
const memoryBytes = 24_576 * 1024 ** 2;
const idleW = 55;
const fullW = 450;
/** How much warmer than the room a watt makes it. */
const kelvinPerW = 0.115;
const heatTimeMs = 60_000;

export function startGpu({ epochMs, ambientC }: PlantLoad): GpuState {
  return { epochMs, use: 0, powerW: idleW, temperatureC: ambientC + kelvinPerW * idleW };
}

/** The GPU at the instant of the load, which held since the state before. */
export function stepGpu(before: GpuState, load: PlantLoad): GpuState {
  const dtMs = Math.max(0, load.epochMs - before.epochMs);
  const use = clamp(computeShare(load) + 0.1 * wander(load.seed, stream, load.epochMs, 30_000), 0, 1);
  const powerW = idleW + (fullW - idleW) * use;
  const temperatureC = lag(before.temperatureC, load.ambientC + kelvinPerW * powerW, dtMs, heatTimeMs);
  return { epochMs: before.epochMs + dtMs, use, powerW, temperatureC };
}

/** As nvidia_gpu_exporter tells it. */
export function gpuText({ use, powerW, temperatureC }: GpuState): string {
  const uuid = { uuid: 'c0ffee00-0000-4000-8000-000000000001' };
  const info = { ...uuid, name: 'NVIDIA RTX 4090 (simulated)', driver_version: '550.120' };
  return [
    gauge('nvidia_smi_fan_speed_ratio', Number((0.3 + 0.6 * ramp(temperatureC, 45, 85)).toFixed(2)), uuid),
    gauge('nvidia_smi_gpu_info', 1, info),
    gauge('nvidia_smi_memory_total_bytes', memoryBytes, uuid),
    gauge('nvidia_smi_memory_used_bytes', Math.round(memoryBytes * (0.2 + 0.7 * use)), uuid),
    gauge('nvidia_smi_power_draw_watts', Number(powerW.toFixed(2)), uuid),
    gauge('nvidia_smi_temperature_gpu', Math.round(temperatureC), uuid),
    gauge('nvidia_smi_utilization_gpu_ratio', Number(use.toFixed(2)), uuid),
  ].join('');
}
