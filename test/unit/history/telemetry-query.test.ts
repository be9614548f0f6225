import assert from 'node:assert/strict';
import { type HistoryService, historyService } from '../../../nodes/history/history-service.ts';
import telemetryQuery from '../../../nodes/history/telemetry-query.ts';
import { setIdentity } from '../../../nodes/kernel/index.ts';
import { Bus, siteRuntime } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { siteWithBlocks } from '../site/directory.fixture.ts';

describe('telemetry-query node', () => {
  beforeEach(() => {
    siteRuntime.provide({ ...siteWithBlocks(), devices: new Map(), bus: new Bus((text) => assert.fail(text)) });
    historyService.provide({
      clock: new ManualClock(),
      latest: () => [],
      seriesJson: () => Promise.resolve({ pointCount: 0, json: [Buffer.from('[]')] }),
    } as unknown as HistoryService);
  });
  afterEach(async () => {
    await TestFlow.close();
    historyService.withdraw();
    siteRuntime.withdraw();
  });

  it('answers a request with JSON text', async () => {
    const flow = await TestFlow.ofNode(telemetryQuery, { operation: 'latest' });
    const req = { query: { block_slug: 'block-01' }, params: {} };
    const { payload, headers } = await flow.ask('node', { req });
    assert.equal(String(payload), '{"block_slug":"block-01","sensor_count":0,"readings":[]}');
    assert.deepEqual(headers, { 'content-type': 'application/json; charset=utf-8' });
  });

  it('answers any other message with an object', async () => {
    const flow = await TestFlow.ofNode(telemetryQuery);
    const { payload } = await flow.ask('node', { payload: { sensor_id: 42, start: '2020-01-01', end: '2020-01-02' } });
    assert.deepEqual((payload as { data: unknown }).data, []);
  });

  it('knows no sensor of a site that the key is not for', async () => {
    const flow = await TestFlow.ofNode(telemetryQuery);
    const req = { query: { sensor_id: '42', start: '2020-01-01', end: '2020-01-02' }, params: {} };
    setIdentity(req, { keyId: 'east', scopes: new Set(['read']), sites: new Set(['EAST']), arrivedAt: 0 });
    const { code } = await flow.askForError('node', { req });
    assert.equal(code, 'unknown_sensor');
  });

  it('hands what it refuses to a catch node', async () => {
    const flow = await TestFlow.ofNode(telemetryQuery, { operation: 'multi' });
    const { cause } = await flow.askForError('node', { payload: { sensor_ids: 'a,b', start: '2020-01-01' } });
    assert.equal((cause as { status: number }).status, 400);
  });

  it('answers 503 while the history has not started', async () => {
    historyService.withdraw();
    const flow = await TestFlow.ofNode(telemetryQuery);
    const { cause } = await flow.askForError('node', { payload: {} });
    assert.equal((cause as { status: number }).status, 503);
  });
});
