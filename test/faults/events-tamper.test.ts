import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { auditHash, type StoredAuditRow } from '../../nodes/events/audit-row.ts';
import { AuditLog, auditReads, auditStoreModule, type AuditVerdict, verifyChain } from '../../nodes/events/index.ts';
import { openReaderConnection, Store, storePlace } from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import type { AuditReceipt } from '../../nodes/site/index.ts';
import { runNode } from '../../scripts/run.ts';
import { entryOf } from '../unit/events/audit-entries.fixture.ts';
import { printFigures, scaled, seed } from './support/fault-run.ts';
import { Random } from './support/random.ts';

const edits = scaled(400);
const rows = 300;

/** Changes the table as someone would who may write the file, and returns the first row that is then bad. */
type Edit = (database: DatabaseSync, random: Random) => number;

const rowBefore = (random: Random, end: number): number => 1 + Math.floor(random.next() * (end - 1));

const columns = [
  'kind',
  'site_id',
  'block_id',
  'device_id',
  'key_id',
  'source',
  'verdict',
  'reason',
  'hash',
  'prev_hash',
];

function changeText(database: DatabaseSync, random: Random): number {
  const seq = rowBefore(random, rows + 1);
  database.prepare(`update audit_log set ${random.pick(columns)} = 'forged' where seq = ?`).run(seq);
  return seq;
}

function changeNumber(database: DatabaseSync, random: Random): number {
  const seq = rowBefore(random, rows + 1);
  const column = random.pick(['ts', 'target_kw', 'latency_ms', 'frame_ts', 'frame_cycle']);
  database.prepare(`update audit_log set ${column} = ${column} + 1 where seq = ?`).run(seq);
  return seq;
}

function changeDetails(database: DatabaseSync, random: Random): number {
  const seq = rowBefore(random, rows + 1);
  database.prepare(`update audit_log set details = '{"raw":0}' where seq = ?`).run(seq);
  return seq;
}

function deleteRows(database: DatabaseSync, random: Random): number {
  const seq = rowBefore(random, rows);
  const count = 1 + Math.floor(random.next() * 5);
  database.prepare('delete from audit_log where seq >= ? and seq < ?').run(seq, seq + count);
  return seq;
}

function swapRows(database: DatabaseSync, random: Random): number {
  const first = rowBefore(random, rows);
  const second = first + rowBefore(random, rows + 1 - first);
  const move = database.prepare('update audit_log set seq = ? where seq = ?');
  for (const [to, from] of [[-1, first], [first, second], [second, -1]] as const) move.run(to, from); // prettier-ignore
  return first;
}

function truncate(database: DatabaseSync, random: Random): number {
  const seq = rowBefore(random, rows + 1);
  database.prepare('delete from audit_log where seq >= ?').run(seq);
  return seq;
}

function sealAnew(database: DatabaseSync, random: Random): number {
  const seq = rowBefore(random, rows);
  seal(database, [{ ...rowAt(database, seq), reason: 'forged' }]);
  return seq + 1;
}

/** All rows from one on, as consistent as the genuine ones: only the anchor tells. */
function writeAnew(database: DatabaseSync, random: Random): number {
  const seq = rowBefore(random, rows + 1);
  const tail = Array.from({ length: rows + 1 - seq }, (_, position) => rowAt(database, seq + position));
  seal(database, [{ ...tail[0]!, reason: 'forged' }, ...tail.slice(1)]);
  return rows;
}

function seal(database: DatabaseSync, changed: readonly StoredAuditRow[]): void {
  const update = database.prepare('update audit_log set reason = ?, prev_hash = ?, hash = ? where seq = ?');
  let prevHash = changed[0]!.prevHash;
  for (const row of changed) {
    const hash = auditHash(prevHash, row.seq, row);
    update.run(row.reason, prevHash, hash, row.seq);
    prevHash = hash;
  }
}

function rowAt(database: DatabaseSync, seq: number): StoredAuditRow {
  const columnsOf = `seq, ts, kind, site_id as siteId, device_id as deviceId, command_id as commandId, key_id as keyId,
    source, via, target_kw as targetKw, verdict, reason, frame_ts as frameTs, frame_cycle as frameCycle,
    latency_ms as latencyMs, details, block_id as blockId, prev_hash as prevHash, hash`;
  return database.prepare(`select ${columnsOf} from audit_log where seq = ?`).get(seq) as unknown as StoredAuditRow;
}

const kindsOfEdit: Readonly<Record<string, Edit>> = {
  changeText,
  changeNumber,
  changeDetails,
  deleteRows,
  swapRows,
  truncate,
  sealAnew,
  writeAnew,
};

describe('tampering with the event log', () => {
  const random = new Random(seed);
  let genuine: string;
  let copy: string;
  let anchor: AuditReceipt;

  before(async () => {
    genuine = mkdtempSync(path.join(tmpdir(), 'busbar-events-'));
    copy = mkdtempSync(path.join(tmpdir(), 'busbar-tampered-'));
    const report = (text: string): void => assert.fail(text);
    const clock = systemClock;
    const store = await Store.open({ folder: genuine, modules: [auditStoreModule], maxMb: 64, clock, report });
    const log = await AuditLog.open({ store, clock, report });
    for (let row = 1; row <= rows; row += 1) {
      await log.append(entryOf({ commandId: `cmd-${row}`, blockId: row % 2 === 0 ? 'block-01' : null }));
    }
    anchor = log.head;
    await store.close();
  });
  after(() => {
    for (const folder of [genuine, copy]) rmSync(folder, { recursive: true });
  });

  function tamper(edit: Edit): number {
    cpSync(genuine, copy, { recursive: true });
    const database = new DatabaseSync(path.join(copy, 'store.db'));
    database.exec('pragma synchronous = off; drop trigger audit_log_keeps_rows; drop trigger audit_log_keeps_values');
    const firstBad = edit(database, random);
    database.close();
    return firstBad;
  }

  async function verify(known: AuditReceipt | null): Promise<AuditVerdict> {
    const connection = await openReaderConnection(storePlace({ folder: copy }), systemClock);
    try {
      return await verifyChain((question) => auditReads.checkSlice.run(connection, question), known);
    } finally {
      connection.close();
    }
  }

  it(`names the first bad row after each of ${edits} random edits (seed ${seed})`, async function () {
    this.timeout(edits * 1000);
    for (let edit = 0; edit < edits; edit += 1) {
      const [kind, tamperWith] = random.pick(Object.entries(kindsOfEdit));
      const firstBad = tamper(tamperWith);
      const verdict = await verify(anchor);
      assert.equal(verdict.ok ? 'holds' : verdict.fault.seq, firstBad, `edit ${edit}: ${kind}`);
    }
    printFigures(`${edits} edits of ${Object.keys(kindsOfEdit).length} kinds in ${rows} rows, 0 undetected`);
  });

  for (const [kind, edit] of Object.entries(kindsOfEdit)) {
    it(`says so on the command line: ${kind}`, async () => {
      const firstBad = tamper(edit);
      const { code, output } = await runNode([
        'scripts/verify-events.ts',
        copy,
        '--anchor',
        `${anchor.seq}:${anchor.hash}`,
      ]);
      assert.equal(code, 1);
      assert.match(output, new RegExp(`broken: row ${firstBad} `));
    });
  }

  it('would not see a cut tail without the anchor', async () => {
    tamper(truncate);
    assert.equal((await verify(null)).ok, true);
    assert.equal((await verify(anchor)).ok, false);
  });
});
