import { type Connection, type Ddl, defineStoreModule } from '../history/index.ts';
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
  readonly blockId?: string | null;
}

/** Which rows of a span of time, newest first. Null means any. */
export interface EventPage {
  /** Epoch milliseconds; half-open. */
  readonly from: number;
  readonly until: number;
  readonly blockId: string | null;
  readonly kinds: readonly string[] | null;
  readonly limit: number;
  readonly offset: number;
  /** Only rows that come after this one in the order of the pages. */
  readonly beforeSeq: number | null;
}

export interface EventRows {
  /** Rows of the span, whatever the page. */
  readonly total: number;
  readonly rows: readonly StoredAuditRow[];
}

const createAuditLog = (ddl: Ddl): readonly string[] => [
  ddl.table(
    'audit_log',
    `seq ${ddl.integer} primary key,
    ts ${ddl.integer} not null,
    kind text not null,
    site_id text not null,
    device_id text,
    command_id text,
    key_id text,
    source text not null,
    via text not null,
    target_kw ${ddl.real},
    verdict text,
    reason text,
    frame_ts ${ddl.integer},
    frame_cycle ${ddl.integer},
    latency_ms ${ddl.real},
    details text not null check (${ddl.isJson('details')}),
    prev_hash text not null,
    hash text not null`,
  ),
  'create index audit_log_kind on audit_log (kind, seq)',
  'create index audit_log_device on audit_log (device_id, seq)',
  ...ddl.appendOnly('audit_log'),
];

/** The index covers every filter of a page of events, so that counting reads no row. */
const addBlocks = (): readonly string[] => [
  'alter table audit_log add column block_id text',
  'create index audit_log_time on audit_log (ts, seq, kind, block_id)',
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
  blockId: 'block_id = :blockId',
};

const auditStore = defineStoreModule({
  name: 'audit',
  migrations: { '001-audit-log': createAuditLog, '002-blocks': addBlocks },
  writes: { append },
  reads: { page, events, head, checkSlice },
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

function page(connection: Connection, { limit, blockId = null, ...others }: AuditPage): StoredAuditRow[] {
  const set = Object.entries({ ...others, blockId }).filter(([, value]) => value !== null);
  const where = set.map(([filter]) => conditions[filter as keyof typeof conditions]).join(' and ') || 'true';
  const rows = connection.all(`${selectRows} where ${where} order by seq desc limit :limit`, {
    ...Object.fromEntries(set),
    limit,
  });
  return rows as unknown as StoredAuditRow[];
}

function events(connection: Connection, { limit, offset, beforeSeq, ...filters }: EventPage): EventRows {
  const { where, parameters } = spanOf(filters);
  const count = connection.get(`select count(*) as total from audit_log where ${where}`, parameters);
  const cursor = beforeSeq === null ? null : cursorAt(connection, beforeSeq);
  const after = cursor ? 'and (ts, seq) < (:cursorTs, :cursorSeq)' : '';
  const rows = connection.all(
    `${selectRows} where ${where} ${after} order by ts desc, seq desc limit :limit offset :offset`,
    { ...parameters, ...cursor, limit, offset },
  );
  return { total: Number(count?.['total']), rows: rows as unknown as StoredAuditRow[] };
}

type EventFilters = Omit<EventPage, 'limit' | 'offset' | 'beforeSeq'>;

function spanOf({ from, until, blockId, kinds }: EventFilters): {
  readonly where: string;
  readonly parameters: Readonly<Record<string, string | number>>;
} {
  const kindOf = Object.fromEntries((kinds ?? []).map((kind, position) => [`kind${position}`, kind]));
  const kindList = Object.keys(kindOf).map((name) => `:${name}`);
  return {
    where: [
      'ts >= :from and ts < :until',
      ...(blockId === null ? [] : ['block_id = :blockId']),
      ...(kinds === null ? [] : [`kind in (${kindList.join(', ')})`]),
    ].join(' and '),
    parameters: { from, until, ...(blockId !== null && { blockId }), ...kindOf },
  };
}

/** Where a row stands in the order of the pages. Rows are numbered without gaps: one that is not there lies ahead of all. */
function cursorAt(connection: Connection, seq: number): Record<'cursorTs' | 'cursorSeq', number> | null {
  const row = connection.get('select ts from audit_log where seq = :seq', { seq });
  return row ? { cursorTs: Number(row['ts']), cursorSeq: seq } : null;
}

function checkSlice(connection: Connection, question: ChainQuestion): ChainSlice {
  const rows = connection.all(`${selectRows} where seq > :after order by seq limit :maxRows`, {
    after: question.after.seq,
    maxRows: question.maxRows,
  });
  return checkRows(rows as unknown as StoredAuditRow[], question);
}
