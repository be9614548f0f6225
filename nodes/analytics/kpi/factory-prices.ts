import type { Machine, SiteDirectory } from '../../site/index.ts';
import { factoryOf, timeZoneOf } from '../machines/machine-factory.ts';
import { CarbonTable } from './carbon-table.ts';
import { TariffTable } from './tariff-table.ts';

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
  return factors.length === 0 ? undefined : new CarbonTable(factors);
}
