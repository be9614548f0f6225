import assert from 'node:assert/strict';
import { microgridService } from '../../../nodes/tables/index.ts';
import restFunction from '../../../nodes/tables/rest-function.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { TestMicrogrid } from './microgrid.fixture.ts';

describe('rest-function node', () => {
  let test: TestMicrogrid;
  beforeEach(async () => {
    test = await new TestMicrogrid().start();
    microgridService.provide(test.microgrid);
  });
  afterEach(async () => {
    await TestFlow.close();
    microgridService.withdraw();
    test.microgrid.stop();
  });

  it('answers requests by GET and by POST with text, and a flow with values', async () => {
    const flow = await TestFlow.ofNode(restFunction, { function: 'get_meter_readings_30m' });
    const originalUrl = '/rest/v1/rpc/get_meter_readings_30m';
    const get = { req: { method: 'GET', originalUrl: `${originalUrl}?device_ids={}`, headers: {}, body: {} } };
    const post = { req: { method: 'POST', originalUrl, headers: {}, body: { device_ids: [] } } };
    for (const message of [get, post]) assert.equal((await flow.ask('node', message)).payload, '[]');
    assert.deepEqual((await flow.ask('node', { payload: { device_ids: [] } })).payload, []);
  });

  it('hands what it refuses to a catch node', async () => {
    const flow = await TestFlow.ofNode(restFunction);
    assert.equal((await flow.askForError('node', { payload: { start_time: 'soon' } })).code, '22007');
    await TestFlow.close();
    const unknown = await TestFlow.ofNode(restFunction, { function: 'nothing' });
    assert.equal((await unknown.askForError('node', { payload: {} })).code, 'function_unknown');
  });
});
