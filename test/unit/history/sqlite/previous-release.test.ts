import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { outboxStoreModule } from '../../../../nodes/cloud/index.ts';
import { AuditLog, auditReads, auditStoreModule, verifyChain } from '../../../../nodes/events/index.ts';
import {
  framesAt,
  frameStoreModule,
  openReaderConnection,
  Store,
  storePlace,
} from '../../../../nodes/history/index.ts';
import { systemClock } from '../../../../nodes/kernel/index.ts';

const previousFile = path.join(import.meta.dirname, '..', 'fixtures', 'store-of-issue-3.db');

/** Objects of the previous release; later migrations may add to a table, but must not take away. */
const kept = ['audit_log', 'frames', 'frames_usage', 'outbox', 'outbox_dead', 'outbox_settings', 'outbox_usage'];

describe('store file of the previous release', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (place: string): Promise<Store> =>
    Store.open({
      folder: place,
      modules: [auditStoreModule, frameStoreModule, outboxStoreModule],
      maxMb: 64,
      clock: systemClock,
      report: () => undefined,
    });

  /** Name, type and order of every column of every table, and every index and trigger. */
  async function schemaOf(place: string): Promise<unknown> {
    const connection = await openReaderConnection(storePlace({ folder: place }), systemClock);
    const columns = connection.all(
      `select s.name as owner, c.name, c.type, c."notnull", c.dflt_value, c.pk from sqlite_schema as s, pragma_table_info(s.name) as c
        where s.type = 'table' order by s.name, c.cid`,
    );
    const others = connection.all(`select type, name from sqlite_schema where type <> 'table' order by type, name`);
    connection.close();
    return { columns, others };
  }

  it('opens with everything in it, and takes new rows', async () => {
    copyFileSync(previousFile, path.join(folder, 'store.db'));
    const store = await open(folder);
    const audit = await AuditLog.open({ store, clock: systemClock, report: () => undefined });
    const [row] = await store.read(auditReads.page, { limit: 1, beforeSeq: null, kind: null, deviceId: null });
    assert.ok(row);
    assert.equal(row.kind, 'gateway_started');
    assert.ok(audit);
    await store.close();

    const connection = await openReaderConnection(storePlace({ folder }), systemClock);
    const frames = framesAt(connection, [1, 2, 3]);
    assert.deepEqual(
      [...frames.values()].map((frame) => frame.ofRole('soc').value),
      [71, 72, 73],
    );
    assert.equal(connection.get('select count(*) as n from outbox')?.['n'], 4);
    const verdict = await verifyChain((question) => auditReads.checkSlice.run(connection, question), null);
    assert.equal(verdict.ok, true);
    connection.close();
  });

  it('becomes the same as a new store', async () => {
    copyFileSync(previousFile, path.join(folder, 'store.db'));
    await (await open(folder)).close();
    const fresh = path.join(folder, 'fresh');
    await (await open(fresh)).close();
    assert.deepEqual(await schemaOf(folder), await schemaOf(fresh));
    const connection = await openReaderConnection(storePlace({ folder }), systemClock);
    for (const table of kept) assert.doesNotThrow(() => connection.get(`select 1 from ${table}`), table);
    connection.close();
  });
});
