import assert from 'node:assert/strict';
import { createMetrics } from '../../../nodes/api/gateway-metrics.ts';

const documented: Readonly<Record<string, string>> = {
  bess_cycles_total: 'counter',
  bess_safety_blocks_total: 'counter',
  bess_last_soc_pct: 'gauge',
  bess_last_power_kw: 'gauge',
  bess_cycle_duration_seconds: 'histogram',
  bess_ids_anomaly_score: 'gauge',
  bess_ids_alerts_total: 'counter',
  bess_onnx_inference_ms: 'histogram',
  bess_publish_errors_total: 'counter',
  bess_fleet_sites_active: 'gauge',
};

describe('gateway metrics', () => {
  it('have the documented names and types', async () => {
    const text = await createMetrics('S', []).render();
    for (const [name, type] of Object.entries(documented))
      assert.match(text, new RegExp(`^# TYPE ${name} ${type}$`, 'm'));
    assert.match(text, /^nodejs_eventloop_lag_p99_seconds/m);
  });

  it('start with counters at 0 and without gauges', async () => {
    const text = await createMetrics('S', ['soc_min', 'estop']).render();
    assert.match(text, /^bess_cycles_total\{site_id="S"\} 0$/m);
    assert.match(text, /^bess_safety_blocks_total\{site_id="S",reason="estop"\} 0$/m);
    assert.match(text, /^bess_onnx_inference_ms_count\{site_id="S"\} 0$/m);
    assert.doesNotMatch(text, /^bess_(last|ids_anomaly|fleet)\w*\{/m);
  });

  it('show what was recorded, and drop a gauge that has no measurement any more', async () => {
    const metrics = createMetrics('S', []);
    metrics.recordCycle(20);
    metrics.recordSafetyBlock('soc_min');
    metrics.recordSafetyBlock('soc_min');
    metrics.setSocPct(72.4);
    metrics.setPowerKw(-150);
    const text = await metrics.render();
    assert.match(text, /^bess_cycles_total\{site_id="S"\} 1$/m);
    assert.match(text, /^bess_cycle_duration_seconds_sum\{site_id="S"\} 0\.02$/m);
    assert.match(text, /^bess_safety_blocks_total\{site_id="S",reason="soc_min"\} 2$/m);
    assert.match(text, /^bess_last_soc_pct\{site_id="S"\} 72\.4$/m);
    assert.match(text, /^bess_last_power_kw\{site_id="S"\} -150$/m);
    metrics.setSocPct(null);
    assert.doesNotMatch(await metrics.render(), /^bess_last_soc_pct\{/m);
  });
});
