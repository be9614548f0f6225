import { choice, defineNode, type Message } from '../kernel/index.ts';
import { auditPage } from './audit-page.ts';
import { currentHealth, currentStatus } from './gateway-runtime.ts';
import type { HealthBody } from './health.ts';

/** Answers what the gateway knows of itself: its health, or the operational snapshot of the battery. */
export default defineNode({
  type: 'busbar-gateway-status',
  version: 1,
  fields: { operation: choice(['health', 'status', 'audit'], { default: 'health' }) },
  open({ config, status }) {
    let shown = '';
    const showHealth = (health: HealthBody): void => {
      if (health.status === shown) return;
      shown = health.status;
      const plant = health.simulated ? ', simulated plant' : '';
      status({ level: health.status === 'healthy' ? 'ok' : 'warning', text: health.status + plant });
    };
    return {
      async input(message) {
        message['statusCode'] = 200;
        if (config.operation === 'status') message.payload = currentStatus();
        else if (config.operation === 'audit') message.payload = await auditPage(queryOf(message));
        else {
          const health = currentHealth();
          showHealth(health);
          if (health.status !== 'healthy') message['statusCode'] = 503;
          message.payload = health;
        }
        return message;
      },
    };
  },
});

/** The query of the request, else the message's payload. */
function queryOf(message: Message): Readonly<Record<string, unknown>> {
  const { query } = (message['req'] ?? {}) as { query?: Record<string, unknown> };
  return query ?? (message.payload as Record<string, unknown> | undefined) ?? {};
}
