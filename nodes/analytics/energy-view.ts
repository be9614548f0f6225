import { choice, defineNode } from '../kernel/index.ts';
import { type AnalyticsContext, analyticsContext } from './analytics-context.ts';
import { type Asked, askedOf } from './asked.ts';
import { latestAnswer } from './machines/latest-answer.ts';
import { comparableAnswer, machineAnswer, machinesAnswer } from './machines/machine-answers.ts';
import { comparisonAnswer } from './views/comparison-answers.ts';
import { heatMapAnswer } from './views/heat-map-answers.ts';
import { factoriesAnswer, sankeyAnswer } from './views/sankey-answers.ts';
import { multiMachineEnergyAnswer, seriesAnswer } from './views/series-answers.ts';

type Answer = (context: AnalyticsContext, asked: Asked) => object | Promise<object>;

const answers = {
  machines: machinesAnswer,
  machine: machineAnswer,
  energy: (context, asked) => seriesAnswer('energy', context, asked),
  power: (context, asked) => seriesAnswer('power', context, asked),
  sec: (context, asked) => seriesAnswer('sec', context, asked),
  latest: latestAnswer,
  multi_machine_energy: multiMachineEnergyAnswer,
  sankey_factories: factoriesAnswer,
  sankey: sankeyAnswer,
  heatmap_hourly: (context, asked) => heatMapAnswer('hourly', context, asked),
  heatmap_daily: (context, asked) => heatMapAnswer('daily', context, asked),
  comparison_available: comparableAnswer,
  comparison: comparisonAnswer,
} as const satisfies Record<string, Answer>;

const operations = Object.keys(answers) as (keyof typeof answers)[];

/** Answers what the site's machines used: series, newest readings, energy flows, heat maps and comparisons. */
export default defineNode({
  type: 'busbar-energy-view',
  version: 1,
  fields: { operation: choice(operations, { default: 'machines' }) },
  open: ({ config: { operation } }) => ({
    async input(message) {
      const answer: Answer = answers[operation];
      const payload = await answer(analyticsContext.get(), askedOf(message));
      return Object.assign(message, { payload, statusCode: 200 });
    },
  }),
});
