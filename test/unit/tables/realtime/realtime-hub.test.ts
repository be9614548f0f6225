import assert from 'node:assert/strict';
import { bessReadings, microgridTables } from '../../../../nodes/tables/catalogue/microgrid-tables.ts';
import type { StoredRow } from '../../../../nodes/tables/catalogue/stored-value.ts';
import { changeText } from '../../../../nodes/tables/realtime/change-text.ts';
import { RealtimeHub } from '../../../../nodes/tables/realtime/realtime-hub.ts';
import type { RowChange } from '../../../../nodes/tables/row-change.ts';

const device = '123e4567-e89b-12d3-a456-426614174000';
const topic = 'realtime:bess';
const committedAt = Date.UTC(2024, 0, 1, 12, 0, 0, 123);

function row(soe: number | null, changes: StoredRow = {}): StoredRow {
  const empty = Object.fromEntries(bessReadings.columns.map(({ name }) => [name, null]));
  return { ...empty, id: 'row-1', time: Date.UTC(2024, 0, 1, 12), device_id: device, soe, created_at: 0, ...changes };
}

/** A hub with one node, and what each of its clients read. */
class Clients {
  readonly hub = new RealtimeHub((name) => microgridTables.find((table) => table.name === name));
  readonly #read = new Map<string, unknown[]>();

  constructor() {
    this.hub.carryBy('node', (client, text) => this.#of(client).push(JSON.parse(text)));
  }

  connect(client: string, vsn = '2.0.0'): void {
    this.hub.connect(client, vsn, 'node');
  }

  say(client: string, event: string, payload: object, on = topic): void {
    this.hub.receive(client, JSON.stringify(['1', '7', on, event, payload]));
  }

  join(client: string, changes: readonly object[] = [], config: object = {}): void {
    this.say(client, 'phx_join', { config: { ...config, postgres_changes: changes } });
  }

  commit(...changes: readonly RowChange[]): void {
    this.hub.take({ table: bessReadings, changes, committedAt });
  }

  /** What a client read since it was last asked. */
  read(client: string): unknown[] {
    return this.#of(client).splice(0);
  }

  #of(client: string): unknown[] {
    const read = this.#read.get(client) ?? [];
    this.#read.set(client, read);
    return read;
  }
}

const all = { event: '*', schema: 'public', table: 'mg_bess_readings' };

describe('Realtime protocol', () => {
  let clients: Clients;
  beforeEach(() => {
    clients = new Clients();
    clients.connect('a');
  });

  it('answers a heartbeat with its reference', () => {
    clients.say('a', 'heartbeat', {}, 'phoenix');
    assert.deepEqual(clients.read('a'), [['1', '7', 'phoenix', 'phx_reply', { status: 'ok', response: {} }]]);
  });

  it('speaks version 1.0.0 in objects', () => {
    clients.connect('old', '1.0.0');
    const beat = { topic: 'phoenix', event: 'heartbeat', payload: {}, ref: '3', join_ref: null };
    clients.hub.receive('old', JSON.stringify(beat));
    assert.deepEqual(clients.read('old'), [
      { topic: 'phoenix', event: 'phx_reply', ref: '3', join_ref: null, payload: { status: 'ok', response: {} } },
    ]);
  });

  it('echoes the bindings in their order, then says that changes flow', () => {
    const filtered = { event: 'INSERT', schema: 'flux', table: 'mg_bess_readings', filter: `device_id=eq.${device}` };
    clients.join('a', [filtered, all]);
    const [reply, system] = clients.read('a') as [unknown[], unknown[]];
    assert.deepEqual(reply, [
      '1',
      '7',
      topic,
      'phx_reply',
      {
        status: 'ok',
        response: {
          postgres_changes: [
            { ...filtered, id: 1 },
            { ...all, id: 2 },
          ],
        },
      },
    ]);
    assert.deepEqual(system.slice(3), [
      'system',
      {
        extension: 'postgres_changes',
        status: 'ok',
        message: 'Subscribed to PostgreSQL',
        channel: 'bess',
      },
    ]);
  });

  it('tells of a row once in a channel, with the ids of all bindings that want it', () => {
    clients.join('a', [all, { ...all, event: 'INSERT', filter: 'soe=gt.50' }, { ...all, filter: 'soe=lt.50' }]);
    clients.read('a');
    clients.commit({ kind: 'INSERT', record: row(60) });
    const [[joinRef, ref, on, event, payload]] = clients.read('a') as [unknown[]];
    assert.deepEqual([joinRef, ref, on, event], [null, null, topic, 'postgres_changes']);
    const { ids, data } = payload as { ids: unknown; data: Record<string, unknown> };
    assert.deepEqual(ids, [1, 2]);
    assert.deepEqual(
      [data['type'], data['commit_timestamp'], data['schema'], data['errors']],
      ['INSERT', '2024-01-01T12:00:00.123Z', 'public', null],
    );
    assert.deepEqual((data['record'] as StoredRow)['time'], '2024-01-01T12:00:00.000Z');
    assert.deepEqual(data['old_record'], {});
  });

  for (const [filter, soe, wanted] of [
    ['soe=eq.60', 60, true],
    ['soe=neq.60', 60, false],
    ['soe=gte.60', 60, true],
    ['soe=in.(1,60)', 60, true],
    ['soe=not.in.(1,60)', 60, false],
    ['soe=gt.1', null, false],
    ['soe=is.null', null, true],
    ['soe=isdistinct.60', null, true],
    [`soe=gt.50,device_id=eq.${device}`, 60, true],
    [`soe=gt.70,device_id=eq.${device}`, 60, false],
    ['', 60, true],
  ] as const) {
    it(`${filter || 'no filter'} ${wanted ? 'wants' : 'does not want'} ${soe}`, () => {
      clients.join('a', [{ ...all, filter }]);
      clients.read('a');
      clients.commit({ kind: 'INSERT', record: row(soe) });
      assert.equal(clients.read('a').length, wanted ? 1 : 0);
    });
  }

  it('matches a removal by the row that was, and tells its key alone', () => {
    clients.join('a', [{ ...all, event: 'DELETE', filter: 'soe=gt.50' }]);
    clients.read('a');
    clients.commit({ kind: 'DELETE', old: row(60) }, { kind: 'DELETE', old: row(40) });
    const read = clients.read('a') as [unknown, unknown, unknown, unknown, { data: Record<string, unknown> }][];
    assert.deepEqual(
      read.map(([, , , , { data }]) => [data['record'], data['old_record']]),
      [[{}, { id: 'row-1' }]],
    );
  });

  for (const binding of [
    { ...all, filter: 'nope=eq.1' },
    { ...all, filter: 'soe=what.1' },
    { ...all, table: 'mg_device_registry', filter: 'name=match.(a+)+$' },
    { ...all, table: 'nowhere' },
    { ...all, schema: 'auth' },
  ]) {
    it(`lets ${JSON.stringify(binding)} join, says why nothing comes, and sends nothing`, () => {
      clients.join('a', [binding]);
      const [reply, system] = clients.read('a') as [unknown[], unknown[]];
      assert.equal((reply[4] as { status: string }).status, 'ok');
      const { status, message } = system[4] as { status: string; message: string };
      assert.equal(status, 'error');
      assert.match(message, /^Unable to subscribe to changes with given parameters/);
      clients.commit({ kind: 'INSERT', record: row(60) });
      assert.deepEqual(clients.read('a'), []);
    });
  }

  it('ends a channel that is left, and the one before that is joined again', () => {
    clients.join('a');
    clients.read('a');
    clients.join('a');
    assert.deepEqual(
      (clients.read('a') as unknown[][]).map((message) => message[3]),
      ['phx_close', 'phx_reply'],
    );
    clients.say('a', 'phx_leave', {});
    assert.deepEqual(
      (clients.read('a') as unknown[][]).map((message) => message[3]),
      ['phx_reply', 'phx_close'],
    );
    clients.say('a', 'broadcast', {});
    const [[, , , , reply]] = clients.read('a') as [unknown[]];
    assert.deepEqual(reply, { status: 'error', response: { reason: 'unmatched topic' } });
  });

  it('hands a broadcast to the others of the topic, and to its sender where that asked for it', () => {
    clients.connect('b');
    clients.join('a', [], { broadcast: { ack: true, self: false } });
    clients.join('b', [], { broadcast: { self: true } });
    const payload = { type: 'broadcast', event: 'hello', payload: { a: 1 } };
    clients.read('a');
    clients.read('b');
    clients.say('a', 'broadcast', payload);
    assert.deepEqual(clients.read('a'), [['1', '7', topic, 'phx_reply', { status: 'ok', response: {} }]]);
    assert.deepEqual(clients.read('b'), [[null, null, topic, 'broadcast', payload]]);
    clients.say('b', 'broadcast', payload);
    assert.equal(clients.read('b').length, 1);
  });

  it('knows who is present', () => {
    clients.connect('b');
    clients.join('a', [], { presence: { key: 'ann', enabled: true } });
    clients.join('b', [], { presence: { key: 'bob', enabled: true } });
    clients.read('a');
    clients.read('b');
    clients.say('a', 'presence', { type: 'presence', event: 'track', payload: { at: 'desk' } });
    const diff = { joins: { ann: { metas: [{ at: 'desk', phx_ref: '1' }] } }, leaves: {} };
    assert.deepEqual(clients.read('b'), [[null, null, topic, 'presence_diff', diff]]);
    clients.hub.disconnect('a');
    assert.deepEqual(clients.read('b'), [[null, null, topic, 'presence_diff', { joins: {}, leaves: diff.joins }]]);
  });

  it('keeps what it has to say while a deploy exchanges the node', () => {
    clients.join('a', [all]);
    clients.read('a');
    clients.hub.carryBy('node', undefined);
    clients.commit({ kind: 'INSERT', record: row(1) });
    const late: string[] = [];
    clients.hub.carryBy('node', (_client, text) => late.push(text));
    assert.equal(late.length, 1);
  });

  for (const text of ['', '[]', '{}', 'null', '[1,2,3]', '["1","2","t"]', '{"topic":1}']) {
    it(`passes over ${JSON.stringify(text)}`, () => {
      clients.hub.receive('a', text);
      assert.deepEqual(clients.read('a'), []);
    });
  }

  it('writes a change once for all who read it', () => {
    const text = changeText(bessReadings, { kind: 'UPDATE', record: row(2), old: row(1) }, committedAt, 'flux');
    const { type, record, old_record } = JSON.parse(text) as Record<string, Record<string, unknown>>;
    assert.deepEqual([type, record?.['soe'], old_record], ['UPDATE', 2, { id: 'row-1' }]);
  });
});
