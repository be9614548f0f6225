import { choice, defineNode } from '../kernel/index.ts';
import { currentHealth, currentStatus } from './gateway-runtime.ts';

/** Answers what the gateway knows of itself: its health, or the operational snapshot of the battery. */
export default defineNode({
  type: 'busbar-gateway-status',
  version: 1,
  fields: { operation: choice(['health', 'status'], { default: 'health' }) },
  open({ config, status }) {
    let shown = '';
    return {
      input(message) {
        const health = currentHealth();
        if (health.status !== shown) {
          const level = health.status === 'healthy' ? 'ok' : 'warning';
          status({ level, text: health.simulated ? `${health.status}, simulated plant` : health.status });
        }
        shown = health.status;
        const isHealth = config.operation === 'health';
        message['statusCode'] = isHealth && health.status !== 'healthy' ? 503 : 200;
        message.payload = isHealth ? health : currentStatus();
        return message;
      },
    };
  },
});
