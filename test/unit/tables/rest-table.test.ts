import assert from 'node:assert/strict';
import { microgridService } from '../../../nodes/tables/index.ts';
import restTable from '../../../nodes/tables/rest-table.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { TestMicrogrid } from './microgrid.fixture.ts';

const note = { name: 'a', type: 'meter', site: 'W' };

describe('rest-table node', () => {
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

  const request = (method: string, url: string, body?: unknown) => ({
    req: { method, originalUrl: url, headers: { prefer: 'return=representation' }, body },
  });

  it('answers a request with text, status and headers', async () => {
    const flow = await TestFlow.ofNode(restTable, { table: 'mg_device_registry', verb: 'select' });
    const url = '/rest/v1/mg_device_registry?select=name&name=eq.BESS-01';
    const { payload, statusCode, headers } = await flow.ask('node', request('GET', url));
    assert.deepEqual([payload, statusCode], ['[{"name":"BESS-01"}]', 200]);
    assert.equal((headers as Record<string, string>)['Content-Range'], '0-0/*');
  });

  it('answers a flow with values', async () => {
    const flow = await TestFlow.ofNode(restTable, { table: 'mg_device_registry', verb: 'insert' });
    const { payload } = await flow.ask('node', { payload: note, query: 'select=name,active' });
    assert.deepEqual(payload, [{ name: 'a', active: true }]);
  });

  it('makes a table of the columns that it is given, and adds to it', async () => {
    const columns = 'time timestamptz not null default now\nplace text not null unique\ncount int2 default 1';
    const flow = await TestFlow.ofNode(restTable, { table: 'notes', verb: 'insert', columns });
    const body = { place: 'roof' };
    const { payload } = await flow.ask('node', request('POST', '/rest/v1/notes?select=place,count', body));
    assert.equal(payload, '[{"place":"roof","count":1}]');
    assert.deepEqual(flow.shown('node'), ['notes']);
    const { code } = await flow.askForError('node', request('POST', '/rest/v1/notes', body));
    assert.equal(code, '23505');
    await TestFlow.close();
    const wider = { table: 'notes', verb: 'select', columns: `${columns}\nmore jsonb` };
    const second = await TestFlow.ofNode(restTable, wider);
    const { payload: rows } = await second.ask('node', { query: 'select=place,more' });
    assert.deepEqual(rows, [{ place: 'roof', more: null }]);
  });

  for (const [config, code] of [
    [{ table: 'notes', columns: 'no type here' }, 'bad_table'],
    [{ table: 'Notes', columns: 'a text' }, 'bad_table'],
    [{ table: 'notes', columns: 'a text\na int4' }, 'bad_table'],
    [{ table: 'notes', columns: 'a money' }, '42704'],
    [{ table: 'notes', columns: 'a int4 default x' }, '22P02'],
    [{ table: '' }, 'bad_node_config'],
    [{ table: 'market_data', columns: 'a text' }, 'table_taken'],
  ] as const) {
    it(`with ${JSON.stringify(config)} is red`, async () => {
      const flow = await TestFlow.ofNode(restTable, { verb: 'select', ...config });
      await flow.settled();
      assert.equal(flow.shown('node').at(-1), code);
    });
  }

  it('hands errors of the dialect, and a table that nobody described, to a catch node', async () => {
    const flow = await TestFlow.ofNode(restTable, { table: 'market_data', verb: 'select' });
    const { cause } = await flow.askForError('node', request('GET', '/rest/v1/market_data?nope=eq.1'));
    assert.deepEqual([(cause as { code: string }).code, (cause as { status: number }).status], ['42703', 400]);
    await TestFlow.close();
    const unknown = await TestFlow.ofNode(restTable, { table: 'nowhere', verb: 'select' });
    assert.equal((await unknown.askForError('node', {})).code, 'table_unknown');
  });
});
