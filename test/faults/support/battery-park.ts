import { openPlant, type PlantHandle, type PlantOptions } from '../../../nodes/plant/index.ts';
import type { ModbusFrame } from '../../../nodes/plant/modbus-frame.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { batteriesOf, type Battery, writeBatterySite } from './battery-site.ts';
import { GatewayClient } from './gateway-client.ts';
import { StallWatch } from './stall-watch.ts';
import { until } from './wait.ts';
import { tapWire, type WireListener } from './wire-tap.ts';

export interface BatteryParkOptions {
  readonly batteries: number;
  readonly plant: Pick<PlantOptions, 'seed' | 'speed'>;
  readonly wire?: WireListener;
}

/** A gateway in front of batteries whose plant and wire the test holds. */
export interface BatteryPark {
  readonly batteries: readonly Battery[];
  readonly plant: PlantHandle;
  readonly gateway: TestGateway;
  readonly client: GatewayClient;
  readonly stalls: StallWatch;
  /** Waits until the gateway drives every battery. */
  readonly untilReady: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A setpoint that a device accepted. */
export interface SetpointWrite {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kw: number;
}

const writeSingleRegister = 6;
const setpointAddress = 100;

export async function startBatteryPark({ batteries: count, plant: options, wire = {} }: BatteryParkOptions) {
  const batteries = batteriesOf(count);
  const plant = await openPlant({ port: 0, extraInverters: count - 1, ...options });
  const tap = await tapWire(plant.port, wire);
  const site = await writeBatterySite(batteries);
  const gateway = await startGateway({ ...site.options, plant: tap });
  const client = new GatewayClient(gateway.url);
  const stalls = new StallWatch(gateway.pid);
  const park: BatteryPark = {
    batteries,
    plant,
    gateway,
    client,
    stalls,
    async untilReady() {
      const healthy = async () => (await client.health()).status === 'healthy';
      await until(healthy, { what: 'every battery connected and fresh', withinMs: 20_000, everyMs: 200 });
    },
    async close() {
      stalls.close();
      await gateway.stop();
      await tap.close();
      await plant.stop();
      await site.remove();
    },
  };
  return park;
}

/** What the plant's journal has of a battery's setpoint, oldest first. */
export async function setpointWrites(plant: PlantHandle, { unit }: Battery): Promise<SetpointWrite[]> {
  return (await plant.journal())
    .filter((entry) => entry.unit === unit && entry.address === setpointAddress)
    .map(({ at, value }) => ({ at, kw: kilowattsOf(value) }));
}

/** The power that a request sets, kW; undefined for every other request. */
export function setpointOf({ pdu }: ModbusFrame): number | undefined {
  const setsOne = pdu.readUInt8(0) === writeSingleRegister && pdu.readUInt16BE(1) === setpointAddress;
  return setsOne ? kilowattsOf(pdu.readUInt16BE(3)) : undefined;
}

/** A setpoint register, int16 in steps of 0.1 kW. */
function kilowattsOf(word: number): number {
  return ((word << 16) >> 16) / 10;
}

/** What a battery really does, whatever it tells the gateway. */
export async function truthOf(plant: PlantHandle, { unit }: Battery): Promise<Readonly<Record<string, number | null>>> {
  return (await plant.snapshot()).units[unit]!.points;
}
