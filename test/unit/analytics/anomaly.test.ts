import assert from 'node:assert/strict';
import { analyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import { anomalies } from '../../../nodes/analytics/anomaly/anomalies.ts';
import anomaly from '../../../nodes/analytics/anomaly.ts';
import { setIdentity } from '../../../nodes/kernel/index.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { hourAt, idle, press, pressAnalytics } from './press.fixture.ts';

interface Body {
  readonly [name: string]: unknown;
  readonly anomalies: readonly Record<string, unknown>[];
}

const iso = (hour: number): string => new Date(hourAt(hour)).toISOString();

/** The error as it was thrown. */
async function errorOf(flow: TestFlow, message: object): Promise<{ message: string; status: number }> {
  return (await flow.askForError('node', message)).cause as { message: string; status: number };
}

describe('anomaly node', () => {
  let analytics: Awaited<ReturnType<typeof pressAnalytics>>;

  beforeEach(async () => {
    const more = (hour: number): number => (hour >= 310 && hour < 313 ? 60 : 0);
    analytics = await pressAnalytics({ hours: 320, more, isMissing: (hour) => hour === 290 });
    await analytics.baselines.train(press, { span: { from: hourAt(0), until: hourAt(280) } });
    analyticsContext.provide(analytics.context);
    anomalies.provide(analytics.anomalies);
  });
  afterEach(async () => {
    await TestFlow.close();
    anomalies.withdraw();
    analyticsContext.withdraw();
  });

  async function answerTo(operation: string, message: object): Promise<Body> {
    const flow = await TestFlow.ofNode(anomaly, { operation });
    const { payload, statusCode } = await flow.ask('node', message);
    assert.equal(statusCode, 200);
    await TestFlow.close();
    return payload as Body;
  }
  const detect = () =>
    answerTo('detect', { payload: { machine_id: press.uuid, start_time: iso(285), end_time: iso(320) } });

  it('detects as the contract shows it', async () => {
    const { machine_id, detection_window, anomalies_detected, anomalies: found } = await detect();
    assert.deepEqual([machine_id, anomalies_detected], [press.uuid, found.length]);
    assert.deepEqual(detection_window, { start: '2026-01-15T21:00:00+00:00', end: '2026-01-17T08:00:00+00:00' });
    const spike = found.find(({ anomaly_type }) => anomaly_type === 'energy_spike')!;
    assert.deepEqual(Object.keys(spike).slice(0, 13), [
      'id',
      'machine_id',
      'machine_name',
      'detected_at',
      'severity',
      'anomaly_type',
      'description',
      'actual_value',
      'expected_value',
      'deviation',
      'deviation_percent',
      'status',
      'resolved_at',
    ]);
    const { machine_name, detected_at, severity, status, resolved_at, hours } = spike;
    assert.deepEqual(
      [machine_name, detected_at, severity, status, resolved_at, hours],
      ['Press', '2026-01-16T22:00:00+00:00', 'critical', 'unresolved', null, 3],
    );
    assert.ok(
      Math.abs(Number(spike['actual_value']) - Number(spike['expected_value']) - Number(spike['deviation'])) < 1e-6,
    );
    assert.match(String(spike['description']), /^Energy consumption \d+ % above baseline, for 3 intervals$/);
  });

  it('lists recent ones by time, machine, severity and number', async () => {
    await detect();
    const day = await answerTo('recent', { payload: {} });
    assert.deepEqual(day['filters'], { machine_id: null, severity: null, time_window: '24 hours' });
    assert.ok(day.anomalies.every(({ anomaly_type }) => anomaly_type !== 'missing_data'));
    const all = await answerTo('recent', { req: { query: { hours: '48', limit: '1' }, params: {} } });
    assert.equal(all.anomalies.length, 1);
    assert.ok(Number(all['total_count']) > 1);
    const grave = await answerTo('recent', { payload: { hours: 48, severity: 'critical', machine_id: press.uuid } });
    assert.deepEqual(
      grave.anomalies.map((each) => each['severity']),
      ['critical'],
    );
    assert.deepEqual(grave['filters'], { machine_id: press.uuid, severity: 'critical', time_window: '48 hours' });
    const spanned = await answerTo('recent', { payload: { start: iso(289), end: iso(292) } });
    assert.deepEqual(
      spanned.anomalies.map((each) => each['anomaly_type']),
      ['missing_data'],
    );
    let named = 0;
    for (const severity of ['info', 'warning', 'critical']) {
      named += Number((await answerTo('recent', { payload: { severity, hours: 48 } }))['total_count']);
    }
    assert.equal(named, all['total_count']);
  });

  it('lists the unresolved ones, the gravest first, until they are resolved', async () => {
    await detect();
    const active = await answerTo('active', { payload: {} });
    const [first] = active.anomalies;
    assert.deepEqual(
      [first?.['severity'], (active['by_severity'] as Record<string, number>)['critical']],
      ['critical', 1],
    );
    assert.deepEqual(Object.keys(active['by_severity'] as object), ['critical', 'high', 'medium', 'low']);
    const req = { query: {}, params: { anomaly_id: first?.['id'] } };
    const resolved = await answerTo('resolve', { req, payload: { resolution_notes: 'a leak' } });
    const { success, anomaly_id, status, resolved_at } = resolved;
    assert.deepEqual(
      [success, anomaly_id, status, resolved_at],
      [true, first?.['id'], 'resolved', '2026-01-17T08:02:00+00:00'],
    );
    const left = await answerTo('active', { payload: {} });
    assert.equal(left['total_count'], Number(active['total_count']) - 1);
    const seen = await answerTo('recent', { payload: { severity: 'critical' } });
    assert.deepEqual(
      seen.anomalies.map((each) => [each['status'], each['resolution_notes']]),
      [['resolved', 'a leak']],
    );
  });

  it('shows a key of another site nothing', async () => {
    const { anomalies: found } = await detect();
    const req = { query: {}, params: { anomaly_id: found[0]?.['id'] } };
    setIdentity(req, { keyId: 'k', scopes: new Set(['write']), sites: new Set(['WEST']), arrivedAt: 0 });
    assert.equal((await answerTo('active', { req }))['total_count'], 0);
    const flow = await TestFlow.ofNode(anomaly, { operation: 'resolve' });
    assert.equal((await errorOf(flow, { req, payload: {} })).message, 'Anomaly not found');
  });

  const refusals: [operation: string, question: object, status: number, message: RegExp][] = [
    ['recent', { limit: 0 }, 422, /limit must be a whole number from 1 to 1000, found 0/],
    ['recent', { hours: 'x' }, 422, /hours must be/],
    ['recent', { severity: 'constructor' }, 422, /severity must be low, medium, high, critical, normal, info, warning/],
    ['recent', { machine_id: 'x' }, 404, /^Machine not found$/],
    ['detect', { machine_id: press.uuid, start_time: iso(9), end_time: iso(8) }, 400, /^Invalid time range$/],
    ['detect', { machine_id: idle.uuid, start_time: iso(8), end_time: iso(9) }, 404, /^Model not trained$/],
    ['resolve', { anomaly_id: 'x' }, 404, /^Anomaly not found$/],
    ['resolve', { anomaly_id: 'x', resolution_notes: 1 }, 422, /resolution_notes must be a text/],
  ];
  for (const [operation, question, status, message] of refusals) {
    it(`refuses ${operation} of ${JSON.stringify(question)}`, async () => {
      const flow = await TestFlow.ofNode(anomaly, { operation });
      const error = await errorOf(flow, { payload: question });
      assert.match(error.message, message);
      assert.equal(error.status, status);
    });
  }
});
