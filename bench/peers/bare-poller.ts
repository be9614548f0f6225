/**
 * The least that polling can cost: one modbus-serial client for each device, one read a second, the answer thrown away.
 * Prints what it measured of itself. Arguments: Modbus port, seconds, units.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import ModbusSerial from 'modbus-serial';
import { percentile } from '../support/statistics.ts';

const [modbusPort, seconds, ...units] = process.argv.slice(2).map(Number) as [number, number, ...number[]];
const registers = 60;
const periodMs = 1000;
const cyclesMs: number[] = [];

const clients = await Promise.all(
  units.map(async (unit) => {
    const client = new ModbusSerial.default();
    await client.connectTCP('127.0.0.1', { port: modbusPort });
    client.setID(unit);
    return client;
  }),
);

async function poll(client: (typeof clients)[number]): Promise<void> {
  const startedAt = performance.now();
  await client.readHoldingRegisters(0, registers);
  cyclesMs.push(performance.now() - startedAt);
}

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
for (const [position, client] of clients.entries()) {
  const start = (): unknown => setInterval(() => void poll(client), periodMs);
  setTimeout(start, (position * periodMs) / clients.length);
}

setTimeout(() => {
  const { user, system } = process.cpuUsage(cpuBefore);
  const elapsedMs = performance.now() - startedAt;
  const result: PollerResult = {
    cpuPercent: (100 * (user + system)) / 1000 / elapsedMs,
    cycleP50Ms: percentile(cyclesMs, 0.5),
    cycleP99Ms: percentile(cyclesMs, 0.99),
    eventLoopDelayP99Ms: delay.percentile(99) / 1e6,
  };
  process.stdout.write(JSON.stringify(result), () => process.exit());
}, seconds * 1000);

export interface PollerResult {
  /** Of one core. */
  readonly cpuPercent: number;
  readonly cycleP50Ms: number;
  readonly cycleP99Ms: number;
  readonly eventLoopDelayP99Ms: number;
}
