/** Appends to the audit log of a folder without end, and prints `seq hash` for each acknowledged row. */
import { writeSync } from 'node:fs';
import { AuditLog, auditStoreModule } from '../../nodes/events/index.ts';
import { Store } from '../../nodes/history/index.ts';
import { systemClock } from '../../nodes/kernel/index.ts';
import type { AuditEntry } from '../../nodes/site/index.ts';

const appenders = 4;
const entry: AuditEntry = {
  kind: 'command_outcome',
  siteId: 'SITE-CL-001',
  deviceId: 'bess-01',
  commandId: null,
  requester: { keyId: null, source: 'audit-kill test', via: 'gateway' },
  targetKw: 100,
  verdict: null,
  reason: null,
  frame: null,
  latencyMs: null,
  details: {},
};

const [folder = ''] = process.argv.slice(2);
const report = (text: string): void => console.error(text);
const store = await Store.open({ folder, modules: [auditStoreModule], maxMb: 256, clock: systemClock, report });
const log = await AuditLog.open({ store, clock: systemClock, report });

async function appendForEver(): Promise<never> {
  for (;;) {
    const { seq, hash } = await log.append(entry);
    writeSync(process.stdout.fd, `${seq} ${hash}\n`);
  }
}

await Promise.all(Array.from({ length: appenders }, appendForEver));
