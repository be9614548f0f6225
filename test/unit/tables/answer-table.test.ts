import assert from 'node:assert/strict';
import tableStore from '../../../nodes/tables/table-store.ts';
import { describeEngines } from '../../support/store-engines.ts';
import { ConnectedTables } from './connected-tables.fixture.ts';

const device = '123e4567-e89b-12d3-a456-426614174000';
const readings = 'mg_bess_readings';
const registry = 'mg_device_registry';
const time = (minute: number): string => `2024-01-01T12:0${minute}:00.000Z`;

describeEngines('answers of a table', (engine) => {
  let tables: ConnectedTables;

  beforeEach(async () => {
    tables = new ConnectedTables(engine.connect([tableStore]));
    const rows = [10, 20, 30, 40, null].map((soe, minute) => ({ device_id: device, time: time(minute), soe }));
    await tables.ask('insert', readings, { body: rows });
  });

  const soes = async (search: string): Promise<unknown[]> => {
    const rows = (await tables.rows(readings, `select=soe&${search}`)) as { soe: unknown }[];
    return rows.map(({ soe }) => soe);
  };

  for (const [search, expected] of [
    ['soe=eq.20', [20]],
    ['soe=neq.20', [10, 30, 40]],
    ['soe=not.gt.20', [10, 20]],
    ['soe=in.(10,40,99)', [10, 40]],
    ['soe=not.in.()', [10, 20, 30, 40, null]],
    ['soe=is.null', [null]],
    ['soe=not.is.null', [10, 20, 30, 40]],
    ['soe=isdistinct.10', [20, 30, 40, null]],
    ['soe=eq(any).{10,30}', [10, 30]],
    ['soe=gt(all).{10,20}', [30, 40]],
    ['soe=gte.20&soe=lt.40', [20, 30]],
    ['or=(soe.lt.20,soe.gt.30)', [10, 40]],
    [`and=(device_id.eq.${device},or=(soe.lt.20,soe.gt.30))`, [10, 40]],
    ['not.and=(soe.gt.10,soe.lt.40)', [10, 40]],
    ['time=gte.2024-01-01T13:02:00%2B01:00&time=lte.2024-01-01T12:03:00', [30, 40]],
    ['order=soe.desc', [null, 40, 30, 20, 10]],
    ['order=soe.desc.nullslast&limit=2', [40, 30]],
    ['order=soe&offset=3', [40, null]],
  ] as const) {
    it(search, async () => assert.deepEqual(await soes(search), expected));
  }

  for (const [status, code, search] of [
    [400, '22P02', 'device_id=eq.uuid'],
    [400, '22P02', 'soe=eq.x'],
    [400, '22003', 'soe=eq.1e999'],
    [400, '22007', 'time=eq.yesterdayish'],
    [400, '22008', 'time=eq.2024-02-30'],
    [400, '22003', 'command_source=eq.99999'],
    [400, '42703', 'nope=eq.1'],
    [400, '42703', 'order=nope'],
    [400, '42703', 'select=nope'],
    [400, '42704', 'select=soe::money'],
    [400, '42846', 'select=time::int4'],
    [404, '42883', 'soe=like.1*'],
    [404, '42883', 'soe->a=eq.1'],
    [400, '42804', 'soe=is.true'],
    [400, 'PGRST100', 'soe=5'],
    [400, 'PGRST100', 'soe=is.maybe'],
    [400, 'PGRST200', 'select=site(name)'],
    [416, 'PGRST103', 'limit=-1'],
    [400, '54001', `or=(${Array.from({ length: 201 }, () => 'soe.eq.1').join(',')})`],
  ] as const) {
    it(`${search.slice(0, 40)} is ${code}`, async () => {
      await assert.rejects(tables.ask('select', readings, { search }), { code, status });
    });
  }

  describe('ranges and counts', () => {
    const head = async (search: string, prefer?: string, range?: string) => {
      const { status, headers } = await tables.ask('select', readings, { search, prefer, range });
      return [status, headers['Content-Range']];
    };

    it('has no total unless it is asked for', async () => {
      assert.deepEqual(await head(''), [200, '0-4/*']);
      assert.deepEqual(await head('soe=eq.99'), [200, '*/*']);
      assert.deepEqual(await head('limit=2'), [200, '0-1/*']);
      assert.deepEqual(await head('offset=50'), [200, '*/*']);
    });

    it('is 206 when a known total is larger than the page', async () => {
      assert.deepEqual(await head('limit=2', 'count=exact'), [206, '0-1/5']);
      assert.deepEqual(await head('', 'count=exact'), [200, '0-4/5']);
      assert.deepEqual(await head('soe=eq.99', 'count=exact'), [200, '*/0']);
      assert.deepEqual(await head('limit=0', 'count=exact'), [206, '*/5']);
      assert.deepEqual(await head('offset=5', 'count=exact'), [206, '*/5']);
    });

    it('takes a header for limit and offset, and both for what both leave', async () => {
      assert.deepEqual(await head('', undefined, '1-2'), [200, '1-2/*']);
      assert.deepEqual(await head('limit=1', undefined, '0-2'), [200, '0-0/*']);
    });

    it('refuses a page behind the last row, and an inverted one', async () => {
      const behind = { code: 'PGRST103', status: 416 };
      await assert.rejects(head('offset=50', 'count=exact'), behind);
      await assert.rejects(head('', undefined, '5-2'), behind);
    });
  });

  describe('forms', () => {
    const object = 'application/vnd.pgrst.object+json';

    it('gives one object, or refuses to', async () => {
      const { body, headers } = await tables.ask('select', readings, {
        search: 'select=soe&soe=eq.10',
        accept: object,
      });
      assert.deepEqual([body, headers['Content-Type']], ['{"soe":10}', `${object}; charset=utf-8`]);
      await assert.rejects(tables.ask('select', readings, { search: '', accept: object }), {
        code: 'PGRST116',
        status: 406,
        facts: { details: 'The result contains 5 rows' },
      });
    });

    it('writes CSV, and leaves nulls out on request', async () => {
      const search = 'select=time,soe&order=soe.desc&limit=2';
      const csv = await tables.ask('select', readings, { search, accept: 'text/csv' });
      assert.equal(csv.body, `time,soe\n${time(4)},\n${time(3)},40`);
      const stripped = await tables.ask('select', readings, {
        search: 'select=soe,command_source&soe=eq.10',
        accept: 'application/vnd.pgrst.array+json;nulls=stripped',
      });
      assert.equal(stripped.body, '[{"soe":10}]');
      await assert.rejects(tables.ask('select', readings, { accept: 'image/png' }), { code: 'PGRST107', status: 406 });
    });

    it('names, casts and reaches into JSON', async () => {
      const metadata = { model: 'PP-500', kwh: 500, tags: ['a', 'b'], ok: true, none: null };
      await tables.ask('insert', registry, { body: { name: 'a,"b"', type: 'bess', site: 'W', metadata } });
      const search =
        'select=n:name,metadata->>model,k:metadata->kwh::text,metadata->tags->>-1,t:metadata->>ok,metadata->>none';
      assert.deepEqual(await tables.rows(registry, search), [
        { n: 'a,"b"', model: 'PP-500', k: '500', tags: 'b', t: 'true', none: null },
      ]);
      for (const filter of [
        'metadata->>model=eq.PP-500',
        'metadata->kwh=gt.100',
        'metadata->>ok=eq.true',
        'metadata->>none=is.null',
        'metadata->tags->>0=eq.a',
        'metadata=cs.{"ok":true,"kwh":500}',
        'name=eq.a,"b"',
        'name=like.a*',
        'name=ilike.A*',
        'active=is.true',
        'or=(name.eq."a,\\"b\\"",site.eq.x)',
      ]) {
        assert.deepEqual(await tables.rows(registry, `select=site&${filter}`), [{ site: 'W' }], filter);
      }
      for (const filter of ['name=like.A*', 'metadata=cs.{"ok":false}', 'metadata->kwh=lt.100', 'name=like.a[,]*']) {
        assert.deepEqual(await tables.rows(registry, filter), [], filter);
      }
    });
  });

  describe('writes', () => {
    const representation = 'return=representation';
    const row = { device_id: device, time: time(9), soe: 90 };

    it('answers 201 with nothing, with a place, or with the rows', async () => {
      const minimal = await tables.ask('insert', readings, { body: row });
      assert.deepEqual([minimal.status, minimal.body, minimal.headers], [201, '', { 'Content-Range': '*/*' }]);
      const id = '00000000-0000-4000-8000-000000000001';
      const placed = await tables.ask('insert', registry, {
        body: { id, name: 'a', type: 'meter', site: 'W' },
        prefer: 'return=headers-only,count=exact',
      });
      assert.deepEqual(placed.headers, {
        'Content-Range': '*/1',
        Location: `/mg_device_registry?id=eq.${id}`,
        'Preference-Applied': 'return=headers-only, count=exact',
      });
    });

    it('stores several rows together or not at all', async () => {
      const body = [row, { ...row, time: time(0) }];
      await assert.rejects(tables.ask('insert', readings, { body }), {
        code: '23505',
        status: 409,
        message: 'duplicate key value violates unique constraint',
        facts: { details: `Key (device_id, time)=(${device}, ${time(0)}) already exists.` },
      });
      assert.deepEqual(await soes('soe=eq.90'), []);
      assert.equal(tables.committed.length, 1, 'nobody is told of what was not stored');
    });

    it('merges by a key: 200 when nothing was new, 201 otherwise', async () => {
      const search = 'on_conflict=device_id,time&select=soe';
      const prefer = `resolution=merge-duplicates,${representation}`;
      const body = { device_id: device, time: time(0), soe: 11 };
      const merged = await tables.ask('insert', readings, { body, search, prefer });
      assert.deepEqual([merged.status, merged.body], [200, '[{"soe":11}]']);
      const both = await tables.ask('insert', readings, { body: [{ ...body, soe: 12 }, row], search, prefer });
      assert.deepEqual([both.status, both.body], [201, '[{"soe":12},{"soe":90}]']);
      assert.deepEqual(
        tables.committed.at(-1)?.changes.map(({ kind }) => kind),
        ['UPDATE', 'INSERT'],
      );
    });

    it('leaves rows alone that are there, on request', async () => {
      const answer = await tables.ask('insert', readings, {
        body: [{ ...row, time: time(0) }, row],
        search: 'on_conflict=device_id,time&select=soe',
        prefer: `resolution=ignore-duplicates,${representation}`,
      });
      assert.deepEqual([answer.status, answer.body], [201, '[{"soe":90}]']);
      assert.deepEqual(await soes('soe=eq.10'), [10]);
    });

    for (const [code, body, search, prefer] of [
      ['PGRST102', 7, '', ''],
      ['PGRST102', [7], '', ''],
      ['PGRST102', [row, { time: time(8) }], '', ''],
      ['PGRST204', { ...row, nope: 1 }, '', ''],
      ['PGRST204', row, 'columns=nope', ''],
      ['23502', { time: time(8) }, '', ''],
      ['22P02', { ...row, device_id: 'x' }, '', ''],
      ['22P02', { ...row, soe: 'full' }, '', ''],
      ['22003', { ...row, command_source: 40_000 }, '', ''],
      ['22007', { ...row, time: 'soon' }, '', ''],
      ['42P10', row, 'on_conflict=soe', 'resolution=merge-duplicates'],
      ['21000', [row, row], 'on_conflict=device_id,time', 'resolution=merge-duplicates'],
      ['PGRST122', row, '', 'handling=strict,anything=else'],
    ] as const) {
      it(`${JSON.stringify(body).slice(0, 40)} ${search} is ${code}`, async () => {
        await assert.rejects(tables.ask('insert', readings, { body, search, prefer }), { code });
      });
    }

    it('knows its kinds of market data', async () => {
      const body = { time: time(0), type: 9, value: 1 };
      await assert.rejects(tables.ask('insert', 'market_data', { body }), {
        code: '23503',
        status: 409,
        facts: {
          field: 'market_data',
          value: 'type',
          details: 'Key (type)=(9) is not present in table "market_data_types".',
        },
      });
      assert.deepEqual(await tables.rows('market_data_types', 'select=id,unit&id=lte.2'), [
        { id: 1, unit: 'MW' },
        { id: 2, unit: '£/MWh' },
      ]);
      await assert.rejects(tables.ask('delete', 'market_data_types', { search: 'id=eq.1' }), { code: '42501' });
    });

    it('takes the columns that it is told, with null or the default for what is missing', async () => {
      const search = 'columns="name","type","site","active"&select=name,active';
      const body = [{ name: 'a', type: 'meter', site: 'W', more: 1 }];
      await assert.rejects(tables.ask('insert', registry, { body, search }), { code: '23502' });
      const prefer = `missing=default,${representation}`;
      const { body: stored } = await tables.ask('insert', registry, { body, search, prefer });
      assert.equal(stored, '[{"name":"a","active":true}]');
    });

    it('changes what the filter finds, and tells how many', async () => {
      const { status, headers, body } = await tables.ask('update', readings, {
        search: 'soe=gt.20&select=soe,command_source',
        body: { command_source: 2 },
        prefer: `${representation},count=exact`,
      });
      assert.deepEqual([status, headers['Content-Range']], [200, '0-1/2']);
      assert.equal(body, '[{"soe":30,"command_source":2},{"soe":40,"command_source":2}]');
      const none = await tables.ask('update', readings, { search: 'soe=eq.77', body: { soe: 1 } });
      assert.deepEqual([none.status, none.headers['Content-Range']], [204, '*/*']);
      await assert.rejects(tables.ask('update', readings, { search: 'soe=eq.20', body: { time: time(0) } }), {
        code: '23505',
      });
    });

    it('removes what the filter finds, but never everything', async () => {
      const { status, headers } = await tables.ask('delete', readings, { search: 'soe=lt.30', prefer: 'count=exact' });
      assert.deepEqual([status, headers['Content-Range']], [204, '*/2']);
      assert.deepEqual(await soes(''), [30, 40, null]);
      await assert.rejects(tables.ask('delete', readings), { code: '21000' });
      await assert.rejects(tables.ask('update', readings, { body: { soe: 1 } }), { code: '21000' });
    });

    it('takes a write back that touches more rows than wanted', async () => {
      const accept = 'application/vnd.pgrst.object+json';
      await assert.rejects(tables.ask('delete', readings, { search: 'soe=gt.0', accept }), { code: 'PGRST116' });
      const prefer = 'handling=strict,max-affected=1';
      await assert.rejects(tables.ask('delete', readings, { search: 'soe=gt.0', prefer }), { code: 'PGRST124' });
      assert.equal((await soes('')).length, 5);
    });
  });

  it('knows the schemas public and flux, and no other', async () => {
    for (const profile of ['public', 'flux'])
      assert.equal((await tables.ask('select', readings, { profile })).status, 200);
    await assert.rejects(tables.ask('select', readings, { profile: 'auth' }), { code: 'PGRST106', status: 406 });
  });
});
