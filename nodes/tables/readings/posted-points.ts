import type { PointDescriptor, PointRole } from '../../site/index.ts';
import { bessReadings, isEnergy, meterReadings, meterValues } from '../catalogue/microgrid-tables.ts';

/** What a column of a reading table is inside the gateway, for a device that the site file does not describe. */
export interface PostedPoint {
  readonly name: string;
  readonly unit: string;
  readonly role?: PointRole;
  readonly counter?: true;
  /** Of the value inside to that of the row: contract 001 counts the power of a battery the other way round. */
  readonly factor: 1 | -1;
}

/** How often clients of contract 001 are expected to post. */
const periodMs = 60_000;

const meterRoles: Readonly<Record<string, PointRole>> = {
  frequency: 'frequency',
  power_total_active: 'power',
  energy_imported_active: 'energy_import',
  energy_exported_active: 'energy_export',
};

/** By reading table. */
export const postedPoints: Readonly<Record<string, readonly PostedPoint[]>> = {
  [bessReadings.name]: [
    { name: 'soe', unit: '%', role: 'soc', factor: 1 },
    { name: 'target_power', unit: 'kW', role: 'setpoint', factor: -1 },
  ],
  [meterReadings.name]: meterValues.map((name): PostedPoint => {
    const role = meterRoles[name];
    return { name, unit: unitOf(name), factor: 1, ...(role && { role }), ...(isEnergy(name) && { counter: true }) };
  }),
};

export function descriptorOf({ name, unit, role, counter }: PostedPoint, sensorId: number): PointDescriptor {
  return {
    name,
    description: `posted ${name.replaceAll('_', ' ')}`,
    unit,
    safetyRequired: false,
    periodMs,
    sensorId,
    ...(role && { role }),
    ...(counter && { counter }),
  };
}

function unitOf(name: string): string {
  if (name.startsWith('energy_'))
    return name.endsWith('reactive') ? 'kvarh' : name.endsWith('apparent') ? 'kVAh' : 'kWh';
  if (name.startsWith('power_factor')) return '';
  if (name.startsWith('power_')) return name.endsWith('reactive') ? 'kvar' : name.endsWith('apparent') ? 'kVA' : 'kW';
  if (name.startsWith('voltage_')) return 'V';
  return name === 'frequency' ? 'Hz' : 'A';
}
