import { type Connection, defineStoreModule } from '../history/index.ts';
import type { AuditReceipt } from '../site/index.ts';
import { type ChainQuestion, type ChainSlice, checkRows } from './audit-chain.ts';
import { auditColumns, auditHash, type AuditRow, genesis, type StoredAuditRow } from './audit-row.ts';

/** Which rows, newest first. Null means any. */
export interface AuditPage {
  readonly limit: number;
  /** Only rows with a smaller sequence number: the cursor of the next page. */
  readonly beforeSeq: number | null;
  readonly kind: string | null;
  readonly deviceId: string | null;
}

const createAuditLog = [
  `create table audit_log (
    seq integer primary key,
    ts integer not null,
    kind text not null,
    site_id text not null,
    device_id text,
    command_id text,
    key_id text,
    source text not null,
    via text not null,
    target_kw real,
    verdict text,
    reason text,
    frame_ts integer,
    frame_cycle integer,
    latency_ms real,
    details text not null check (json_valid(details)),
    prev_hash text not null,
    hash text not null
  ) strict`,
  'create index audit_log_kind on audit_log (kind, seq)',
  'create index audit_log_device on audit_log (device_id, seq)',
  `create trigger audit_log_keeps_rows before delete on audit_log
    begin select raise(abort, 'the audit log is append-only'); end`,
  `create trigger audit_log_keeps_values before update on audit_log
    begin select raise(abort, 'the audit log is append-only'); end`,
];

const properties = Object.keys(auditColumns);
const columns = Object.values(auditColumns);

const insertRow = `insert into audit_log (seq, ${columns.join(', ')}, prev_hash, hash)
  values (:seq, ${properties.map((property) => `:${property}`).join(', ')}, :prevHash, :hash)`;

const selectRows = `select seq, ${Object.entries(auditColumns)
  .map(([property, column]) => `${column} as "${property}"`)
  .join(', ')}, prev_hash as "prevHash", hash from audit_log`;

const conditions: Record<Exclude<keyof AuditPage, 'limit'>, string> = {
  beforeSeq: 'seq < :beforeSeq',
  kind: 'kind = :kind',
  deviceId: 'device_id = :deviceId',
};

const auditStore = defineStoreModule({
  name: 'audit',
  migrations: { '001-audit-log': createAuditLog },
  writes: { append },
  reads: { page, head, checkSlice },
});

export const { writes: auditWrites, reads: auditReads } = auditStore;
export default auditStore;

function append(connection: Connection, row: AuditRow): AuditReceipt {
  const previous = head(connection);
  const seq = previous.seq + 1;
  const hash = auditHash(previous.hash, seq, row);
  connection.run(insertRow, { seq, ...row, prevHash: previous.hash, hash });
  return { seq, hash };
}

function head(connection: Connection): AuditReceipt {
  const newest = connection.get('select seq, hash from audit_log order by seq desc limit 1');
  return (newest as AuditReceipt | undefined) ?? genesis;
}

function page(connection: Connection, { limit, ...filters }: AuditPage): StoredAuditRow[] {
  const set = Object.entries(filters).filter(([, value]) => value !== null);
  const where = set.map(([filter]) => conditions[filter as keyof typeof conditions]).join(' and ') || 'true';
  const rows = connection.all(`${selectRows} where ${where} order by seq desc limit :limit`, {
    ...Object.fromEntries(set),
    limit,
  });
  return rows as unknown as StoredAuditRow[];
}

function checkSlice(connection: Connection, question: ChainQuestion): ChainSlice {
  const rows = connection.all(`${selectRows} where seq > :after order by seq limit :maxRows`, {
    after: question.after.seq,
    maxRows: question.maxRows,
  });
  return checkRows(rows as unknown as StoredAuditRow[], question);
}
