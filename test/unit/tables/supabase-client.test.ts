import assert from 'node:assert/strict';
import { createClient, type RealtimeChannel, type SupabaseClient } from '@supabase/supabase-js';
import { Frame } from '../../../nodes/site/index.ts';
import { describeEngines } from '../../support/store-engines.ts';
import { battery, RunningMicrogrid } from './running-microgrid.fixture.ts';

const device = battery.uuid;
const readings = 'mg_bess_readings';

/** States of a channel that hears of rows. */
const joined: ReadonlySet<string> = new Set(['SUBSCRIBED']);

/** What a client got, without its types. */
interface Result {
  readonly data: unknown;
  readonly error: { readonly code?: string; readonly message: string; readonly details?: string | null } | null;
  readonly count?: number | null;
  readonly status: number;
}

describeEngines('the official client', (engine) => {
  let running: RunningMicrogrid;
  let client: SupabaseClient;
  const clients: SupabaseClient[] = [];

  beforeEach(async function () {
    this.timeout(20_000);
    running = await new RunningMicrogrid(engine.place()).start();
    client = newClient();
  });
  afterEach(async function () {
    this.timeout(20_000);
    for (const each of clients.splice(0)) await each.removeAllChannels();
    await running.stop();
  });

  function newClient(key = running.keys['service'] ?? '', vsn?: '1.0.0' | '2.0.0'): SupabaseClient {
    const made = createClient(running.url, key, {
      auth: { persistSession: false, autoRefreshToken: false },
      realtime: { ...(vsn && { vsn }), reconnectAfterMs: () => 100 },
    });
    clients.push(made);
    return made;
  }

  const minute = (at: number): string => `2024-01-01T12:${String(at).padStart(2, '0')}:00.000Z`;
  const reading = (at: number, soe: number) => ({ device_id: device, time: minute(at), soe });

  async function tenReadings(): Promise<void> {
    const rows = Array.from({ length: 10 }, (_, at) => reading(at, at * 10));
    const { error } = await client.from(readings).insert(rows);
    assert.equal(error, null);
  }

  it('stores a row and gives it back', async () => {
    const row = { ...reading(0, 65.5), target_power: -25, available_inverter_blocks: 4, command_source: 1 };
    const { data, error, status } = (await client.from(readings).insert(row).select().single()) as Result;
    assert.deepEqual([error, status], [null, 201]);
    const { id, created_at, ...stored } = data as Record<string, unknown>;
    assert.deepEqual(stored, row);
    assert.match(`${String(id)} ${String(created_at)}`, /^[0-9a-f-]{36} \d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);
  });

  it('filters, orders and pages', async () => {
    await tenReadings();
    const some = (await client
      .from(readings)
      .select('time,soe', { count: 'exact' })
      .eq('device_id', device)
      .or('soe.lt.20,soe.gt.70')
      .order('time', { ascending: false })
      .range(0, 2)) as Result;
    assert.deepEqual(
      [some.error, some.status, some.count, (some.data as { soe: number }[]).map(({ soe }) => soe)],
      [null, 206, 4, [90, 80, 10]],
    );
    const found = (await client.from(readings).select('soe').in('soe', [10, 20]).not('soe', 'eq', 10)) as Result;
    assert.deepEqual(found.data, [{ soe: 20 }]);
    const { count, data } = (await client.from(readings).select('*', { count: 'exact', head: true })) as Result;
    assert.deepEqual([count, data], [10, null]);
  });

  it('asks for one row, or for one at most', async () => {
    await tenReadings();
    const none = (await client.from(readings).select().eq('soe', 5).maybeSingle()) as Result;
    assert.deepEqual([none.data, none.error], [null, null]);
    const missing = (await client.from(readings).select().eq('soe', 5).single()) as Result;
    assert.deepEqual([missing.error?.code, missing.status], ['PGRST116', 406]);
    const csv = (await client.from(readings).select('soe').lte('soe', 10).order('soe').csv()) as Result;
    assert.equal(csv.data, 'soe\n0\n10');
  });

  it('upserts by a key', async () => {
    await tenReadings();
    const { data, status, error } = (await client
      .from(readings)
      .upsert([reading(0, 1), reading(10, 100)], { onConflict: 'device_id,time' })
      .select('soe')) as Result;
    assert.deepEqual([error, status, data], [null, 201, [{ soe: 1 }, { soe: 100 }]]);
    const again = (await client
      .from(readings)
      .upsert(reading(0, 2), { onConflict: 'device_id,time', ignoreDuplicates: true })
      .select()) as Result;
    assert.deepEqual(again.data, []);
  });

  it('changes and removes rows', async () => {
    await tenReadings();
    const changed = (await client.from(readings).update({ soe: 11 }).eq('soe', 10).select('soe')) as Result;
    assert.deepEqual(changed.data, [{ soe: 11 }]);
    const { status, count } = (await client.from(readings).delete({ count: 'exact' }).gte('soe', 50)) as Result;
    assert.deepEqual([status, count], [204, 5]);
  });

  it('gets errors that say what was wrong', async () => {
    await tenReadings();
    const twice = (await client.from(readings).insert([reading(20, 1), reading(0, 1)])) as Result;
    assert.deepEqual(twice.error, {
      code: '23505',
      details: `Key (device_id, time)=(${device}, ${minute(0)}) already exists.`,
      hint: null,
      message: 'duplicate key value violates unique constraint',
    });
    const { count } = (await client.from(readings).select('*', { count: 'exact', head: true })) as Result;
    assert.equal(count, 10, 'a bulk insert is stored as a whole or not at all');
    const codes = await Promise.all(
      [
        client.from(readings).select().eq('device_id', 'x'),
        client.from(readings).select('nope'),
        client.from(readings).insert({ nope: 1 }),
        client.from(readings).insert({ time: minute(0) }),
        client.from('nowhere').select(),
        client.rpc('nothing'),
        client.rpc('get_meter_readings_5m', { from: 1 }),
        client.schema('private').from(readings).select(),
        newClient('nobody').from(readings).select(),
        newClient(running.keys['anon']).from(readings).insert(reading(1, 1)),
      ].map(async (asked) => ((await asked) as Result).error?.code),
    );
    const expected = '22P02 42703 PGRST204 23502 PGRST205 PGRST202 PGRST202 PGRST106 PGRST301 42501';
    assert.equal(codes.join(' '), expected);
  });

  it('keeps to the limit of its key, and tells it', async () => {
    const limited = newClient(running.keys['limited']);
    await limited.from(readings).select();
    const { error, status } = (await limited.from(readings).select()) as Result;
    assert.deepEqual([status, error?.code], [429, '53400']);
  });

  for (const vsn of ['2.0.0', '1.0.0'] as const) {
    it(`hears of rows that its filter names, protocol ${vsn}`, async function () {
      this.timeout(10_000);
      const listener = newClient(undefined, vsn);
      const heard: unknown[] = [];
      await new Promise<void>((resolve) => {
        listener
          .channel('bess-realtime')
          .on(
            'postgres_changes',
            { event: 'INSERT', schema: 'flux', table: readings, filter: `device_id=eq.${device}` },
            ({ new: row, eventType }) => heard.push([eventType, row['soe']]),
          )
          .subscribe((state) => joined.has(state) && resolve());
      });
      await client
        .from(readings)
        .insert([reading(1, 10), { ...reading(1, 11), device_id: battery.uuid.replace('1', '2') }]);
      const values = Float64Array.of(55, 20);
      const quality = Uint8Array.of(0, 0);
      const { batteryIndex: index } = running;
      const fields = { siteId: 'WLCE', deviceId: battery.id, cycle: 1, durationMs: 1, origin: 'polled' } as const;
      running.bus.publish(new Frame({ ...fields, ts: Date.now(), index, values, quality }));
      await until(() => heard.length === 2);
      assert.deepEqual(heard, [
        ['INSERT', 10],
        ['INSERT', 55],
      ]);
    });
  }

  for (const vsn of ['2.0.0', '1.0.0'] as const) {
    it(`broadcasts to other clients, protocol ${vsn}`, async function () {
      this.timeout(10_000);
      const heard: unknown[] = [];
      const join = async (channel: RealtimeChannel): Promise<RealtimeChannel> => {
        await new Promise<void>((resolve) => channel.subscribe((state) => joined.has(state) && resolve()));
        return channel;
      };
      const listening = newClient(undefined, vsn).channel('hall');
      await join(listening.on('broadcast', { event: 'moved' }, ({ payload }) => heard.push(payload)));
      const speaking = await join(newClient(undefined, vsn).channel('hall'));
      for (const place of ['Köln', 'Bern'])
        await speaking.send({ type: 'broadcast', event: 'moved', payload: { place } });
      await until(() => heard.length === 2);
      assert.deepEqual(heard, [{ place: 'Köln' }, { place: 'Bern' }]);
    });
  }

  it('comes back after its connection was lost', async function () {
    this.timeout(10_000);
    const states: string[] = [];
    const heard: unknown[] = [];
    client
      .channel('again')
      .on('postgres_changes', { event: '*', schema: 'public', table: readings }, ({ new: row }) => heard.push(row))
      .subscribe((state) => states.push(state));
    await until(() => states.at(-1) === 'SUBSCRIBED');
    running.dropConnections();
    await until(() => states.filter((state) => state === 'SUBSCRIBED').length === 2);
    await client.from(readings).insert(reading(1, 1));
    await until(() => heard.length === 1);
  });
});

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 8000;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
