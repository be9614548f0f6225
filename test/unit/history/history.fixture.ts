import frameStore from '../../../nodes/history/frame-store.ts';
import historyStore from '../../../nodes/history/history-store.ts';
import type { Connection, Store } from '../../../nodes/history/index.ts';
import { Frame, type FrameFields, type PointDescriptor, PointIndex, Quality } from '../../../nodes/site/index.ts';

/** The store modules of the history. */
export const historyModules = [frameStore, historyStore];

interface AnyOperation {
  readonly name: string;
  run(connection: Connection, argument: unknown): unknown;
}

/** One connection as the store's threads run it: what goes in and out is cloned, each write is a transaction. */
export class ConnectedStore {
  readonly connection: Connection;
  /** Writes until each one fails. */
  writesLeft = Infinity;
  /** Names of the writes so far. */
  readonly writes: string[] = [];

  constructor(connection: Connection) {
    this.connection = connection;
  }

  asStore(): Store {
    const store = {
      read: async (operation: AnyOperation, argument: unknown): Promise<unknown> => {
        await Promise.resolve();
        return this.#run(operation, argument);
      },
      write: async (operation: AnyOperation, argument: unknown): Promise<unknown> => {
        await Promise.resolve();
        if (this.writesLeft <= 0) throw new Error('the store is down');
        this.writesLeft -= 1;
        this.writes.push(operation.name);
        this.connection.begin();
        try {
          const result = this.connection.atomically(() => this.#run(operation, argument));
          this.connection.commit();
          return result;
        } catch (thrown) {
          this.connection.rollback();
          throw thrown;
        }
      },
    };
    return store as unknown as Store;
  }

  #run(operation: AnyOperation, argument: unknown): unknown {
    return structuredClone(operation.run(this.connection, structuredClone(argument)));
  }
}

/** A gauge, a counter and a point that is not recorded; changed as the test says. */
export function meterIndex(deviceId = 'meter-01', firstSensor = 41, periodMs = 5000): PointIndex {
  const point: PointDescriptor = { name: '', description: '', unit: 'kW', safetyRequired: false, periodMs };
  return new PointIndex(deviceId, [
    { ...point, name: 'ActivePower', sensorId: firstSensor },
    { ...point, name: 'Phase' },
    { ...point, name: 'EnergyImport', unit: 'kWh', counter: true, sensorId: firstSensor + 1 },
  ]);
}

/** A frame of such a meter; null is a value that could not be read. */
export function meterFrame(
  index: PointIndex,
  ts: number,
  [power, energy]: readonly [number | null, number | null],
  changes: Partial<FrameFields> = {},
): Frame {
  const values = Float64Array.of(power ?? NaN, 1, energy ?? NaN);
  return new Frame({
    siteId: 'WLCE',
    deviceId: index.deviceId,
    ts,
    cycle: ts,
    durationMs: 1,
    origin: 'polled',
    index,
    values,
    quality: Uint8Array.from(values, (value) => (Number.isNaN(value) ? Quality.bad : Quality.good)),
    ...changes,
  });
}
