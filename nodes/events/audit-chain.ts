import type { AuditReceipt } from '../site/index.ts';
import { auditHash, genesis, type StoredAuditRow } from './audit-row.ts';

/** The first row at which the chain does not hold. */
export interface ChainFault {
  readonly seq: number;
  readonly problem: string;
}

export type AuditVerdict =
  { readonly ok: true; readonly head: AuditReceipt } | { readonly ok: false; readonly fault: ChainFault };

export interface ChainQuestion {
  /** The last row that is known to hold. */
  readonly after: AuditReceipt;
  /** A receipt kept elsewhere: only it shows a cut tail or a chain that was written anew as a whole. */
  readonly anchor: AuditReceipt | null;
  readonly maxRows: number;
}

export interface ChainSlice {
  readonly checkedRows: number;
  /** The last row that holds. */
  readonly last: AuditReceipt;
  readonly fault: ChainFault | null;
}

const sliceRows = 1000;

/** Walks the whole chain in slices, so that no single one holds up its reader. */
export async function verifyChain(
  readSlice: (question: ChainQuestion) => ChainSlice | Promise<ChainSlice>,
  anchor: AuditReceipt | null,
): Promise<AuditVerdict> {
  let head = genesis;
  for (;;) {
    const { checkedRows, last, fault } = await readSlice({ after: head, anchor, maxRows: sliceRows });
    if (fault) return { ok: false, fault };
    head = last;
    if (checkedRows === 0) break;
  }
  if (anchor && head.seq < anchor.seq) {
    return { ok: false, fault: { seq: head.seq + 1, problem: `is missing; the anchor knows of row ${anchor.seq}` } };
  }
  return { ok: true, head };
}

/** Checks consecutive rows against the link before them. */
export function checkRows(rows: readonly StoredAuditRow[], { after, anchor }: ChainQuestion): ChainSlice {
  let last = after;
  for (const row of rows) {
    const fault = faultOf(row, last, anchor);
    if (fault) return { checkedRows: rows.length, last, fault };
    last = { seq: row.seq, hash: row.hash };
  }
  return { checkedRows: rows.length, last, fault: null };
}

function faultOf(row: StoredAuditRow, previous: AuditReceipt, anchor: AuditReceipt | null): ChainFault | null {
  const { seq } = row;
  if (seq !== previous.seq + 1) return { seq: previous.seq + 1, problem: 'is missing' };
  if (row.prevHash !== previous.hash) return { seq, problem: 'does not continue the row before it' };
  if (row.hash !== auditHash(row.prevHash, seq, row)) return { seq, problem: 'was changed after it was recorded' };
  if (seq === anchor?.seq && row.hash !== anchor.hash) return { seq, problem: 'differs from the anchor' };
  return null;
}
