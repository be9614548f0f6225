import { defineErrors, defineNode, text } from '../kernel/index.ts';
import { answerFunction } from './answer-function.ts';
import { restRequestOf, sitesOf, withAnswer } from './http-exchange.ts';
import { microgridService } from './microgrid.ts';

const errors = defineErrors({
  function_unknown: { status: 500, message: ({ value }) => `There is no function ${String(value)}.` },
});

/** Calls a function of contract 001: readings of meters in buckets of five or thirty minutes. */
export default defineNode({
  type: 'busbar-rest-function',
  version: 1,
  fields: { function: text({ default: 'get_meter_readings_5m', required: true }) },
  open: ({ config: { function: name } }) => ({
    async input(message) {
      const { functions, registry } = microgridService.get();
      const tableFunction = functions.get(name);
      if (!tableFunction) throw errors.function_unknown({ value: name });
      const reads = (message['req'] as { method?: string } | undefined)?.method === 'GET';
      const request = restRequestOf(message, reads);
      const scope = registry.scopeOf(sitesOf(message));
      return withAnswer(message, await answerFunction({ tableFunction, request, scope }));
    },
  }),
});
