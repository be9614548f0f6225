import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { AuditLog, type AuditRecord, auditStoreModule } from '../../../nodes/events/index.ts';
import { step, Store } from '../../../nodes/history/index.ts';
import type { AuditEntry, AuditKind } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { writes as notes, reads as noteReads } from '../history/notes-store.fixture.ts';
import { entryOf } from './audit-entries.fixture.ts';

const notesModule = new URL('../history/notes-store.fixture', import.meta.url);
const unexpected = (text: string): void => assert.fail(text);

describe('audit log', () => {
  const clock = new ManualClock();
  const reports: string[] = [];
  let folder: string;
  let store: Store;
  let log: AuditLog;

  const open = async (): Promise<void> => {
    const modules = [auditStoreModule, notesModule];
    store = await Store.open({ folder, modules, maxMb: 64, clock, report: unexpected });
    const blockOf = (deviceId: string): string | null => (deviceId === 'bess-01' ? 'block-01' : null);
    log = await AuditLog.open({ store, clock, blockOf, report: (text) => reports.push(text) });
  };
  const appendAll = (entries: readonly AuditEntry[]): Promise<unknown> =>
    Promise.all(entries.map((entry) => log.append(entry)));
  const seqsOf = (records: readonly AuditRecord[]): number[] => records.map(({ seq }) => seq);

  beforeEach(async () => {
    reports.length = 0;
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-audit-'));
    await open();
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('numbers rows from 1, reads them back whole, and continues after a restart', async () => {
    const { seq, hash } = await log.append(entryOf());
    assert.equal(seq, 1);
    assert.deepEqual(await log.query({}), [
      {
        seq: 1,
        ts: clock.now(),
        kind: 'command_intent',
        siteId: 'SITE-CL-001',
        blockId: 'block-01',
        deviceId: 'bess-01',
        commandId: 'cmd-1',
        keyId: 'key-1',
        source: 'optimizer',
        via: 'http',
        targetKw: -120.5,
        verdict: 'permitted',
        reason: null,
        frameTs: 1_771_695_900_000,
        frameCycle: 7,
        latencyMs: 6.25,
        details: { raw: -1205, register: 40101 },
        hash,
      },
    ]);
    await store.close();
    await open();
    assert.deepEqual(log.head, { seq: 1, hash });
    assert.equal((await log.append(entryOf())).seq, 2);
    assert.deepEqual(await log.verify(), { ok: true, head: log.head });
  });

  it('answers by kind, device and cursor, newest first', async () => {
    const kinds: AuditKind[] = ['command_intent', 'command_rejected'];
    const entries = Array.from({ length: 12 }, (_, i) =>
      entryOf({ kind: kinds[i % 2]!, deviceId: i < 6 ? 'bess-01' : 'bess-02' }),
    );
    await appendAll(entries);
    assert.deepEqual(seqsOf(await log.query({ limit: 3 })), [12, 11, 10]);
    assert.deepEqual(seqsOf(await log.query({ limit: 3, beforeSeq: 10 })), [9, 8, 7]);
    assert.deepEqual(seqsOf(await log.query({ kind: 'command_rejected', limit: 2 })), [12, 10]);
    assert.deepEqual(seqsOf(await log.query({ kind: 'command_rejected', deviceId: 'bess-01' })), [6, 4, 2]);
    assert.deepEqual(seqsOf(await log.query({ deviceId: 'none' })), []);
  });

  it('knows the block of a row by its entry, else by its device', async () => {
    await log.append(entryOf());
    await log.append(entryOf({ deviceId: 'bess-02' }));
    await log.append(entryOf({ blockId: 'block-02' }));
    await log.append(entryOf({ deviceId: null, blockId: 'block-03' }));
    const blocks = (await log.query({})).map(({ blockId }) => blockId);
    assert.deepEqual(blocks, ['block-03', 'block-02', null, 'block-01']);
    assert.deepEqual(seqsOf(await log.query({ blockId: 'block-02' })), [3]);
    assert.deepEqual(await log.verify(), { ok: true, head: log.head });
  });

  it('commits further steps with a row, or neither', async () => {
    const { seq, results } = await log.append(entryOf(), { with: [step(notes.add, 'a'), step(notes.add, 'b')] });
    assert.deepEqual([seq, results], [1, [1, 2]]);
    await assert.rejects(log.append(entryOf(), { with: [step(notes.add, 'c'), step(notes.failAfterAdding, 'd')] }));
    assert.deepEqual(await store.read(noteReads.texts, undefined), ['a', 'b']);
    assert.equal(log.head.seq, 1);
    assert.equal((await log.append(entryOf())).seq, 2);
  });

  it('ends with an entry that nothing stands behind, and begins again with the next run', async () => {
    const before = log.append(entryOf());
    const end = log.end(entryOf({ kind: 'gateway_stopped' }));
    await assert.rejects(log.append(entryOf()), { code: 'audit_ended', status: 503 });
    await Promise.all([before, end]);
    assert.deepEqual(
      (await log.query({})).map(({ kind }) => kind),
      ['gateway_stopped', 'command_intent'],
    );
    await store.close();
    await open();
    assert.equal((await log.append(entryOf())).seq, 3);
  });

  it('tells whether a receipt still holds', async () => {
    const { seq, hash } = await log.append(entryOf());
    assert.equal(await log.holds({ seq, hash }), true);
    assert.equal(await log.holds({ seq: 0, hash: '' }), true);
    assert.equal(await log.holds({ seq, hash: hash.replace(/./, 'x') }), false);
    assert.equal(await log.holds({ seq: seq + 1, hash }), false);
  });

  for (const query of [{ limit: 0 }, { limit: 1001 }, { limit: 1.5 }, { limit: NaN }, { beforeSeq: 0 }]) {
    it(`refuses ${JSON.stringify(query)}`, async () => {
      await assert.rejects(log.query(query), { code: 'bad_audit_query', status: 400 });
    });
  }

  it('tells its listeners of committed rows in order, and outlives one that fails', async () => {
    const heard: AuditRecord[] = [];
    log.subscribe(() => assert.fail('out of order'));
    const unsubscribe = log.subscribe((record) => heard.push(record));
    await appendAll([entryOf(), entryOf(), entryOf()]);
    assert.deepEqual(heard, (await log.query({})).reverse());
    assert.equal(reports.length, 3);
    unsubscribe();
    await log.append(entryOf());
    assert.equal(heard.length, 3);
  });

  it('holds for whatever text and numbers an entry has', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const broken = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 5 });
    const entries = fc.sample(
      fc
        .record({ reason: text, half: broken, targetKw: fc.double(), latencyMs: fc.double(), details: fc.object() })
        .map(({ half, ...fields }) => entryOf({ ...fields, commandId: String.fromCharCode(...half) })),
      { numRuns: 300, seed: 42 },
    );
    await appendAll(entries);
    assert.deepEqual(await log.verify(), { ok: true, head: log.head });
  });

  it('keeps its rows: neither update nor delete works', async () => {
    await log.append(entryOf());
    const raw = new DatabaseSync(path.join(folder, 'store.db'));
    assert.throws(() => raw.exec('delete from audit_log'), /append-only/);
    assert.throws(() => raw.exec(`update audit_log set verdict = 'blocked'`), /append-only/);
    raw.close();
  });

  const tampering: [title: string, sql: string, firstBad: number][] = [
    ['a changed row', `update audit_log set target_kw = 1 where seq = 1500`, 1500],
    ['a changed detail', `update audit_log set details = '{}' where seq = 1200`, 1200],
    ['a deleted row', 'delete from audit_log where seq = 1100', 1100],
    [
      'swapped rows',
      `update audit_log set seq = -1 where seq = 500; update audit_log set seq = 500 where seq = 501;
       update audit_log set seq = 501 where seq = -1`,
      500,
    ],
    ['a cut tail', 'delete from audit_log where seq > 1495', 1496],
    ['an emptied log', 'delete from audit_log', 1],
  ];
  for (const [title, sql, firstBad] of tampering) {
    it(`finds ${title} in the file`, async () => {
      await appendAll(Array.from({ length: 1500 }, () => entryOf()));
      const raw = new DatabaseSync(path.join(folder, 'store.db'));
      raw.exec(`drop trigger audit_log_keeps_rows; drop trigger audit_log_keeps_values; ${sql}`);
      raw.close();
      const verdict = await log.verify();
      assert.equal(verdict.ok ? 0 : verdict.fault.seq, firstBad);
    });
  }
});
