import { type Clock, systemClock, type Timer } from '../kernel/index.ts';
import { type Exporters, startExporters } from './exporters/start-exporters.ts';
import { type Fault, isUnreachable, restartMs } from './faults.ts';
import { ModbusServer } from './modbus-server.ts';
import type { PhysicsPatch } from './physics.ts';
import { createPlant, loadOf, type PlantState } from './plant.ts';
import { readPlant, writePlant } from './plant-file.ts';
import { type JournalEntry, PlantDevices, type UnitSnapshot } from './plant-devices.ts';

export interface PlantOptions {
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Port on 127.0.0.1 of the exporters of the plant's servers; none when left out. */
  readonly exporterPort?: number;
  readonly seed: number;
  /** Simulated time over real time; 1 when left out. */
  readonly speed?: number;
  /** Instant at which the plant starts; now when left out. */
  readonly startEpochMs?: number;
  /** Inverters of 60 contiguous registers at units 31 and up, for load tests. */
  readonly extraInverters?: number;
  /** `manual` moves only by `advance`. */
  readonly stepping?: 'real-time' | 'manual';
  /** Goes on from this plant, for instance from the end of a run ahead, instead of creating one. */
  readonly plant?: PlantState;
  /** Keeps the plant here and goes on from there: its counters then rise over restarts, and it is as old as its history. */
  readonly file?: string;
}

export interface PlantSnapshot {
  readonly simulated: true;
  readonly port: number;
  readonly seed: number;
  readonly speed: number;
  readonly epochMs: number;
  readonly units: Readonly<Record<number, UnitSnapshot>>;
}

/** A running plant, in this thread or another. */
export interface PlantHandle {
  readonly port: number;
  setFault(unit: number | 'all', fault: Fault | null): Promise<void>;
  setPhysics(patch: PhysicsPatch): Promise<void>;
  /** Accepted writes, oldest first. */
  journal(): Promise<readonly JournalEntry[]>;
  snapshot(): Promise<PlantSnapshot>;
  /** The plant at its very first start, where its simulated history ends; null for a plant that is not kept. */
  opening(): Promise<PlantState | null>;
  /** Moves the plant, device clocks included, on top of what real time moves it. */
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

const stepMs = 100;
const savePeriodMs = 5000;
/** After a suspended machine wakes up, the plant skips what it slept instead of catching up. */
const maxStepMs = 60_000;

/** Starts a plant in this thread. Throws `plant_port_unavailable`. */
export async function openPlant(options: PlantOptions, clock: Clock = systemClock): Promise<PlantHandle> {
  const {
    port,
    exporterPort,
    seed,
    speed = 1,
    startEpochMs = clock.now(),
    extraInverters,
    stepping = 'real-time',
    file,
  } = options;
  const kept = file === undefined ? undefined : readPlant(file, seed, startEpochMs);
  const plant = kept?.plant ?? options.plant ?? createPlant(seed, startEpochMs, extraInverters);
  const devices = new PlantDevices(plant, clock);
  const save = (): void => {
    if (file !== undefined && kept) writePlant(file, { opening: kept.opening, plant: devices.plant });
  };
  const isSaved = attempt(save);
  const server = new ModbusServer({ port, clock, answer: (request) => devices.answer(request) });
  await server.listen();
  const exporters = await openExporters(exporterPort, devices, server);
  const timers: Timer[] = stepping === 'manual' ? [] : [stepWithClock(devices, clock, speed)];
  if (kept) timers.push(clock.every(savePeriodMs, () => attempt(save)));

  const setFault = async (unit: number | 'all', fault: Fault | null): Promise<void> => {
    devices.setFault(unit, fault ?? undefined);
    const unreachable = isUnreachable(fault);
    if (unreachable) server.disconnect(unit);
    if (unit === 'all') await (unreachable ? server.refuse() : server.listen());
    if (fault?.kind === 'restart') timers.push(clock.after(restartMs, () => void endRestart(fault)));
  };
  const endRestart = (fault: Fault): Promise<void> => {
    devices.endFault(fault);
    return server.listen();
  };

  return {
    port: server.port,
    setFault,
    // eslint-disable-next-line @typescript-eslint/require-await -- a refused patch rejects, as it does in the worker
    setPhysics: async (patch) => devices.setPhysics(patch),
    journal: () => Promise.resolve(devices.journal()),
    snapshot: () =>
      Promise.resolve({
        simulated: true,
        port: server.port,
        seed,
        speed,
        epochMs: devices.plant.epochMs,
        units: devices.snapshot(),
      }),
    advance(ms) {
      for (let left = ms; left > 0; left -= stepMs) devices.step(Math.min(left, stepMs), Math.min(left, stepMs));
      return Promise.resolve();
    },
    opening: () => Promise.resolve((isSaved && kept?.opening) || null),
    async stop() {
      for (const timer of timers) timer.cancel();
      attempt(save);
      await exporters?.close();
      await server.close();
    },
  };
}

async function openExporters(
  port: number | undefined,
  devices: PlantDevices,
  server: ModbusServer,
): Promise<Exporters | undefined> {
  if (port === undefined) return undefined;
  try {
    return await startExporters({ port, load: () => loadOf(devices.plant) });
  } catch (thrown) {
    await server.close();
    throw thrown;
  }
}

/** A plant that cannot be saved, as on a full disk, goes on; the next time may succeed. */
function attempt(save: () => void): boolean {
  try {
    save();
    return true;
  } catch {
    return false;
  }
}

function stepWithClock(devices: PlantDevices, clock: Clock, speed: number): Timer {
  let steppedAtMs = clock.monotonic();
  return clock.every(stepMs, () => {
    const nowMs = clock.monotonic();
    const wallMs = nowMs - steppedAtMs;
    steppedAtMs = nowMs;
    devices.step(Math.min(wallMs * speed, maxStepMs), wallMs);
  });
}
