import { choice, defineNode } from '../kernel/index.ts';
import { analyticsContext } from './analytics-context.ts';
import { askedOf } from './asked.ts';
import { baselineAnswers } from './baseline/baseline-answers.ts';
import { baselines } from './baseline/baselines.ts';
import { requesterOf } from './requester.ts';

const operations = Object.keys(baselineAnswers) as (keyof typeof baselineAnswers)[];

/** Trains the baselines of machines, and answers what they should use and how far they are from it. */
export default defineNode({
  type: 'busbar-baseline',
  version: 1,
  fields: { operation: choice(operations, { default: 'deviation' }) },
  open: ({ config: { operation }, status }) => ({
    async input(message) {
      const { machines } = analyticsContext.get();
      const asked = { ...askedOf(message), baselines: baselines.get(), machines, requester: requesterOf(message) };
      if (operation === 'train') status({ level: 'busy', text: 'training' });
      const payload = await baselineAnswers[operation](asked);
      if (operation === 'train') status({ level: 'ok', text: 'trained' });
      return Object.assign(message, { payload, statusCode: 200 });
    },
  }),
});
