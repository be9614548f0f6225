import assert from 'node:assert/strict';
import { type StatusBody, statusOf, type StatusSources } from '../../../nodes/gateway/status.ts';
import { ProcessImage } from '../../../nodes/site/index.ts';
import { type Found, frameOf, indexOf } from '../site/frame.fixture.ts';

const measured = { soc: 72.4, power: 150, voltage: 820.5, temperature: 28.3, cell_temp_max: 31, status: 0 };
const staleMs = 10_000;
const nothing = { soc_pct: null, power_kw: null, voltage_v: null, temperature_c: null, status_code: null };

/** The status of a battery `ageMs` after a cycle that found this. */
function statusAfter(found: Found, ageMs = 500, changes: Partial<StatusSources> = {}): StatusBody {
  const image = new ProcessImage().add(indexOf(Object.keys(found)));
  image.setConnected(true);
  image.update(frameOf(found, { index: image.index, durationMs: 45.24 }), new Set(Object.keys(found).keys()), 1000);
  return statusOf({
    siteId: 'SITE-CL-001',
    now: Date.UTC(2026, 1, 21, 17, 45),
    nowMonotonic: 1000 + ageMs,
    image,
    host: '192.168.1.100',
    staleMs,
    safety: { status: 'ok', blocks_total: 3, active_constraints: [] },
    ai_ids: { anomaly_score: null, alert_active: false, model_version: null },
    cloud: { pubsub_connected: false, publish_errors_total: 0, last_publish_ts: null },
    ...changes,
  });
}

describe('status', () => {
  it('is the body of contract 000', () => {
    assert.deepEqual(statusAfter(measured), {
      site_id: 'SITE-CL-001',
      timestamp: '2026-02-21T17:45:00+00:00',
      modbus: { connected: true, inverter_ip: '192.168.1.100', last_read_ms: 45.2 },
      bess: { soc_pct: 72.4, power_kw: 150, voltage_v: 820.5, temperature_c: 28.3, status_code: 0 },
      safety: { status: 'ok', blocks_total: 3, active_constraints: [] },
      ai_ids: { anomaly_score: null, alert_active: false, model_version: null },
      cloud: { pubsub_connected: false, publish_errors_total: 0, last_publish_ts: null },
    });
  });

  const values = { soc_pct: 72.4, power_kw: 150, voltage_v: 820.5, temperature_c: 28.3, status_code: 0 };
  const cases: [string, Found, number, StatusBody['bess']][] = [
    ['that are just fresh enough', measured, staleMs, values],
    ['that are too old', measured, staleMs + 1, nothing],
    ['that are not valid now', { ...measured, soc: '120 % is out of range' }, 0, { ...values, soc_pct: null }],
    [
      'of the hottest cell when there is no other temperature',
      { ...measured, temperature: 'x' },
      0,
      { ...values, temperature_c: 31 },
    ],
    ['that the device does not have', { soc: 50 }, 0, { ...nothing, soc_pct: 50 }],
    ['that are zero, which is not nothing', { soc: 0, power: 0 }, 0, { ...nothing, soc_pct: 0, power_kw: 0 }],
  ];
  for (const [title, found, ageMs, bess] of cases) {
    it(`has null for what was not measured: values ${title}`, () => {
      assert.deepEqual(statusAfter(found, ageMs).bess, bess);
    });
  }

  it('of a site without a battery has nulls alone', () => {
    const { modbus, bess } = statusAfter(measured, 500, { image: undefined, host: null });
    assert.deepEqual(modbus, { connected: false, inverter_ip: null, last_read_ms: null });
    assert.deepEqual(bess, nothing);
  });
});
