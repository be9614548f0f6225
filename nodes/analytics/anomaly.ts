import { choice, defineNode } from '../kernel/index.ts';
import { analyticsContext } from './analytics-context.ts';
import { anomalies } from './anomaly/anomalies.ts';
import { anomalyAnswers } from './anomaly/anomaly-answers.ts';
import { askedOf } from './asked.ts';
import { requesterOf } from './requester.ts';

const operations = Object.keys(anomalyAnswers) as (keyof typeof anomalyAnswers)[];

/** Looks for hours that a machine's baseline does not explain, lists them and marks them as resolved. */
export default defineNode({
  type: 'busbar-anomaly',
  version: 1,
  fields: { operation: choice(operations, { default: 'recent' }) },
  open: ({ config: { operation } }) => ({
    async input(message) {
      const { machines, clock } = analyticsContext.get();
      const from = { anomalies: anomalies.get(), machines, now: clock.now() };
      const asked = { ...askedOf(message), ...from, requester: requesterOf(message) };
      return Object.assign(message, { payload: await anomalyAnswers[operation](asked), statusCode: 200 });
    },
  }),
});
