/**
 * Checks the audit log of a gateway, stopped or running, without writing to it:
 *   npm run verify-audit -- [data folder] [--anchor seq:hash]
 * Prints the verdict. Exit code 0: every row holds; 1: the log was tampered with; 2: it could not be read.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { auditReads, type AuditVerdict, verifyChain } from '../nodes/events/index.ts';
import { Connection, openReader } from '../nodes/history/index.ts';
import { systemClock, textOf } from '../nodes/kernel/index.ts';
import type { AuditReceipt } from '../nodes/site/index.ts';

async function verify(folder: string, anchor: AuditReceipt | null): Promise<AuditVerdict> {
  const connection = new Connection(openReader(path.join(folder, 'store.db')), systemClock);
  try {
    return await verifyChain((question) => auditReads.checkSlice.run(connection, question), anchor);
  } finally {
    connection.close();
  }
}

function anchorOf(text: string | undefined): AuditReceipt | null {
  if (text === undefined) return null;
  const [, seq, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) throw new Error(`--anchor must be seq:hash, found ${text}`);
  return { seq: Number(seq), hash };
}

function sentenceOf(verdict: AuditVerdict): string {
  if (!verdict.ok) return `The audit log is broken: row ${verdict.fault.seq} ${verdict.fault.problem}.`;
  return `The audit log holds: ${verdict.head.seq} rows, anchor ${verdict.head.seq}:${verdict.head.hash}`;
}

try {
  const { values, positionals } = parseArgs({ options: { anchor: { type: 'string' } }, allowPositionals: true });
  const folder = positionals[0] ?? process.env['BUSBAR_DATA'] ?? 'data';
  const verdict = await verify(folder, anchorOf(values.anchor));
  console.log(sentenceOf(verdict));
  process.exitCode = verdict.ok ? 0 : 1;
} catch (thrown) {
  console.error(`The audit log could not be read: ${textOf(thrown)}`);
  process.exitCode = 2;
}
