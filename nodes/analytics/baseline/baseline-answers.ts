import type { Question } from '../../kernel/index.ts';
import type { Machine, Requester } from '../../site/index.ts';
import { type Asked, instantOf, spanOf } from '../asked.ts';
import { errors } from '../errors.ts';
import type { MachineDirectory } from '../machines/machine-directory.ts';
import { askedSpan } from '../asked-period.ts';
import {
  cusumBody,
  deviationBody,
  modelBody,
  modelsBody,
  predictionBody,
  savingsBody,
  trainedBody,
} from './baseline-bodies.ts';
import type { Baselines } from './baselines.ts';

/** What an operation is answered from. */
export interface BaselineAsked extends Asked {
  readonly baselines: Baselines;
  readonly machines: MachineDirectory;
  readonly requester: Requester;
}

type BaselineAnswer = (asked: BaselineAsked) => Promise<object>;

/** Each throws `unknown_machine`, `bad_value`, `bad_time_range`, and like `Baselines`. */
export const baselineAnswers = {
  async models(asked) {
    const machine = machineOf(asked);
    return modelsBody(machine, await asked.baselines.models(machine));
  },

  async model({ baselines, machines, question, sites }) {
    const baseline = await baselines.model(String(question['model_id']));
    const isVisible = machines.all(sites).some(({ uuid }) => uuid === baseline.machineId);
    if (!isVisible) throw errors.unknown_model({ field: 'model_id', value: baseline.id });
    return modelBody(baseline);
  },

  async train(asked) {
    const { baselines, question, requester } = asked;
    const isDated = question['start_date'] !== undefined || question['end_date'] !== undefined;
    const span = isDated ? spanOf(question, 'start_date', 'end_date') : undefined;
    const request = { span, drivers: driversOf(question), requester };
    return trainedBody(await baselines.train(machineOf(asked), request));
  },

  async predict(asked) {
    const { baselines, question } = asked;
    const machine = machineOf(asked);
    const instant = question['timestamp'] === undefined ? undefined : instantOf(question, 'timestamp');
    return predictionBody(machine, await baselines.predict(machine, inputsOf(question), instant));
  },

  deviation: ofSpan(deviationBody),
  cusum: ofSpan(cusumBody),
  savings: ofSpan(savingsBody),
} as const satisfies Record<string, BaselineAnswer>;

function ofSpan(bodyOf: typeof deviationBody): BaselineAnswer {
  return async (asked) => {
    const machine = machineOf(asked);
    const span = askedSpan(asked.question);
    return bodyOf(machine, span, await asked.baselines.deviation(machine, span));
  };
}

function machineOf({ machines, question, sites }: BaselineAsked): Machine {
  return machines.find(question['machine_id'], sites);
}

/** Undefined where none are named. */
function driversOf({ drivers }: Question): readonly string[] | undefined {
  if (drivers === undefined) return undefined;
  const isList = Array.isArray(drivers) && drivers.length > 0 && drivers.every((name) => typeof name === 'string');
  if (isList) return drivers;
  throw errors.bad_value({ field: 'drivers', limit: 'a list of names', value: drivers });
}

/** Values of drivers, under either of their names: `inputs` and `features`. */
function inputsOf({ inputs, features }: Question): Readonly<Record<string, number>> {
  const stated = inputs ?? features;
  if (typeof stated !== 'object' || stated === null || Array.isArray(stated)) {
    const rule = stated === undefined ? 'required' : 'type';
    throw errors.bad_value({ field: 'inputs', limit: 'an object with a value for each driver', value: stated, rule });
  }
  for (const [name, value] of Object.entries(stated)) {
    if (typeof value !== 'number') throw errors.bad_value({ field: `inputs.${name}`, limit: 'a number', value });
  }
  return stated as Readonly<Record<string, number>>;
}
