import type { Question } from '../../kernel/index.ts';
import type { Requester } from '../../site/index.ts';
import { type Asked, isStated, spanOf } from '../asked.ts';
import { askedNumber } from '../asked-number.ts';
import { errors } from '../errors.ts';
import { retrainTriggers } from '../keep-model.ts';
import type { MachineDirectory } from '../machines/machine-directory.ts';
import type { ModelPerformance } from './model-performance.ts';
import { kindOf, modelKinds, modelTypes } from './model-type.ts';
import { alertBody, driftBody, retrainBody, trainingBody, trendBody } from './performance-bodies.ts';

/** A question about the performance of models, and what it is answered from. */
export interface PerformanceAsked extends Asked {
  readonly performance: ModelPerformance;
  readonly machines: MachineDirectory;
  readonly requester: Requester;
}

type PerformanceAnswer = (asked: PerformanceAsked) => Promise<object> | object;

const defaultDays = 30;
const mostDays = 366;

/** Each throws `unknown_machine`, `bad_value`, `bad_time_range`, and like `ModelPerformance`. */
export const performanceAnswers = {
  retrain({ performance, machines, question, sites, requester }) {
    const type = choiceOf(question, 'model_type', modelTypes);
    const machine = machines.find(question['machine_id'], sites);
    const trigger = choiceOf(question, 'trigger_type', retrainTriggers);
    const triggerReason = typeof question['reason'] === 'string' ? question['reason'] : null;
    const start = performance.retrain(machine, kindOf(type), { requester, trigger, triggerReason });
    return retrainBody(start, trigger, triggerReason);
  },

  async job({ performance, machines, question, sites }) {
    const report = await performance.training(String(question['job_id']));
    const seen = machines.all(sites);
    if (seen.some(({ uuid }) => uuid === report.machineId)) return trainingBody(report, seen);
    throw errors.unknown_training({ field: 'job_id', value: question['job_id'] });
  },

  async trend({ performance, machines, question, sites }) {
    const type = choiceOf(question, 'model_type', modelTypes);
    const machine = machines.find(question['machine_id'], sites);
    const days = askedNumber(question, 'days', { least: 1, most: mostDays, isWhole: true }) ?? defaultDays;
    return trendBody(type, machine, await performance.trend(machine, kindOf(type), days));
  },

  async drift_check({ performance, machines, question, sites }) {
    const type = choiceOf(question, 'model_type', modelTypes);
    const machine = machines.find(question['machine_id'], sites);
    const span = spanOf(question, 'evaluation_start', 'evaluation_end');
    return driftBody(await performance.checkDrift(machine, kindOf(type), span));
  },

  async alerts({ performance, machines, question, sites }) {
    const type = isStated(question, 'model_type') ? choiceOf(question, 'model_type', modelTypes) : undefined;
    const asked = isStated(question, 'machine_id')
      ? [machines.find(question['machine_id'], sites)]
      : machines.all(sites);
    const names = new Map(asked.map(({ uuid, name }) => [uuid, name]));
    const alerts = await performance.alerts(asked, type === undefined ? modelKinds : [kindOf(type)]);
    return alerts.map((alert) => alertBody(alert, type ?? alert.kind, names.get(alert.machineId) ?? ''));
  },
} as const satisfies Record<string, PerformanceAnswer>;

/** Throws `bad_value`. */
function choiceOf<const C extends string>(question: Question, field: string, choices: readonly C[]): C {
  const found = choices.find((each) => each === question[field]);
  if (found) return found;
  throw errors.bad_value({ field, limit: choices.join(', '), value: question[field], rule: 'enum' });
}
