import { choice, defineNode } from '../kernel/index.ts';
import { analyticsContext } from './analytics-context.ts';
import { askedSpan } from './asked-period.ts';
import { type Asked, askedOf } from './asked.ts';
import { errors } from './errors.ts';
import { allKpisBody, type KpiName, oneKpiBody } from './kpi/kpi-answers.ts';
import { readMachineKpis } from './kpi/machine-kpis.ts';

/** What each operation answers; null is all of them. */
const figures = {
  all: null,
  sec: 'sec',
  peak_demand: 'peak_demand',
  load_factor: 'load_factor',
  energy_cost: 'energy_cost',
  carbon: 'carbon_intensity',
} as const satisfies Record<string, KpiName | null>;

const operations = Object.keys(figures) as (keyof typeof figures)[];

/** Answers the key figures of a machine over a period. */
export default defineNode({
  type: 'busbar-kpi-calculator',
  version: 1,
  fields: { operation: choice(operations, { default: 'all' }) },
  open: ({ config: { operation } }) => ({
    async input(message) {
      const payload = await answerOf(figures[operation], askedOf(message));
      return Object.assign(message, { payload, statusCode: 200 });
    },
  }),
});

/** Throws `unknown_machine`, `bad_value`, `bad_time_range`, `no_data`. */
async function answerOf(figure: KpiName | null, { question, sites }: Asked): Promise<object> {
  const { history, machines } = analyticsContext.get();
  const span = askedSpan(question);
  const machine = machines.find(question['machine_id'], sites);
  const kpis = await readMachineKpis(history, machines.directory, machine, span);
  if (kpis.energyKwh === null && kpis.production === null) {
    throw errors.no_data({ field: 'machine_id', value: machine.uuid });
  }
  return figure ? oneKpiBody(figure, machine, span, kpis) : allKpisBody(machine, span, kpis);
}
