import type { Factory, Machine, SiteDirectory } from '../../site/index.ts';
import { CarbonTable } from './carbon-table.ts';
import { TariffTable } from './tariff-table.ts';

/** The factory that a machine stands in. */
export function factoryOf({ model }: SiteDirectory, machine: Machine): Factory | undefined {
  return model.factories.find(({ uuid }) => uuid === machine.factory);
}

/** The zone in which a machine's days and prices are stated. */
export function timeZoneOf(directory: SiteDirectory, machine: Machine): string {
  return factoryOf(directory, machine)?.timezone ?? 'UTC';
}

/** Prices of the machine's factory; undefined where the site states none. */
export function tariffsOf(directory: SiteDirectory, machine: Machine): TariffTable | undefined {
  const tariffs = directory.model.tariffs.filter(({ factory }) => factory === machine.factory);
  if (tariffs.length === 0) return undefined;
  const { holidays = [] } = factoryOf(directory, machine) ?? {};
  return new TariffTable({ tariffs, timeZone: timeZoneOf(directory, machine), holidays });
}

/** Emissions of the machine's factory; undefined where the site states none. */
export function carbonOf(directory: SiteDirectory, machine: Machine): CarbonTable | undefined {
  const factors = directory.model.carbonFactors.filter(({ factory }) => factory === machine.factory);
  return factors.length === 0 ? undefined : new CarbonTable(factors, timeZoneOf(directory, machine));
}
