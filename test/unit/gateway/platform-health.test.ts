import assert from 'node:assert/strict';
import type { HealthBody } from '../../../nodes/gateway/health.ts';
import { platformHealthOf } from '../../../nodes/gateway/platform-health.ts';

const health = {
  status: 'healthy',
  version: '0.1.0',
  uptime_s: 2.5,
  simulated: true,
  reasons: [],
} as unknown as HealthBody;

const store = { name: 'store.db', host: 'localhost', connections: 2 };
const scheduler = { enabled: true, running: true, job_count: 0, jobs: [] };
const analytics = {
  scheduler,
  features: ['baseline_regression'],
  activeMachines: 7,
  baselineModels: 3,
  recentAnomalies: null,
};

describe('health of the platform', () => {
  it('says what contracts 002 and 003 ask for', () => {
    const now = Date.UTC(2026, 1, 21, 12);
    assert.deepEqual(platformHealthOf({ health, now, storeFault: null, store, analytics }), {
      service: 'Busbar',
      version: '0.1.0',
      status: 'healthy',
      database: { status: 'connected', name: 'store.db', host: 'localhost', pool_size: 2, reason: null },
      scheduler,
      features: ['baseline_regression'],
      active_machines: 7,
      baseline_models: 3,
      recent_anomalies: null,
      timestamp: '2026-02-21T12:00:00Z',
      db_connected: true,
      redis_connected: null,
      redis_reason: 'The live feeds come from this process and need no Redis.',
      uptime_seconds: 2.5,
      simulated: true,
      reasons: [],
    });
  });

  it('says why the store cannot be used', () => {
    const { database, db_connected } = platformHealthOf({ health, now: 0, storeFault: 'full', store, analytics });
    assert.deepEqual([database.status, database.reason, db_connected], ['unavailable', 'full', false]);
  });
});
