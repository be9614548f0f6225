import path from 'node:path';
import { openReader } from '../../../nodes/history/sqlite/open-database.ts';
import { runNode } from '../../../scripts/run.ts';

export interface AuditedRow {
  readonly seq: number;
  readonly kind: string;
  readonly source: string;
  readonly targetKw: number | null;
}

/** The audit log as it stands in the file of a gateway that does not run. */
export function readAuditFile(dataFolder: string): readonly AuditedRow[] {
  const rows = read(dataFolder, 'select seq, kind, source, target_kw as targetKw from audit_log order by seq');
  return rows as unknown as AuditedRow[];
}

/** What SQLite finds wrong with the file; `ok` when it is intact. */
export function integrityOf(dataFolder: string): string {
  const rows = read(dataFolder, 'pragma integrity_check');
  return rows.map(({ integrity_check: text }) => String(text)).join('\n');
}

/** What `npm run verify-events` says of the log: its exit code is 0 when every row holds. */
export function verifyAudit(dataFolder: string): ReturnType<typeof runNode> {
  return runNode(['scripts/verify-events.ts', dataFolder]);
}

function read(dataFolder: string, sql: string): Record<string, unknown>[] {
  const database = openReader(path.join(dataFolder, 'store.db'));
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}
