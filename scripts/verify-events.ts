/**
 * Checks the event log of a gateway, stopped or running, without writing to it:
 *   npm run verify-events -- [data folder] [--anchor seq:hash]
 * Without an anchor it takes the one that the gateway keeps in its data folder. Prints the verdict. Exit code 0: every row
 * holds; 1: the log was tampered with; 2: it could not be read.
 */
import { parseArgs } from 'node:util';
import {
  AnchorFile,
  anchorText,
  auditReads,
  type AuditVerdict,
  parseAnchor,
  verifyChain,
} from '../nodes/events/index.ts';
import { openReaderConnection, storePlace } from '../nodes/history/index.ts';
import { systemClock, textOf } from '../nodes/kernel/index.ts';
import type { AuditReceipt } from '../nodes/site/index.ts';

type StorePlace = ReturnType<typeof storePlace>;

async function verify(place: StorePlace, anchor: AuditReceipt | null): Promise<AuditVerdict> {
  const connection = await openReaderConnection(place, systemClock);
  try {
    return await verifyChain((question) => auditReads.checkSlice.run(connection, question), anchor);
  } finally {
    connection.close();
  }
}

function sentenceOf(verdict: AuditVerdict): string {
  if (!verdict.ok) return `The event log is broken: row ${verdict.fault.seq} ${verdict.fault.problem}.`;
  return `The event log holds: ${verdict.head.seq} rows, anchor ${anchorText(verdict.head)}`;
}

try {
  const { values, positionals } = parseArgs({ options: { anchor: { type: 'string' } }, allowPositionals: true });
  const { BUSBAR_DATA = 'data', STORE_URL } = process.env;
  const [named] = positionals;
  const folder = named ?? BUSBAR_DATA;
  const anchor =
    values.anchor === undefined ? await new AnchorFile(folder).read() : parseAnchor(values.anchor, '--anchor');
  const verdict = await verify(storePlace({ folder, url: named === undefined ? STORE_URL : undefined }), anchor);
  console.log(sentenceOf(verdict));
  process.exitCode = verdict.ok ? 0 : 1;
} catch (thrown) {
  console.error(`The event log could not be read: ${textOf(thrown)}`);
  process.exitCode = 2;
}
