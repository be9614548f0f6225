import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkRows } from '../../../nodes/events/audit-chain.ts';
import { auditHash, auditRow, genesis } from '../../../nodes/events/audit-row.ts';
import auditStore, { auditReads, auditWrites, type EventPage } from '../../../nodes/events/audit-store.ts';
import { ddlOf } from '../../../nodes/history/ddl.ts';
import type { Connection } from '../../../nodes/history/index.ts';
import type { AuditKind } from '../../../nodes/site/index.ts';
import { describeEngines } from '../../support/store-engines.ts';
import { entryOf } from './audit-entries.fixture.ts';

interface Expected {
  readonly seq: number;
  readonly ts: number;
  readonly kind: AuditKind;
  readonly blockId: string | null;
}

const startTs = Date.UTC(2026, 1, 21, 17, 45);
const kinds: AuditKind[] = ['alarm_raised', 'alarm_acked', 'billing_closed'];
const span: EventPage = {
  from: startTs - 60_000,
  until: startTs + 3_600_000,
  blockId: null,
  kinds: null,
  limit: 1000,
  offset: 0,
  beforeSeq: null,
};
const checkAll = { after: genesis, anchor: null, maxRows: 1000 };

/** A log whose wall clock stepped back now and then, so that its rows are not in the order of their times. */
function fillLog(connection: Connection): readonly Expected[] {
  let ts = startTs;
  return Array.from({ length: 60 }, (_, position) => {
    ts += position % 17 === 16 ? -40_000 : (position % 3) * 1000;
    const kind = kinds[position % kinds.length]!;
    const blockId = [null, 'block-01', 'block-02', 'block-01'][position % 4]!;
    const { seq } = auditWrites.append.run(connection, auditRow(entryOf({ kind, blockId }), ts));
    return { seq, ts, kind, blockId };
  });
}

function matching(rows: readonly Expected[], { from, until, blockId, kinds: wanted }: EventPage): readonly Expected[] {
  return rows
    .filter(({ ts }) => ts >= from && ts < until)
    .filter((row) => blockId === null || row.blockId === blockId)
    .filter(({ kind }) => wanted === null || wanted.includes(kind))
    .sort((a, b) => b.ts - a.ts || b.seq - a.seq);
}

const seqsOf = (rows: readonly { readonly seq: number }[]): number[] => rows.map(({ seq }) => seq);

describeEngines('audit store', (engine) => {
  it('gives the events of a span that pass the filters, newest first, with their total', () => {
    const connection = engine.connect([auditStore]);
    const rows = fillLog(connection);
    const instant = fc.integer({ min: startTs - 60_000, max: startTs + 90_000 });
    const question = fc.record({
      from: instant,
      until: instant,
      blockId: fc.constantFrom(null, 'block-01', 'block-02', 'none'),
      kinds: fc.option(fc.subarray(kinds, { minLength: 1 })),
      limit: fc.integer({ min: 1, max: 20 }),
      offset: fc.integer({ min: 0, max: 30 }),
      beforeSeq: fc.constant(null),
    });
    fc.assert(
      fc.property(question, (page) => {
        const found = auditReads.events.run(connection, page);
        const expected = matching(rows, page);
        assert.equal(found.total, expected.length);
        assert.deepEqual(seqsOf(found.rows), seqsOf(expected.slice(page.offset, page.offset + page.limit)));
      }),
    );
  });

  it('gives them page by page, each once, whatever is appended meanwhile', () => {
    const connection = engine.connect([auditStore]);
    const rows = fillLog(connection);
    const seqs: number[] = [];
    for (let page = { ...span, limit: 7 }; ; page = { ...page, beforeSeq: seqs.at(-1) ?? null }) {
      const found = auditReads.events.run(connection, page);
      if (found.rows.length === 0) break;
      seqs.push(...seqsOf(found.rows));
      auditWrites.append.run(connection, auditRow(entryOf({ kind: 'gateway_started' }), startTs + 600_000));
    }
    assert.deepEqual(seqs, seqsOf(matching(rows, span)));
  });

  it('keeps the hash of rows from before there were blocks', () => {
    const connection = engine.connect([]);
    const migrations = auditStore.migrations;
    const migrate = (name: string): void => {
      for (const statement of migrations[name]?.(ddlOf[connection.engine]) ?? []) connection.run(statement);
    };
    migrate('001-audit-log');
    const row = auditRow(entryOf(), startTs);
    const { blockId, ...old } = row;
    assert.equal(blockId, null);
    const hash = auditHash(genesis.hash, 1, row);
    connection.run(
      `insert into audit_log (seq, ts, kind, site_id, device_id, command_id, key_id, source, via, target_kw, verdict, reason,
        frame_ts, frame_cycle, latency_ms, details, prev_hash, hash)
      values (1, :ts, :kind, :siteId, :deviceId, :commandId, :keyId, :source, :via, :targetKw, :verdict, :reason,
        :frameTs, :frameCycle, :latencyMs, :details, :prevHash, :hash)`,
      { ...old, prevHash: genesis.hash, hash },
    );
    migrate('002-blocks');
    auditWrites.append.run(connection, auditRow(entryOf({ blockId: 'block-01' }), startTs));
    const { checkedRows, fault, last } = auditReads.checkSlice.run(connection, checkAll);
    assert.deepEqual([checkedRows, fault, last.seq], [2, null, 2]);
  });

  it('reads a row back as it was hashed, and refuses to change or remove it', () => {
    const connection = engine.connect([auditStore]);
    fillLog(connection);
    const rows = auditReads.page.run(connection, { limit: 1000, beforeSeq: null, kind: null, deviceId: null });
    assert.equal(checkRows([...rows].reverse(), checkAll).fault, null);
    for (const sql of ['delete from audit_log', "update audit_log set verdict = 'x'"]) {
      assert.throws(() => connection.run(sql), /append-only/);
    }
  });
});
