import path from 'node:path';
import { defineNode, defineService, type Message, number, systemClock, text } from '../kernel/index.ts';
import { siteRuntime } from '../site/index.ts';
import { errors } from './errors.ts';
import { parseFaultCommand } from './faults.ts';
import { parsePhysicsPatch } from './physics.ts';
import { siteInverterUnit } from './plant.ts';
import { PlantKeeper, type PlantSettings } from './plant-keeper.ts';
import { startPlant } from './plant-process.ts';
import type { PlantHandle, PlantOptions, PlantSnapshot } from './plant-runtime.ts';

const statusPeriodMs = 2000;

/** Folder in which plants are kept; without one, every start makes a new plant with its counters at 0. */
export const plantFolder = defineService<string>('demo plant folder');

/** The process's plants; a deploy leaves them running. */
export const plantKeeper = new PlantKeeper(systemClock, (settings) =>
  startPlant({ ...optionsOf(settings), ...fileOf(settings) }),
);

function optionsOf({ exporterPort, ...settings }: PlantSettings): PlantOptions {
  return exporterPort === undefined ? settings : { ...settings, exporterPort };
}

/** Another seed is another plant, with counters of its own. */
function fileOf({ seed }: PlantSettings): { file?: string } {
  const folder = plantFolder.peek();
  return folder === undefined ? {} : { file: path.join(folder, `demo-plant-${seed}.json`) };
}

export default defineNode({
  type: 'busbar-plant-simulator',
  version: 1,
  fields: {
    port: text({ default: '${PLANT_PORT}' }),
    exporterPort: text(),
    seed: number({ default: 42, min: 0, max: 0xffff_ffff, integer: true }),
    speed: number({ default: 1, min: 0.1, max: 3600 }),
  },
  open(node) {
    // Beside a real plant a simulated one would only confuse: the tab may stay, the plant does not start.
    if (siteRuntime.peek()?.model.gateway.simulated === false) {
      node.status({ level: 'idle', text: 'off: the site is real' });
      return { input: () => Promise.reject(errors.plant_off()) };
    }
    const { seed, speed, port, exporterPort } = node.config;
    const ports = {
      port: readPort('port', port),
      exporterPort: exporterPort === '' ? undefined : readPort('exporterPort', exporterPort),
    };
    const plant = plantKeeper.hold(node.id, { ...ports, seed, speed });
    const showStatus = async (): Promise<void> => {
      const snapshot = await (await plant).snapshot();
      node.status({ level: 'ok', text: statusText(snapshot) });
    };
    const report = (): void => void showStatus().catch((thrown: unknown) => node.fail(thrown));
    const timer = systemClock.every(statusPeriodMs, report);
    node.status({ level: 'busy', text: 'simulated: starting' });
    report();
    return {
      async input(message) {
        return { ...message, payload: await answer(await plant, message) };
      },
      async close(removed) {
        timer.cancel();
        await plantKeeper.release(node.id, removed);
      },
    };
  },
});

function readPort(field: string, stored: string): number {
  const port = Number(stored);
  if (/^\d+$/.test(stored) && port <= 65_535) return port;
  throw errors.bad_plant_request({ field, limit: 'a whole number from 0 to 65535', value: stored });
}

async function answer(plant: PlantHandle, { topic, payload }: Message): Promise<unknown> {
  switch (topic) {
    case 'fault': {
      const command = parseFaultCommand(payload);
      await plant.setFault(command.unit, command.fault);
      return command;
    }
    case 'physics':
      await plant.setPhysics(parsePhysicsPatch(payload));
      return plant.snapshot();
    case 'snapshot':
      return plant.snapshot();
    default:
      throw errors.bad_plant_request({ field: 'msg.topic', limit: 'fault, physics or snapshot', value: topic });
  }
}

function statusText({ port, units }: PlantSnapshot): string {
  const { soc, active_power: power } = units[siteInverterUnit]?.points ?? {};
  const faults = Object.values(units).filter(({ fault }) => fault !== null).length;
  const faulty = faults === 0 ? '' : `, ${faults} faulty`;
  return `simulated on port ${port}: SOC ${soc?.toFixed(1) ?? '–'} %, ${power?.toFixed(0) ?? '–'} kW${faulty}`;
}
