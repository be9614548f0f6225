import { defineNode } from '../kernel/index.ts';
import { gatewayMetrics } from './gateway-metrics.ts';

export default defineNode({
  type: 'busbar-metrics',
  version: 1,
  fields: {},
  open: () => ({
    async input(message) {
      const metrics = gatewayMetrics.get();
      return Object.assign(message, {
        payload: await metrics.render(),
        headers: { 'Content-Type': metrics.contentType },
      });
    },
  }),
});
