import type { Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import type { Asked } from '../asked.ts';
import { errors } from '../errors.ts';
import type { MachineDirectory } from './machine-directory.ts';

/** `GET /api/v1/machines`: by name; `search` finds a part of name or type. */
export function machinesAnswer({ machines }: AnalyticsContext, { question, sites }: Asked): readonly object[] {
  const isActive = flagOf(question['is_active'], 'is_active');
  const sought = typeof question['search'] === 'string' ? question['search'].toLowerCase() : '';
  return machines
    .all(sites)
    .filter(({ name, type }) => [name, type].some((text) => text.toLowerCase().includes(sought)))
    .filter((machine) => isActive === undefined || machines.isActive(machine) === isActive)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map((machine) => machineBody(machines, machine));
}

/** `GET /api/v1/machines/{machine_id}`. Throws `unknown_machine`. */
export function machineAnswer({ machines }: AnalyticsContext, { question, sites }: Asked): object {
  return machineBody(machines, machines.find(question['machine_id'], sites));
}

/** `GET /api/v1/comparison/available`. */
export function comparableAnswer({ machines }: AnalyticsContext, { sites }: Asked): readonly object[] {
  return machines.all(sites).map((machine) => ({
    id: machine.uuid,
    name: machine.name,
    type: machine.type,
    location: [machines.factoryOf(machine)?.name, machine.department].filter(Boolean).join(' - '),
  }));
}

function machineBody(machines: MachineDirectory, machine: Machine): object {
  const { uuid, factory, name, type, ratedPowerKw, department } = machine;
  const { name: factoryName, location } = machines.factoryOf(machine) ?? {};
  return {
    id: uuid,
    factory_id: factory,
    name,
    type,
    rated_power_kw: ratedPowerKw.toFixed(2),
    is_active: machines.isActive(machine),
    factory_name: factoryName ?? null,
    factory_location: location ?? null,
    department,
  };
}

function flagOf(stated: unknown, field: string): boolean | undefined {
  if (stated === undefined || typeof stated === 'boolean') return stated;
  if (stated === 'true' || stated === 'false') return stated === 'true';
  throw errors.bad_value({ field, limit: 'true or false', value: stated, rule: 'type' });
}
