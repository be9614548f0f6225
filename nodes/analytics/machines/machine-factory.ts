import type { Factory, Machine, SiteDirectory } from '../../site/index.ts';

/** The factory that a machine stands in. */
export function factoryOf({ model }: SiteDirectory, machine: Machine): Factory | undefined {
  return model.factories.find(({ uuid }) => uuid === machine.factory);
}

/** The zone in which a machine's days and prices are stated. */
export function timeZoneOf(directory: SiteDirectory, machine: Machine): string {
  return factoryOf(directory, machine)?.timezone ?? 'UTC';
}
