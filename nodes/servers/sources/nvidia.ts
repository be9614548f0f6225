import { type Exposition, parseExposition } from '../exposition.ts';
import { fetchText } from '../fetch-text.ts';
import type { Gpu } from '../reading.ts';
import { errors } from '../server-errors.ts';
import type { HttpSource, Source } from './source.ts';

const mebibyte = 1024 ** 2;

/** Names of the families that are used, of nvidia_gpu_exporter and of NVIDIA's own dcgm-exporter. */
export const gpuFamilies = [
  'nvidia_smi_(?:gpu_info|utilization_gpu_ratio|memory_(?:used|total)_bytes|temperature_gpu|power_draw_watts|fan_speed_ratio)',
  'DCGM_FI_DEV_(?:GPU_UTIL|FB_USED|FB_FREE|GPU_TEMP|POWER_USAGE)',
].join('|');

const wanted = new RegExp(`^(?:${gpuFamilies})[ {]`);

/** The text of an exporter for NVIDIA GPUs. */
export function nvidiaSource(label: string, http: HttpSource): Source {
  return {
    label,
    async collect() {
      const gpus = gpusOf(parseExposition(await fetchText(http.url, http), wanted));
      if (gpus.length === 0) throw errors.source_not_understood({ limit: 'that of an exporter for NVIDIA GPUs' });
      return { gpus };
    },
  };
}

/** In the order in which the exporter lists them. */
export function gpusOf(exposition: Exposition): readonly Gpu[] {
  return [...smiGpus(exposition), ...dcgmGpus(exposition)];
}

function smiGpus(exposition: Exposition): readonly Gpu[] {
  const of = (family: string) => exposition.byLabel(`nvidia_smi_${family}`, 'uuid');
  const [usage, used, total] = [of('utilization_gpu_ratio'), of('memory_used_bytes'), of('memory_total_bytes')];
  const [temperature, power, fan] = [of('temperature_gpu'), of('power_draw_watts'), of('fan_speed_ratio')];
  const infos = exposition.samples('nvidia_smi_gpu_info').map(({ labels }) => labels);
  const names = new Map(infos.map(({ uuid = '', name }) => [uuid, name]));
  return [...new Set([...names.keys(), ...usage.keys()])].map((uuid) => ({
    name: names.get(uuid) ?? null,
    usagePct: percent(usage.get(uuid)),
    memoryUsedBytes: known(used.get(uuid)),
    memoryTotalBytes: known(total.get(uuid)),
    temperatureC: known(temperature.get(uuid)),
    powerW: known(power.get(uuid)),
    fanPct: percent(fan.get(uuid)),
  }));
}

/** dcgm-exporter counts memory in MiB and knows no total; it counts no fans. */
function dcgmGpus(exposition: Exposition): readonly Gpu[] {
  const of = (family: string) => exposition.byLabel(`DCGM_FI_DEV_${family}`, 'UUID');
  const [usage, used, free] = [of('GPU_UTIL'), of('FB_USED'), of('FB_FREE')];
  const [temperature, power] = [of('GPU_TEMP'), of('POWER_USAGE')];
  const samples = exposition.samples('DCGM_FI_DEV_GPU_UTIL').map(({ labels }) => labels);
  return samples.map(({ UUID: uuid = '', modelName }) => {
    const [usedMb, freeMb] = [known(used.get(uuid)), known(free.get(uuid))];
    return {
      name: modelName ?? null,
      usagePct: known(usage.get(uuid)),
      memoryUsedBytes: usedMb === null ? null : usedMb * mebibyte,
      memoryTotalBytes: usedMb === null || freeMb === null ? null : (usedMb + freeMb) * mebibyte,
      temperatureC: known(temperature.get(uuid)),
      powerW: known(power.get(uuid)),
      fanPct: null,
    };
  });
}

function known(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function percent(ratio: number | undefined): number | null {
  const value = known(ratio);
  return value === null ? null : 100 * value;
}
