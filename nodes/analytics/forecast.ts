import { choice, defineNode } from '../kernel/index.ts';
import { analyticsContext } from './analytics-context.ts';
import { askedOf } from './asked.ts';
import { forecastAnswer, forecastOperations } from './forecast/forecast-answers.ts';
import { forecasts } from './forecast/forecasts.ts';
import { requesterOf } from './requester.ts';

/** Trains forecasters of a machine's energy, and answers what it will use and when its demand will peak. */
export default defineNode({
  type: 'busbar-forecast',
  version: 1,
  fields: { operation: choice(forecastOperations, { default: 'predict' }) },
  open: ({ config: { operation }, status }) => ({
    async input(message) {
      const isTraining = operation.startsWith('train_');
      if (isTraining) status({ level: 'busy', text: 'training' });
      const asked = { ...askedOf(message), context: analyticsContext.get(), forecasts: forecasts.get() };
      const payload = await forecastAnswer(operation, { ...asked, requester: requesterOf(message) });
      if (isTraining) status({ level: 'ok', text: 'trained' });
      return Object.assign(message, { payload, statusCode: 200 });
    },
  }),
});
