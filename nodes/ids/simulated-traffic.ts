import { expectedCommands, expectedHeartbeats, type ReadPlanner } from './expected-operations.ts';
import type { DeviceMap, ModbusOperation, ModbusRequest } from './operation.ts';
import type { Random } from './random.ts';

export interface SimulatedDevice {
  readonly id: string;
  readonly map: DeviceMap;
  readonly planReads: ReadPlanner;
}

/** How the gateway answers or is answered at a time: quiet, or with the host's cores taken by other work. */
interface Load {
  readonly medianMs: number;
  /** Spread of the logarithm of the time. */
  readonly spread: number;
}

// Measured on the gateway with its demo plant on two cores, quiet and under a full load of other processes.
const quiet: Load = { medianMs: 1.9, spread: 0.28 };
const loaded: Load = { medianMs: 6, spread: 0.85 };
/** What the northbound port needs for an answer from the last frame. */
const northbound: Load = { medianMs: 0.4, spread: 0.4 };
const stallShare = 0.01;
const longestStallMs = 15;

const secondMs = 1000;
/** Poll cycles start this late at most. */
const jitterMs = 30;
const loadedShare = 0.05;
/** Another master of the site polls this device and none else. */
const northboundPeriodMs = 2000;
/** Seconds between commands: single ones of an operator, and those of a controller that follows the load. */
const operatorPeriodS = 120;
const controllerPeriodS = 2;
const controllerShare = 0.1;
const episodeS = 60;

/**
 * Normal traffic of a site: the poll cycles, heartbeats, commands and read-backs of the gateway, and another master that
 * polls the devices that take commands. At least `count` operations in order of time; the random numbers fix them.
 */
export function simulateTraffic(devices: readonly SimulatedDevice[], count: number, random: Random): ModbusOperation[] {
  const operations: ModbusOperation[] = [];
  let controlled = false;
  let load = quiet;
  for (let second = 0; operations.length < count; second += 1) {
    if (second % episodeS === 0) {
      controlled = random.uniform() < controllerShare;
      load = random.uniform() < loadedShare ? loaded : quiet;
    }
    const commanded = random.uniform() < 1 / (controlled ? controllerPeriodS : operatorPeriodS);
    const ofSecond = devices.flatMap((device) => secondOf(device, second, { commanded, load, random }));
    operations.push(...ofSecond.toSorted((a, b) => a.at - b.at));
  }
  return operations;
}

interface Circumstances {
  readonly commanded: boolean;
  readonly load: Load;
  readonly random: Random;
}

function secondOf(
  { id: deviceId, map, planReads }: SimulatedDevice,
  second: number,
  { commanded, load, random }: Circumstances,
): ModbusOperation[] {
  const send = (origin: ModbusOperation['origin'], requests: readonly ModbusRequest[], under: Load) => {
    let at = second * secondMs + random.uniform() * jitterMs;
    return requests.map(({ functionCode, address, quantity }): ModbusOperation => {
      const responseMs = answerTime(under, random);
      const operation = { deviceId, origin, functionCode, address, quantity, at, responseMs, ok: true };
      at += responseMs;
      return operation;
    });
  };
  const polled = planReads(dueGroups(map, second));
  const commands = commanded ? expectedCommands(map) : [];
  const readBacks = commands.map((command) => ({ ...command, functionCode: 3 }));
  const asked = second % (northboundPeriodMs / secondMs) === 0 && expectedCommands(map).length > 0 ? polled : [];
  return [
    ...send('gateway', polled, load),
    ...send('gateway', expectedHeartbeats(map), load),
    ...send('gateway', [...commands, ...readBacks], load),
    ...send('northbound', asked, northbound),
  ];
}

function dueGroups({ profile }: DeviceMap, second: number): Set<string> {
  const due = Object.entries(profile.groups).filter(([, { periodMs }]) => (second * secondMs) % periodMs === 0);
  return new Set(due.map(([name]) => name));
}

function answerTime({ medianMs, spread }: Load, random: Random): number {
  const stallMs = random.uniform() < stallShare ? random.uniform() * longestStallMs : 0;
  return medianMs * Math.exp(spread * random.normal()) + stallMs;
}
