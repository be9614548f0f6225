import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { outboxStoreModule } from '../../../../nodes/cloud/index.ts';
import { auditReads, auditStoreModule } from '../../../../nodes/events/index.ts';
import { auditRow } from '../../../../nodes/events/audit-row.ts';
import { auditWrites } from '../../../../nodes/events/audit-store.ts';
import { frameStoreModule, historyStoreModule, Store } from '../../../../nodes/history/index.ts';
import { requireVersion } from '../../../../nodes/history/postgres/postgres-engine.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { postgresInstalled, type PostgresServer, testPassword } from '../../../support/postgres-server.ts';
import { sharedServer } from '../../../support/store-engines.ts';
import { entryOf } from '../../events/audit-entries.fixture.ts';
import { reads, writes } from '../notes-store.fixture.ts';

const needs = postgresInstalled ? '' : ' [needs the Debian package postgresql]';

(postgresInstalled ? describe : describe.skip)(`store on a server${needs}`, function () {
  this.timeout(10_000);
  const reports: string[] = [];
  let server: PostgresServer;
  let folder: string;
  let url: string;
  let opened: Store[];

  before(async function () {
    this.timeout(30_000);
    server = await sharedServer();
  });

  beforeEach(() => {
    reports.length = 0;
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-store-'));
    url = server.createDatabase();
    opened = [];
  });

  afterEach(async () => {
    for (const store of opened) await store.close();
    rmSync(folder, { recursive: true });
  });

  async function open(place = url): Promise<Store> {
    const store = await Store.open({
      folder,
      url: place,
      modules: [new URL('../notes-store.fixture', import.meta.url)],
      maxMb: 64,
      clock: new ManualClock(),
      report: (text) => reports.push(text),
    });
    opened.push(store);
    return store;
  }

  it('survives a crash of the server, and loses nothing that it had acknowledged', async function () {
    this.timeout(30_000);
    const store = await open();
    await store.write(writes.add, 'before');
    server.kill();
    await assert.rejects(store.write(writes.add, 'meanwhile'), { code: 'store_unavailable', status: 503 });
    await assert.rejects(store.read(reads.texts, undefined), { code: 'store_unavailable' });
    assert.equal(store.health().ok, false);

    server.start();
    while (!store.health().ok) {
      await sleep(50);
      await store.maintain();
    }
    await store.write(writes.add, 'after');
    assert.deepEqual(await store.read(reads.texts, undefined), ['before', 'after']);
    assert.equal(reports.filter((text) => text === 'The store works again.').length, 1);
  });

  it('gives nothing away when its session is ended while it commits', async () => {
    const store = await open();
    const writing = Array.from({ length: 200 }, (_, i) => store.write(writes.add, `note ${i}`));
    server.sql(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'busbar'`);
    const outcomes = await Promise.allSettled(writing);
    const kept = outcomes.flatMap(({ status }, i) => (status === 'fulfilled' ? [`note ${i}`] : []));
    await store.maintain();
    while (!store.health().ok) {
      await sleep(50);
      await store.maintain();
    }
    const stored = await store.read(reads.texts, undefined);
    for (const text of kept) assert.ok(stored.includes(text), text);
  });

  it('keeps the password out of what it says', async () => {
    const wrong = url.replace(testPassword, 'also-secret');
    for (const place of [wrong, `${url}_absent`, url.replace(/:\d+\//, ':1/')]) {
      await assert.rejects(open(place), (error: Error) => {
        assert.match(JSON.stringify(error, Object.getOwnPropertyNames(error)), /store_unavailable/);
        assert.doesNotMatch(JSON.stringify(error, Object.getOwnPropertyNames(error)), /secret|not-for-anyone/);
        return true;
      });
    }
    assert.doesNotMatch(reports.join(), /secret|not-for-anyone/);
  });

  it('holds the tables of the gateway', async () => {
    const modules = [auditStoreModule, frameStoreModule, historyStoreModule, outboxStoreModule];
    const store = await Store.open({
      folder,
      url,
      modules,
      maxMb: 64,
      clock: new ManualClock(),
      report: (text) => reports.push(text),
    });
    opened.push(store);
    const head = await store.write(auditWrites.append, auditRow(entryOf({ blockId: 'block-01' }), 1_771_695_900_000));
    const [row] = await store.read(auditReads.page, { limit: 1, beforeSeq: null, kind: null, deviceId: null });
    assert.equal(row?.hash, head.hash);
    for (const change of [`update audit_log set reason = 'x'`, 'delete from audit_log', 'truncate audit_log']) {
      assert.throws(() => server.sql(change, url), /the audit log is append-only/, change);
    }
  });

  it('refuses an address that is not of PostgreSQL', async () => {
    await assert.rejects(open('mysql://127.0.0.1/x'), { code: 'store_url_unknown' });
    await assert.rejects(open('postgres'), { code: 'store_url_unknown' });
  });

  it('refuses a database that does not wait for its disk', async () => {
    const database = new URL(url).pathname.slice(1);
    server.sql(`alter database ${database} set synchronous_commit = off`);
    await assert.rejects(open(), { code: 'store_not_durable', message: /synchronous_commit must be on, found off/ });
  });

  it('cannot write through a reader', async () => {
    const store = await open();
    await assert.rejects(store.read(reads.write, 'x'), { code: 'store_unavailable', message: /read-only transaction/ });
    assert.deepEqual(await store.read(reads.texts, undefined), []);
  });

  for (const [version, accepted] of [
    ['13.22 (Debian 13.22-1)', false],
    ['14.0', true],
    ['15.18 (Debian 15.18-0+deb12u1)', true],
    ['9.6.24', false],
    ['18beta1', true],
  ] as const) {
    it(`${accepted ? 'accepts' : 'refuses'} PostgreSQL ${version}`, () => {
      const check = (): void => requireVersion(() => [{ server_version: version }]);
      if (accepted) assert.doesNotThrow(check);
      else assert.throws(check, { code: 'store_engine_too_old', message: /PostgreSQL 14/ });
    });
  }
});
