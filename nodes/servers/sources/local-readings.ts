import os from 'node:os';
import si from 'systeminformation';
import { isShownDisk } from '../host-reading.ts';
import type { Cpu, Disk, Gpu, Memory, NetworkInterface, Reading } from '../reading.ts';

const mebibyte = 1024 ** 2;
const unshownInterface = /^(lo$|docker|br-|veth)/;

/** What the machine of the gateway itself is doing. Rates are since the call before. */
export async function localReading(): Promise<Reading> {
  const [load, temperature, memory, disks, network, graphics] = await Promise.all([
    si.currentLoad(),
    si.cpuTemperature(),
    si.mem(),
    si.fsSize(),
    si.networkStats('*'),
    si.graphics(),
  ]);
  const gpus = gpusOf(graphics);
  return {
    cpu: cpuOf(load, temperature),
    memory: memoryOf(memory),
    disks: disksOf(disks),
    network: networkOf(network),
    ...(gpus.length > 0 && { gpus }),
    uptimeS: os.uptime(),
  };
}

function cpuOf(load: si.Systeminformation.CurrentLoadData, temperature: si.Systeminformation.CpuTemperatureData): Cpu {
  return {
    usagePct: load.currentLoad,
    perCorePct: load.cpus.map((core) => core.load),
    cores: load.cpus.length,
    temperatureC: known(temperature.main),
    load: os.loadavg(),
  };
}

function memoryOf({ total, available, cached }: si.Systeminformation.MemData): Memory {
  return { totalBytes: total, availableBytes: available, cachedBytes: cached };
}

function disksOf(sizes: readonly si.Systeminformation.FsSizeData[]): readonly Disk[] {
  return sizes
    .filter(({ size, type, mount }) => size > 0 && isShownDisk(type, mount))
    .map(({ fs, type, mount, size, used, available }) => {
      return { mount, device: fs, type, totalBytes: size, usedBytes: used, availableBytes: available };
    });
}

/** The system's own counters of packets are not to be had here. */
function networkOf(stats: readonly si.Systeminformation.NetworkStatsData[]): readonly NetworkInterface[] {
  return stats
    .filter(({ iface }) => !unshownInterface.test(iface))
    .map(({ iface, rx_sec, tx_sec }) => ({
      name: iface,
      receivedBytes: known(rx_sec),
      sentBytes: known(tx_sec),
      receivedPackets: null,
      sentPackets: null,
      receiveErrors: null,
      sendErrors: null,
    }));
}

/** Controllers without figures only draw a screen. */
function gpusOf({ controllers }: si.Systeminformation.GraphicsData): readonly Gpu[] {
  return controllers
    .filter(({ utilizationGpu }) => utilizationGpu !== undefined)
    .map((controller) => ({
      name: controller.model,
      usagePct: known(controller.utilizationGpu),
      memoryUsedBytes: scaled(controller.memoryUsed, mebibyte),
      memoryTotalBytes: scaled(controller.memoryTotal, mebibyte),
      temperatureC: known(controller.temperatureGpu),
      powerW: known(controller.powerDraw),
      fanPct: known(controller.fanSpeed),
    }));
}

function known(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function scaled(value: number | undefined, factor: number): number | null {
  const found = known(value);
  return found === null ? null : found * factor;
}
