import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AuditVerdict, checkRows, verifyChain } from '../../../nodes/events/audit-chain.ts';
import { auditHash, auditRow, genesis, type StoredAuditRow } from '../../../nodes/events/audit-row.ts';
import type { AuditReceipt } from '../../../nodes/site/index.ts';
import { entryOf } from './audit-entries.fixture.ts';

/** A chain of so many rows; `firstHash` lets a forger start it elsewhere. */
function chainOf(length: number, reason = 'genuine'): StoredAuditRow[] {
  const rows: StoredAuditRow[] = [];
  let previous = genesis;
  for (let seq = 1; seq <= length; seq += 1) {
    const row = auditRow(entryOf({ commandId: `cmd-${seq}`, reason }), seq);
    const hash = auditHash(previous.hash, seq, row);
    rows.push({ ...row, seq, prevHash: previous.hash, hash });
    previous = { seq, hash };
  }
  return rows;
}

/** The chain as the store would give it out: by sequence number, in slices. */
function verify(rows: readonly StoredAuditRow[], anchor: AuditReceipt | null): Promise<AuditVerdict> {
  const sorted = [...rows].sort((a, b) => a.seq - b.seq);
  return verifyChain((question) => {
    const later = sorted.filter(({ seq }) => seq > question.after.seq);
    return checkRows(later.slice(0, Math.min(question.maxRows, 7)), question);
  }, anchor);
}

const at = (rows: readonly StoredAuditRow[], seq: number): StoredAuditRow => rows[seq - 1]!;
const receiptOf = ({ seq, hash }: StoredAuditRow): AuditReceipt => ({ seq, hash });

describe('audit chain', () => {
  const rows = chainOf(20);
  const anchor = receiptOf(at(rows, 20));

  it('holds when nothing was touched', async () => {
    assert.deepEqual(await verify(rows, anchor), { ok: true, head: anchor });
    assert.deepEqual(await verify([], null), { ok: true, head: genesis });
  });

  const forged = chainOf(20, 'forged');
  const tampered: [title: string, rows: StoredAuditRow[], seq: number, problem: RegExp][] = [
    ['a changed value', rows.with(8, { ...at(rows, 9), targetKw: 1 }), 9, /was changed/],
    ['a changed hash', rows.with(8, { ...at(rows, 9), hash: genesis.hash }), 9, /was changed/],
    ['a changed link', rows.with(8, { ...at(rows, 9), prevHash: genesis.hash }), 9, /does not continue/],
    ['a changed newest row', rows.with(19, { ...at(rows, 20), verdict: 'blocked' }), 20, /was changed/],
    ['a row resealed after a change', rows.with(8, at(forged, 9)), 9, /does not continue/],
    ['a deleted first row', rows.slice(1), 1, /is missing/],
    ['a deleted row', rows.toSpliced(8, 1), 9, /is missing/],
    [
      'two swapped rows',
      rows.with(8, { ...at(rows, 10), seq: 9 }).with(9, { ...at(rows, 9), seq: 10 }),
      9,
      /does not continue/,
    ],
    ['a cut tail', rows.slice(0, 15), 16, /is missing/],
    ['everything deleted', [], 1, /is missing/],
    ['a chain written anew', forged, 20, /differs from the anchor/],
  ];
  for (const [title, changed, seq, problem] of tampered) {
    it(`names the first bad row of ${title}`, async () => {
      const verdict = await verify(changed, anchor);
      assert.ok(!verdict.ok);
      assert.equal(verdict.fault.seq, seq);
      assert.match(verdict.fault.problem, problem);
    });
  }

  it('cannot see a cut tail without an anchor', async () => {
    assert.deepEqual(await verify(rows.slice(0, 15), null), { ok: true, head: receiptOf(at(rows, 15)) });
  });

  it('detects any change of any one column', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(...(Object.keys(at(rows, 1)) as (keyof StoredAuditRow)[])),
        fc.oneof(fc.string(), fc.double(), fc.constant(null)),
        async (seq, column, value) => {
          fc.pre(at(rows, seq)[column] !== value);
          const verdict = await verify(rows.with(seq - 1, { ...at(rows, seq), [column]: value }), anchor);
          assert.equal(verdict.ok, false);
        },
      ),
    ));
});
