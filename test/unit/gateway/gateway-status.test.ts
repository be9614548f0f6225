import assert from 'node:assert/strict';
import { type AlarmService, alarmService } from '../../../nodes/alarms/index.ts';
import { type AnalyticsContext, analyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import { type JobScheduler, jobScheduler } from '../../../nodes/analytics/jobs/job-scheduler.ts';
import { MachineDirectory } from '../../../nodes/analytics/machines/machine-directory.ts';
import { auditLog, type AuditLog, type AuditQuery } from '../../../nodes/events/index.ts';
import gatewayStatus from '../../../nodes/gateway/gateway-status.ts';
import { gatewayFacts } from '../../../nodes/gateway/index.ts';
import type { PlatformHealthBody } from '../../../nodes/gateway/platform-health.ts';
import type { PlatformStatsBody } from '../../../nodes/gateway/platform-stats.ts';
import { type HistoryService, historyService, type Store, storeService } from '../../../nodes/history/index.ts';
import type { HealthBody } from '../../../nodes/gateway/health.ts';
import type { StatusBody } from '../../../nodes/gateway/status.ts';
import { siteRuntime } from '../../../nodes/site/index.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { BatteryDevice, batteryModel, demoRegister } from '../devices/battery-device.fixture.ts';
import { provideServices, withdrawServices } from '../devices/battery-services.fixture.ts';

describe('gateway-status node', () => {
  let battery: BatteryDevice;
  let storeFault: string | null;

  beforeEach(async () => {
    battery = new BatteryDevice();
    storeFault = null;
    provideServices(battery);
    gatewayFacts.provide({
      version: '0.1.0',
      clock: battery.clock,
      startedAt: -2500,
      storeFault: () => storeFault,
      blocksTotal: () => 3,
      intrusion: () => ({ anomaly_score: 0.12, alert_active: false, model_version: 'isolation_forest_v1' }),
      cloud: () => ({ pubsub_connected: false, publish_errors_total: 0, last_publish_ts: null }),
      warnings: () => ['a site copy of a flow is behind'],
    });
    await battery.connect();
  });
  afterEach(async () => {
    await TestFlow.close();
    gatewayFacts.withdraw();
    withdrawServices();
  });

  describe('asked for the health', () => {
    const health = async (flow: TestFlow): Promise<HealthBody & { statusCode: unknown }> => {
      const { payload, statusCode } = await flow.ask('node', {});
      return { ...(payload as HealthBody), statusCode };
    };

    it('answers 200 when the gateway is well', async () => {
      const flow = await TestFlow.ofNode(gatewayStatus);
      const { statusCode, ...body } = await health(flow);
      assert.equal(statusCode, 200);
      assert.deepEqual(body, {
        status: 'healthy',
        site_id: 'SITE-CL-001',
        uptime_s: 2.5,
        last_cycle_ts: '2026-02-21T17:45:00+00:00',
        safety_status: 'ok',
        version: '0.1.0',
        simulated: true,
        reasons: [],
        warnings: ['a site copy of a flow is behind'],
        devices: { total: 1, connected: 1, faulted: 0 },
      });
    });

    it('answers 503 when it is not, and shows each change once', async () => {
      const flow = await TestFlow.ofNode(gatewayStatus, { operation: 'health' });
      await health(flow);
      storeFault = 'the disk is full';
      await battery.advance(100);
      for (let asked = 0; asked < 3; asked++) {
        const { statusCode, status, reasons } = await health(flow);
        assert.deepEqual([statusCode, status], [503, 'degraded']);
        assert.deepEqual(reasons, ['the store cannot be written: the disk is full']);
      }
      assert.deepEqual(flow.statuses('node'), [
        { fill: 'green', shape: 'dot', text: 'healthy, simulated plant' },
        { fill: 'yellow', shape: 'dot', text: 'degraded, simulated plant' },
      ]);
    });

    it('is not well when the battery is silent for too long', async () => {
      battery.device.poller.stop();
      await battery.advance(10_001);
      const flow = await TestFlow.ofNode(gatewayStatus);
      const { statusCode, reasons, safety_status } = await health(flow);
      assert.deepEqual([statusCode, safety_status], [503, 'safety_block_active']);
      assert.deepEqual(reasons, ['WLCE-BESS-01 has no fresh telemetry']);
    });

    it('warns of a battery that does not follow its setpoint', async () => {
      await battery.device.writer!.execute(battery.permit(100));
      for (let cycle = 0; cycle < 12; cycle++) {
        battery.registers.set(demoRegister.heartbeat, cycle + 2);
        await battery.advance(1000);
        battery.guard.observe();
      }
      const flow = await TestFlow.ofNode(gatewayStatus);
      assert.ok((await health(flow)).warnings.includes('WLCE-BESS-01: does not follow its setpoint of 100 kW'));
    });
  });

  describe('asked for the status', () => {
    it('answers with what was measured and with the rules that are active', async () => {
      battery.registers.set(demoRegister.soc, 48);
      await battery.advance(1000);
      const flow = await TestFlow.ofNode(gatewayStatus, { operation: 'status' });
      const { payload, statusCode } = await flow.ask('node', {});
      const { modbus, bess, safety, ai_ids } = payload as StatusBody;
      assert.equal(statusCode, 200);
      assert.deepEqual(modbus, { connected: true, inverter_ip: '192.168.1.100', last_read_ms: 0 });
      assert.deepEqual(bess, { soc_pct: 4.8, power_kw: 0, voltage_v: 800, temperature_c: 25, status_code: 0 });
      assert.deepEqual(safety, {
        status: 'safety_block_active',
        blocks_total: 3,
        active_constraints: ['soc_min', 'energy_horizon'],
      });
      assert.equal(ai_ids.anomaly_score, 0.12);
    });

    it('answers with the host of the connection that the flow lends', async () => {
      battery.device.attachClient(battery.client)();
      const flow = await TestFlow.ofNode(gatewayStatus, { operation: 'status' });
      const { payload } = await flow.ask('node', {});
      assert.deepEqual((payload as StatusBody).modbus.inverter_ip, null);
      assert.deepEqual((payload as StatusBody).modbus.connected, false);
    });
  });

  describe('asked for the audit log', () => {
    let asked: AuditQuery[];

    beforeEach(() => {
      asked = [];
      const query = (query: AuditQuery) => {
        asked.push(query);
        return Promise.resolve([]);
      };
      auditLog.provide({ query } as unknown as AuditLog);
    });
    afterEach(() => auditLog.withdraw());

    const queries: [string, object, AuditQuery][] = [
      ['the query of the request', { req: { query: { limit: '5', before_seq: '9' } } }, { limit: 5, beforeSeq: 9 }],
      ['the query and not the payload', { req: { query: {} }, payload: { limit: 7 } }, { limit: 100 }],
      ['the payload without a request', { payload: { limit: 7, before_seq: 3 } }, { limit: 7, beforeSeq: 3 }],
      ['its defaults without either', { payload: undefined }, { limit: 100 }],
    ];
    for (const [title, message, expected] of queries) {
      it(`takes ${title}`, async () => {
        const flow = await TestFlow.ofNode(gatewayStatus, { operation: 'audit' });
        const { payload, statusCode } = await flow.ask('node', message);
        assert.equal(statusCode, 200);
        assert.deepEqual(payload, { entries: [], next_before_seq: null });
        assert.deepEqual(asked, [expected]);
      });
    }
  });

  describe('asked for the platform', () => {
    const services = [historyService, alarmService, storeService, analyticsContext, jobScheduler];
    afterEach(() => {
      for (const service of services) service.withdraw();
    });

    /** The analytics of a site whose store cannot be read. */
    function provideAnalytics(): void {
      const store = {
        address: () => ({ name: 'store.db', host: 'localhost', connections: 2 }),
        read: () => Promise.reject(new Error('the disk is full')),
      } as unknown as Store;
      const site = siteRuntime.get();
      const machines = new MachineDirectory(site);
      const history = { latest: () => [] };
      storeService.provide(store);
      analyticsContext.provide({ history, store, site, machines, clock: battery.clock } as unknown as AnalyticsContext);
      const status = () => ({ isRunning: true, timeZone: 'UTC', jobs: [] });
      jobScheduler.provide({ status } as unknown as JobScheduler);
    }

    it('answers 200 in every state, with the store and the machines', async () => {
      storeFault = 'the disk is full';
      Object.assign(siteRuntime.get().model, { machines: [] });
      provideAnalytics();
      const flow = await TestFlow.ofNode(gatewayStatus, { operation: 'platform_health' });
      const { payload, statusCode } = await flow.ask('node', {});
      const { status, database, scheduler, ...body } = payload as PlatformHealthBody;
      assert.equal(statusCode, 200);
      assert.deepEqual([status, body.db_connected, body.active_machines], ['degraded', false, 0]);
      assert.deepEqual([body.baseline_models, body.recent_anomalies], [null, null]);
      assert.deepEqual([database.status, database.reason], ['unavailable', 'the disk is full']);
      assert.deepEqual([scheduler['running'], scheduler['job_count']], [true, 0]);
    });

    it('answers with the volumes of the store and the alarms by state', async () => {
      const state = () => ({ samplesLastHour: 360 });
      historyService.provide({ stats: () => Promise.resolve([]), state } as unknown as HistoryService);
      const list: AlarmService['list'] = ({ states }) => ({ total: states?.length ?? 0, standing: 0, alarms: [] });
      alarmService.provide({ list } as unknown as AlarmService);
      const flow = await TestFlow.ofNode(gatewayStatus, { operation: 'platform_stats' });
      const { payload } = await flow.ask('node', {});
      const { alarms } = payload as PlatformStatsBody;
      assert.deepEqual(alarms, { active: 1, acked: 1, shelved: 1, suppressed: 2, rtn_unack: 1 });
    });
  });

  it('does not know other operations', async () => {
    const flow = await TestFlow.ofNode(gatewayStatus, { operation: 'reboot' });
    assert.deepEqual(flow.shown('node'), ['bad_node_config']);
    assert.match(
      (await flow.askForError('node', {})).message,
      /operation must be health or status or audit or platform_health or platform_stats, found "reboot"/,
    );
  });

  it('answers with an error while the gateway has not started', async () => {
    gatewayFacts.withdraw();
    const flow = await TestFlow.ofNode(gatewayStatus);
    const { cause } = await flow.askForError('node', { device: batteryModel.id });
    assert.equal((cause as { status: number }).status, 503);
  });
});
