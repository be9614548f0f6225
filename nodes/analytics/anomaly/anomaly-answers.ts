import type { Question } from '../../kernel/index.ts';
import type { Machine, Requester } from '../../site/index.ts';
import { askedNumber } from '../asked-number.ts';
import { type Asked, isStated } from '../asked.ts';
import { errors } from '../errors.ts';
import type { TimeSpan } from '../history.ts';
import type { MachineDirectory } from '../machines/machine-directory.ts';
import { askedSpan } from '../asked-period.ts';
import type { Anomalies } from './anomalies.ts';
import { activeBody, detectionBody, recentBody, resolutionBody } from './anomaly-bodies.ts';
import { severities, type Severity } from './severity-limits.ts';

/** What an operation is answered from. */
export interface AnomalyAsked extends Asked {
  readonly anomalies: Anomalies;
  readonly machines: MachineDirectory;
  readonly requester: Requester;
  /** Epoch milliseconds. */
  readonly now: number;
}

type AnomalyAnswer = (asked: AnomalyAsked) => Promise<object>;

const usualCount = 10;
const mostCount = 1000;
const usualHours = 24;
const mostHours = 8784;
const hourMs = 3_600_000;

/** What the database of contract 003's original calls them, beside the contract's own names. */
const severitiesOf: ReadonlyMap<unknown, readonly Severity[]> = new Map<unknown, readonly Severity[]>([
  ...severities.map((severity) => [severity, [severity]] as const),
  ['normal', ['low']],
  ['info', ['low']],
  ['warning', ['medium', 'high']],
]);

/** Each throws `unknown_machine`, `bad_value`, `bad_time_range`, and like `Anomalies`. */
export const anomalyAnswers = {
  async recent(asked) {
    const { anomalies, question } = asked;
    const machines = machinesOf(asked);
    const limit = askedNumber(question, 'limit', { least: 1, most: mostCount, isWhole: true }) ?? usualCount;
    const { span, timeWindow } = windowOf(asked);
    const page = await anomalies.find({ machines, span, severities: severitiesIn(question), limit });
    return recentBody(filtersOf(question, timeWindow), page, machines);
  },

  async active(asked) {
    const { anomalies, question } = asked;
    const machines = machinesOf(asked);
    const filter = { machines, severities: severitiesIn(question), isActive: true, limit: mostCount };
    return activeBody(filtersOf(question, null), await anomalies.find(filter), machines);
  },

  async detect({ anomalies, machines, question, sites }) {
    const machine = machines.find(question['machine_id'], sites);
    const span = askedSpan(question);
    return detectionBody(machine, span, await anomalies.detect(machine, span));
  },

  async resolve({ anomalies, machines, question, sites, requester }) {
    const { anomaly_id: id, resolution_notes: notes = '' } = question;
    if (typeof notes !== 'string') throw errors.bad_value({ field: 'resolution_notes', limit: 'a text', value: notes });
    return resolutionBody(await anomalies.resolve(String(id), machines.all(sites), notes, requester));
  },
} as const satisfies Record<string, AnomalyAnswer>;

function machinesOf({ machines, question, sites }: AnomalyAsked): readonly Machine[] {
  return isStated(question, 'machine_id') ? [machines.find(question['machine_id'], sites)] : machines.all(sites);
}

/** The last hours, or a span where one is stated. */
function windowOf({ question, now }: AnomalyAsked): { readonly span: TimeSpan; readonly timeWindow: string } {
  if (isStated(question, 'start') || isStated(question, 'start_time')) {
    const { start, end, start_time: from = start, end_time: until = end } = question;
    return { span: askedSpan(question), timeWindow: `${String(from)} to ${String(until)}` };
  }
  const hours = askedNumber(question, 'hours', { least: 1, most: mostHours, isWhole: true }) ?? usualHours;
  return { span: { from: now - hours * hourMs, until: now }, timeWindow: `${hours} hours` };
}

function filtersOf({ machine_id: machineId, severity }: Question, timeWindow: string | null) {
  const textOrNull = (stated: unknown): string | null => (typeof stated === 'string' && stated !== '' ? stated : null);
  return { machineId: textOrNull(machineId), severity: textOrNull(severity), timeWindow };
}

/** Undefined for all. Throws `bad_value`. */
function severitiesIn(question: Question): readonly Severity[] | undefined {
  if (!isStated(question, 'severity')) return undefined;
  const found = severitiesOf.get(question['severity']);
  if (found) return found;
  const limit = [...severitiesOf.keys()].join(', ');
  throw errors.bad_value({ field: 'severity', limit, value: question['severity'], rule: 'enum' });
}
