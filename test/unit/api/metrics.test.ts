import assert from 'node:assert/strict';
import { createMetrics, gatewayMetrics } from '../../../nodes/api/index.ts';
import metricsNode from '../../../nodes/api/metrics.ts';
import { TestFlow } from '../../support/node-runtime.ts';

describe('metrics node', () => {
  before(() => gatewayMetrics.provide(createMetrics('SITE-1', [])));
  after(async () => {
    await TestFlow.close();
    gatewayMetrics.withdraw();
  });

  it('answers with the metrics as text', async () => {
    const flow = await TestFlow.ofNode(metricsNode);
    const sent = await flow.ask('node', {});
    assert.match(String(sent['payload']), /^bess_cycles_total\{site_id="SITE-1"\} 0$/m);
    assert.match((sent['headers'] as Record<string, string>)['Content-Type']!, /^text\/plain/);
  });
});
