import { choice, defineNode, type Message, questionOf } from '../kernel/index.ts';
import { auditPage } from './audit-page.ts';
import { currentHealth, currentStatus } from './gateway-runtime.ts';
import type { HealthBody } from './health.ts';
import { currentPlatformHealth, currentPlatformStats } from './platform-runtime.ts';

/** Answers what the gateway knows of itself: its health, the snapshot of the battery, its log and its volumes. */
export default defineNode({
  type: 'busbar-gateway-status',
  version: 1,
  fields: {
    operation: choice(['health', 'status', 'audit', 'platform_health', 'platform_stats'], { default: 'health' }),
  },
  open({ config, status }) {
    let shown = '';
    const showHealth = (health: HealthBody): void => {
      if (health.status === shown) return;
      shown = health.status;
      const plant = health.simulated ? ', simulated plant' : '';
      status({ level: health.status === 'healthy' ? 'ok' : 'warning', text: health.status + plant });
    };
    const answers: Readonly<Record<typeof config.operation, (message: Message) => unknown>> = {
      health: (message) => {
        const health = currentHealth();
        showHealth(health);
        if (health.status !== 'healthy') message['statusCode'] = 503;
        return health;
      },
      status: currentStatus,
      audit: (message) => auditPage(questionOf(message)),
      platform_health: currentPlatformHealth,
      platform_stats: currentPlatformStats,
    };
    return {
      async input(message) {
        message['statusCode'] = 200;
        message.payload = await answers[config.operation](message);
        return message;
      },
    };
  },
});
