import { choice, defineNode } from '../kernel/index.ts';
import { analyticsContext } from './analytics-context.ts';
import { askedOf } from './asked.ts';
import { modelPerformance } from './drift/model-performance.ts';
import { performanceAnswers } from './drift/performance-answers.ts';
import { requesterOf } from './requester.ts';

const operations = Object.keys(performanceAnswers) as (keyof typeof performanceAnswers)[];

/** Retrains models, and answers how well they still meet what is measured. */
export default defineNode({
  type: 'busbar-model-performance',
  version: 1,
  fields: { operation: choice(operations, { default: 'alerts' }) },
  open: ({ config: { operation } }) => ({
    async input(message) {
      const { machines } = analyticsContext.get();
      const asked = {
        ...askedOf(message),
        performance: modelPerformance.get(),
        machines,
        requester: requesterOf(message),
      };
      return Object.assign(message, { payload: await performanceAnswers[operation](asked), statusCode: 200 });
    },
  }),
});
