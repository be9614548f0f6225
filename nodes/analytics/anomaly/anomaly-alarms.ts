import type { AlarmService, SensorReference } from '../../alarms/index.ts';
import type { Machine } from '../../site/index.ts';
import { machineSensorsOf } from '../machines/machine-sensors.ts';
import type { MachineDirectory } from '../machines/machine-directory.ts';
import { type Anomaly, compareUrgency } from './anomaly.ts';
import type { Severity } from './severity-limits.ts';

type Alarms = Pick<AlarmService, 'define' | 'setCondition'>;

const source = 'anomaly';
/** An anomaly wants to be looked at; what endangers a plant has alarms of its own, of which P0 is kept for. */
const priorities = { low: 'P3', medium: 'P3', high: 'P2', critical: 'P1' } as const satisfies Record<Severity, string>;

/** The alarms of the machines: each stands while somebody has yet to resolve an anomaly of its machine. */
export class AnomalyAlarms {
  readonly #alarms: Alarms;
  readonly #machines: MachineDirectory;

  /** Defines the alarms, so that an operator can shelve them before they are raised. */
  static async start(alarms: Alarms, machines: MachineDirectory): Promise<AnomalyAlarms> {
    const own = new AnomalyAlarms(alarms, machines);
    await alarms.define(machines.all().map((machine) => own.#definition(machine, 'low')));
    return own;
  }

  private constructor(alarms: Alarms, machines: MachineDirectory) {
    this.#alarms = alarms;
    this.#machines = machines;
  }

  /** Says what stands for a machine: the gravest of its unresolved anomalies. */
  tell(machine: Machine, unresolved: readonly Anomaly[], at: number): void {
    const [worst] = unresolved.toSorted(compareUrgency);
    if (!worst) {
      this.#alarms.setCondition({ ...this.#definition(machine, 'low'), active: false, at });
      return;
    }
    const { type, description, actual, deviation } = worst.facts;
    const others = unresolved.length > 1 ? `; ${unresolved.length - 1} more are unresolved` : '';
    this.#alarms.setCondition({
      ...this.#definition(machine, worst.severity),
      ...(actual !== null && { value: actual }),
      ...(deviation !== null && { direction: deviation > 0 ? 'HIGH' : 'LOW' }),
      message: `${type}: ${description}${others}`,
      active: true,
      at,
    });
  }

  #definition(machine: Machine, severity: Severity) {
    return { sensor: this.#sensorOf(machine), source, priority: priorities[severity] };
  }

  /** The machine's energy counter, else a sensor that only has alarms. */
  #sensorOf(machine: Machine): SensorReference {
    const { energy } = machineSensorsOf(this.#machines.directory, machine);
    if (energy) return energy.sensorId;
    return {
      key: `machine:${machine.uuid}:energy`,
      tag: `${machine.name}-ENERGY`.toUpperCase(),
      deviceId: machine.device,
    };
  }
}
