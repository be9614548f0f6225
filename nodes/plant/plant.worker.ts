import { dataOfThisWorker, serveWorker } from '../kernel/index.ts';
import type { FaultCommand } from './faults.ts';
import type { PhysicsPatch } from './physics.ts';
import { openPlant, type PlantOptions } from './plant-runtime.ts';

const opened = openPlant(dataOfThisWorker() as PlantOptions);
// A plant that could not start says so in every answer, the first of which `startPlant` waits for.
opened.catch(() => undefined);

serveWorker({
  port: async () => (await opened).port,
  setFault: async ({ unit, fault }: FaultCommand) => (await opened).setFault(unit, fault),
  setPhysics: async (patch: PhysicsPatch) => (await opened).setPhysics(patch),
  journal: async () => (await opened).journal(),
  snapshot: async () => (await opened).snapshot(),
  opening: async () => (await opened).opening(),
  advance: async (ms: number) => (await opened).advance(ms),
  close: async () => (await opened).stop(),
});
