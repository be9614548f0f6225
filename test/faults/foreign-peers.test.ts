import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { openPlant, type PlantHandle } from '../../nodes/plant/index.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { skipWithout } from '../support/skip.ts';
import { batteriesOf, writeBatterySite } from './support/battery-site.ts';
import { printFigures, seed } from './support/fault-run.ts';
import { GatewayClient } from './support/gateway-client.ts';
import { until } from './support/wait.ts';

/** Debian's own interpreter: another one on the path does not see Debian's packages. */
const python = '/usr/bin/python3';
const script = path.join(import.meta.dirname, 'support', 'pymodbus_inverter.py');
const setpointAddress = 100;
const heartbeatAddress = 101;

/** The first registers of the demo inverter with their resolution, as its data sheet has them. */
const registers: readonly (readonly [name: string, perUnit: number])[] = [
  ['status_code', 1],
  ['soc', 10],
  ['soh', 10],
  ['active_power', 10],
  ['reactive_power', 10],
  ['dc_voltage', 10],
  ['dc_current', 10],
  ['battery_temperature', 10],
  ['cell_temp_max', 10],
  ['cell_temp_min', 10],
  ['cell_voltage_max', 1000],
  ['cell_voltage_min', 1000],
  ['grid_frequency', 100],
  ['grid_voltage', 10],
  ['charge_limit', 10],
  ['discharge_limit', 10],
];

describe('foreign Modbus peers', function () {
  this.timeout(60_000);
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const withPymodbus = skipWithout([python, '-c', 'import pymodbus.server.async_io'], 'python3-pymodbus');
  withPymodbus('the gateway reads and commands an inverter that pymodbus serves', async () => {
    const inverter = await startPymodbusInverter();
    closers.push(inverter.stop);
    const gateway = await startInFrontOf(inverter.port);
    const client = new GatewayClient(gateway.url);

    const { answer: status } = await until(async () => fresh(await client.status()), {
      what: 'telemetry of the pymodbus inverter',
      withinMs: 10_000,
    });
    assert.deepEqual(status.bess, {
      soc_pct: 61.3,
      power_kw: 0,
      voltage_v: 751.2,
      temperature_c: 24.5,
      status_code: 0,
    });

    const commandsKw = [100, -62.5, 0];
    for (const target_kw of commandsKw) {
      const { status, body } = await client.dispatch({ target_kw });
      assert.equal(status, 200, JSON.stringify(body));
    }
    const setpoints = inverter.written.filter(({ address }) => address === setpointAddress);
    assert.deepEqual(
      setpoints.map(({ value }) => value),
      commandsKw.map((kw) => (kw * 10) & 0xffff),
    );
    await until(() => new Set(heartbeatsOf(inverter)).size >= 3, { what: 'moving heartbeat', withinMs: 5000 });
    const health = await client.health();
    assert.equal(health.status, 'healthy', health.reasons.join(', '));
    printFigures(`pymodbus: 5 readings equal, ${setpoints.length} commands written once each and read back`);
  });

  const withMbpoll = skipWithout(['mbpoll', '-h'], 'mbpoll');
  withMbpoll('mbpoll reads what the plant says and its write arrives', async () => {
    const plant = await openPlant({ port: 0, seed, stepping: 'manual' });
    closers.push(() => plant.stop());
    const points = (await plant.snapshot()).units[1]!.points;

    const read = await readRegisters(plant, 0, registers.length);
    for (const [address, [name, perUnit]] of registers.entries()) {
      assert.equal(read.get(address), Math.round(points[name]! * perUnit), name);
    }

    await writeRegister(plant, { address: setpointAddress, value: 500 });
    assert.equal((await readRegisters(plant, setpointAddress, 1)).get(setpointAddress), 500);
    const journal = (await plant.journal()).map(({ unit, address, value }) => ({ unit, address, value }));
    assert.deepEqual(journal, [{ unit: 1, address: setpointAddress, value: 500 }]);
    printFigures(`mbpoll: ${read.size} registers read, 1 written and read back`);
  });

  async function startInFrontOf(port: number): Promise<TestGateway> {
    const site = await writeBatterySite(batteriesOf(1));
    closers.push(site.remove);
    const gateway = await startGateway({ ...site.options, plant: { port } });
    closers.push(gateway.stop);
    return gateway;
  }
});

interface Written {
  readonly address: number;
  readonly value: number;
}

interface PymodbusInverter {
  readonly port: number;
  /** What clients wrote, oldest first. */
  readonly written: readonly Written[];
  readonly stop: () => Promise<void>;
}

async function startPymodbusInverter(): Promise<PymodbusInverter> {
  const server = spawn(python, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: server.stdout });
  const [port] = (await once(lines, 'line')) as [string];
  const written: Written[] = [];
  lines.on('line', (line) => {
    const [address, value] = line.split(' ').map(Number) as [number, number];
    written.push({ address, value });
  });
  const stop = async (): Promise<void> => {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
  };
  return { port: Number(port), written, stop };
}

function heartbeatsOf({ written }: PymodbusInverter): number[] {
  return written.filter(({ address }) => address === heartbeatAddress).map(({ value }) => value);
}

function fresh<T extends { readonly bess: { readonly soc_pct: number | null } }>(status: T): T | undefined {
  return status.bess.soc_pct === null ? undefined : status;
}

const runFile = promisify(execFile);

/** Once, in protocol addresses, at holding registers of unit 1. */
async function mbpoll(
  { port }: PlantHandle,
  range: readonly string[],
  values: readonly number[] = [],
): Promise<string> {
  const target = ['-0', '-1', '-m', 'tcp', '-a', '1', '-p', String(port), '-t', '4'];
  const { stdout } = await runFile('mbpoll', [...target, ...range, '127.0.0.1', ...values.map(String)]);
  return stdout;
}

/** Holding registers by address. */
async function readRegisters(plant: PlantHandle, first: number, count: number): Promise<ReadonlyMap<number, number>> {
  const printed = await mbpoll(plant, ['-r', String(first), '-c', String(count)]);
  const rows = printed.matchAll(/^\[(\d+)\]:\s+(\d+)/gm);
  return new Map(Array.from(rows, ([, address, value]) => [Number(address), Number(value)]));
}

async function writeRegister(plant: PlantHandle, { address, value }: Written): Promise<void> {
  await mbpoll(plant, ['-r', String(address)], [value]);
}
