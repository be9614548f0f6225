import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AuditLog, auditLog, auditStoreModule } from '../../../nodes/events/index.ts';
import { auditPage } from '../../../nodes/gateway/audit-page.ts';
import { Store } from '../../../nodes/history/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { entryOf } from '../events/audit-entries.fixture.ts';

describe('page of the audit log', () => {
  let folder: string;
  let store: Store;
  const rows = 5;

  before(async () => {
    const clock = new ManualClock();
    const report = (text: string): void => assert.fail(text);
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-audit-page-'));
    store = await Store.open({ folder, modules: [auditStoreModule], maxMb: 64, clock, report });
    const log = await AuditLog.open({ store, clock, report });
    auditLog.provide(log);
    for (let row = 1; row <= rows; row++)
      await log.append(entryOf({ targetKw: row, frame: row === 1 ? null : { ts: 0, cycle: row } }));
  });
  after(async () => {
    auditLog.withdraw();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('shows each row as the contract names it', async () => {
    const { entries } = await auditPage({ limit: 1 });
    const { hash, ...entry } = entries[0]!;
    assert.match(String(hash), /^[0-9a-f]{64}$/);
    assert.deepEqual(entry, {
      seq: 5,
      ts: '2026-02-21T17:45:00+00:00',
      kind: 'command_intent',
      site_id: 'SITE-CL-001',
      device_id: 'bess-01',
      command_id: 'cmd-1',
      requester: { key_id: 'key-1', source: 'optimizer', via: 'http' },
      target_kw: 5,
      verdict: 'permitted',
      reason: null,
      frame: { ts: '1970-01-01T00:00:00+00:00', cycle: 5 },
      latency_ms: 6.25,
      details: { register: 40101, raw: -1205 },
    });
  });

  it('has no frame where the row rests on none', async () => {
    assert.equal((await auditPage({ before_seq: 2 })).entries[0]?.['frame'], null);
  });

  for (const limit of [1, 2, 3, 5, 100]) {
    it(`leads by its cursor through every row once, newest first, ${limit} at a time`, async () => {
      const seqs: unknown[] = [];
      let cursor: number | null | undefined;
      do {
        // Queries of requests are texts.
        const page = await auditPage({ limit: String(limit), ...(cursor && { before_seq: String(cursor) }) });
        assert.ok(page.entries.length <= limit);
        seqs.push(...page.entries.map(({ seq }) => seq));
        cursor = page.next_before_seq;
      } while (cursor !== null);
      assert.deepEqual(seqs, [5, 4, 3, 2, 1]);
    });
  }

  it('has no further page after the last row, nor without any', async () => {
    assert.equal((await auditPage({ before_seq: 2 })).next_before_seq, null);
    assert.deepEqual(await auditPage({ before_seq: 1 }), { entries: [], next_before_seq: null });
  });

  const wrong: [string, Record<string, unknown>, string, string][] = [
    ['a limit of 0', { limit: '0' }, 'limit', 'a whole number from 1 to 1000'],
    ['a limit above 1000', { limit: '1001' }, 'limit', 'a whole number from 1 to 1000'],
    ['an empty limit', { limit: '' }, 'limit', 'a whole number from 1 to 1000'],
    ['a limit that is no number', { limit: 'all' }, 'limit', 'a whole number from 1 to 1000'],
    ['a limit that is stated twice', { limit: ['1', '2'] }, 'limit', 'a whole number from 1 to 1000'],
    ['a cursor of 0', { before_seq: '0' }, 'before_seq', `a whole number from 1 to ${Number.MAX_SAFE_INTEGER}`],
    [
      'a cursor that is no number',
      { before_seq: 'x' },
      'before_seq',
      `a whole number from 1 to ${Number.MAX_SAFE_INTEGER}`,
    ],
  ];
  for (const [title, query, field, limit] of wrong) {
    it(`refuses ${title}, in the words of the query`, async () => {
      await assert.rejects(auditPage(query), ({ code, status, facts }: Record<string, unknown>) => {
        assert.deepEqual([code, status], ['bad_audit_query', 400]);
        const { field: named, limit: stated } = facts as Record<string, unknown>;
        assert.deepEqual([named, stated], [field, limit]);
        return true;
      });
    });
  }
});
