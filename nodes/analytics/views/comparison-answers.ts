import type { Question } from '../../kernel/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { askedDates, spanOfDates } from '../asked-period.ts';
import type { Asked } from '../asked.ts';
import { errors } from '../errors.ts';
import { readMachineKpis } from '../kpi/machine-kpis.ts';
import { rounded } from '../rounded.ts';
import { compareMachines, type ComparedMachine } from './comparison.ts';

const [minMachines, maxMachines] = [2, 5];

type ComparedKpis = ComparedMachine['kpis'];

/** What an answer has of each metric that may be asked for. */
const bodies = {
  energy: ({ energyKwh, meanKw }: ComparedKpis) => ({ total_energy: rounded(energyKwh), avg_power: rounded(meanKw) }),
  power: ({ meanKw, peak }: ComparedKpis) => ({ avg_power: rounded(meanKw), peak_power: rounded(peak?.kw) }),
  sec: ({ secKwhPerUnit, production }: ComparedKpis) => ({ sec: rounded(secKwhPerUnit), total_production: production }),
  cost: ({ cost }: ComparedKpis) => ({ total_cost: rounded(cost?.amount), currency: cost?.currency ?? null }),
} as const;
const metrics = Object.keys(bodies) as (keyof typeof bodies)[];

/**
 * `GET /api/v1/comparison/machines`: local dates of each machine's factory. Throws `unknown_machine`, `bad_machine_count`,
 * `bad_value`, `bad_time_range`, `no_data`.
 */
export async function comparisonAnswer(context: AnalyticsContext, { question, sites }: Asked): Promise<object> {
  const { machines, history } = context;
  const dates = askedDates(question);
  const shown = askedMetrics(question);
  const asked = machines.findAll(question['machine_ids'], sites);
  if (asked.length < minMachines || asked.length > maxMachines) {
    const limit = `${minMachines} to ${maxMachines}`;
    throw errors.bad_machine_count({ field: 'machine_ids', limit, value: asked.length });
  }
  const compared = await Promise.all(
    asked.map(async (machine): Promise<ComparedMachine> => {
      const span = spanOfDates(dates, machines.timeZoneOf(machine));
      const kpis = await readMachineKpis(history, machines.directory, machine, span);
      return { id: machine.uuid, name: machine.name, kpis };
    }),
  );
  if (compared.every(({ kpis }) => kpis.energyKwh === null)) {
    throw errors.no_data({ field: 'start_date', value: dates.first });
  }
  const { machines: ranked, rankedBy, bestId, worstId } = compareMachines(compared);
  return {
    start_date: dates.first,
    end_date: dates.last,
    machines: ranked.map(({ id, name, kpis, rank }) => ({
      machine_id: id,
      machine_name: name,
      metrics: Object.assign({}, ...shown.map((metric) => bodies[metric](kpis))) as object,
      rank,
    })),
    ranked_by: rankedBy,
    best_performer: bestId,
    worst_performer: worstId,
  };
}

/** All unless some are stated. */
function askedMetrics({ metrics: stated }: Question): readonly (keyof typeof bodies)[] {
  if (typeof stated !== 'string' || stated === '') return metrics;
  const names = stated.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !metrics.some((metric) => metric === name));
  if (unknown === undefined) return metrics.filter((metric) => names.includes(metric));
  throw errors.bad_value({ field: 'metrics', limit: `of ${metrics.join(', ')}`, value: unknown });
}
