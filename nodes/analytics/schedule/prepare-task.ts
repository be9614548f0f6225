import type { Machine } from '../../site/index.ts';
import { errors } from '../errors.ts';
import type { MachineDuty } from './machine-duty.ts';
import type { MachineTask, PricedHour } from './schedule-problem.ts';

/** What one machine must do, and may, on a date. */
export interface MachineConstraints {
  /** Pieces to make. Without it the machine runs as long as `maxRuntimeHours` lets it. */
  readonly productionTarget?: number | undefined;
  readonly maxRuntimeHours?: number | undefined;
  /** Hours that the clocks show, 0 to 23, in which it must not run. */
  readonly forbiddenHours?: readonly number[] | undefined;
  /** Hours that a run, and a pause between runs, last at least. */
  readonly minOnHours?: number | undefined;
  readonly minOffHours?: number | undefined;
  /** Price of one start. */
  readonly startCost?: number | undefined;
  /** Pieces an hour, where it is not the machine's own median. */
  readonly unitsPerHour?: number | undefined;
  /** Hour that a shift starts at, where it is not the machine's own habit: savings are counted from it. */
  readonly shiftStartHour?: number | undefined;
}

/** A machine's task with what it is derived from. */
export interface PreparedTask {
  readonly machine: Machine;
  readonly task: MachineTask;
  /** Where the task's power is from. */
  readonly powerSource: 'history' | 'rated power';
  /** Pieces an hour; null where nothing says. */
  readonly unitsPerHour: number | null;
  readonly shiftStartHour: number;
}

/** Throws `bad_value` where the constraints do not say how long the machine has to run. */
export function prepareTask(
  machine: Machine,
  constraints: MachineConstraints,
  duty: MachineDuty,
  hours: readonly PricedHour[],
): PreparedTask {
  const { forbiddenHours = [], maxRuntimeHours, minOnHours, minOffHours, startCost } = constraints;
  const forbidden = [...hours.keys()].filter((hour) => forbiddenHours.includes(hours[hour]?.hourOfDay ?? NaN));
  const unitsPerHour = constraints.unitsPerHour ?? duty.unitsPerHour;
  return {
    machine,
    task: {
      name: machine.name,
      powerKw: duty.powerKw ?? machine.ratedPowerKw,
      runHours: runHoursOf(constraints, unitsPerHour, hours.length - forbidden.length),
      forbidden,
      maxRunHours: maxRuntimeHours,
      minOnHours,
      minOffHours,
      startCost,
    },
    powerSource: duty.powerKw === null ? 'rated power' : 'history',
    unitsPerHour,
    shiftStartHour: constraints.shiftStartHour ?? duty.usualStartHour ?? 0,
  };
}

function runHoursOf(
  { productionTarget, maxRuntimeHours }: MachineConstraints,
  unitsPerHour: number | null,
  allowedHours: number,
): number {
  if (productionTarget === undefined) {
    if (maxRuntimeHours !== undefined) return Math.min(maxRuntimeHours, allowedHours);
    const limit = 'given, or max_runtime_hours';
    throw errors.bad_value({ field: 'constraints.production_target', limit, value: 'neither' });
  }
  if (unitsPerHour !== null && unitsPerHour > 0) return productionTarget / unitsPerHour;
  const limit = 'given with production_target: the machine has made nothing that was counted of late';
  throw errors.bad_value({ field: 'constraints.rate', limit, value: 'none' });
}
