import type { Ddl } from '../history/index.ts';

/** What becomes of a message when there is no room: events never go, telemetry goes before aggregates. */
export const messageClasses = ['event', 'aggregate', 'telemetry'] as const;
export type MessageClass = (typeof messageClasses)[number];

/**
 * The oldest rows of a class may be on their way while the bound is checked, so a drop leaves as many as a batch holds:
 * what is dropped was never sent.
 */
export const maxBatchRows = 100;
/** Rows of one drop: few enough for one transaction, many enough that their announcements stay few. */
const maxSliceRows = 1000;
/** Share of the bound that is kept for events, and the least that is left for telemetry when events need more. */
const reserve = 10;
/** Row headers and the index entry of a queued row, roughly; the same for the row that it refers to. */
const rowOverheadBytes = 200;

const used = (unit: 'rows' | 'bytes'): string => `(select sum(${unit}) from outbox_usage where class <> 'event')`;

/** What the classes that may be dropped may take together. */
function roomOf(ddl: Ddl, unit: 'rows' | 'bytes'): string {
  const max = `settings.max_${unit}`;
  const events = `(select ${unit} from outbox_usage where class = 'event')`;
  return ddl.greatest(ddl.least(`${max} - ${events}`, `${max} - ${max} / ${reserve}`), `${max} / ${reserve}`);
}

const isOverfull = (ddl: Ddl): string => `exists (
  select 1 from outbox_settings as settings
  where ${used('rows')} > ${roomOf(ddl, 'rows')} or ${used('bytes')} > ${roomOf(ddl, 'bytes')}
)`;

/** The oldest row that may be dropped is too old. Asked at each hundredth row: it walks past a whole batch. */
const isOutdated = `new.seq % ${maxBatchRows} = 0 and (
  select created_at from outbox where class = 'telemetry' order by seq limit 1 offset ${maxBatchRows}
) < new.created_at - (select max_age_ms from outbox_settings)`;

const isTombstone = `coalesce(new.body, '') like '{"message_type":"tombstone"%'`;

/** Telemetry, and aggregates once no more of it can go. */
const droppedFirst = `(select case when rows > ${maxBatchRows} then 'telemetry' else 'aggregate' end from outbox_usage
  where class = 'telemetry')`;

function sliceToDrop(ddl: Ddl): string {
  const sliceRows = ddl.greatest('1', ddl.least(String(maxSliceRows), 'max_rows / 100'));
  return `select class, seq from outbox where class = ${droppedFirst}
    order by seq limit (select ${sliceRows} from outbox_settings) offset ${maxBatchRows}`;
}

/** A queued row for each row of another room's table, in the transaction of that row, while the sink is on. */
function announce(
  ddl: Ddl,
  table: string,
  row: { class: MessageClass; createdAt: string; bytes: string },
): readonly string[] {
  return ddl.trigger({
    name: `outbox_announces_${table}`,
    fires: 'after insert',
    table,
    when: '(select enabled from outbox_settings) = 1',
    statements: `insert into outbox (origin, class, ref_table, ref_seq, bytes, created_at)
      select origin, '${row.class}', '${table}', new.seq, ${rowOverheadBytes} + ${row.bytes}, ${row.createdAt}
      from outbox_settings`,
  });
}

export const createOutbox = (ddl: Ddl): readonly string[] => [
  ddl.table(
    'outbox_settings',
    `id integer primary key check (id = 1),
    enabled integer not null,
    origin text not null,
    max_rows ${ddl.integer} not null,
    max_bytes ${ddl.integer} not null,
    max_age_ms ${ddl.integer} not null`,
  ),
  "insert into outbox_settings values (1, 0, '', 1, 1, 1)",

  // The message itself stands in the row that is referred to; only what no other table has carries a body.
  ddl.table(
    'outbox',
    `seq ${ddl.serial},
    origin text not null,
    class text not null check (class in (${messageClasses.map((name) => `'${name}'`).join(', ')})),
    ref_table text,
    ref_seq ${ddl.integer},
    body text check (body is null or ${ddl.isJson('body')}),
    bytes ${ddl.integer} not null,
    created_at ${ddl.integer} not null,
    attempts integer not null default 0,
    check ((body is null) = (ref_seq is not null))`,
  ),
  'create index outbox_class on outbox (class, seq)',
  ddl.table(
    'outbox_dead',
    `seq ${ddl.integer} primary key,
    origin text not null,
    class text not null,
    ref_table text,
    ref_seq ${ddl.integer},
    body text,
    created_at ${ddl.integer} not null,
    attempts integer not null,
    reason text not null,
    died_at ${ddl.integer} not null`,
  ),

  ddl.keyedTable(
    'outbox_usage',
    `class text primary key,
    rows ${ddl.integer} not null default 0,
    bytes ${ddl.integer} not null default 0,
    dropped_rows ${ddl.integer} not null default 0`,
  ),
  ...messageClasses.map((name) => `insert into outbox_usage (class) values ('${name}')`),
  // Before, so that the bound, asked after the insert, sees the row counted: triggers of one kind have no fixed order.
  ...ddl.trigger({
    name: 'outbox_usage_grows',
    fires: 'before insert',
    table: 'outbox',
    statements: 'update outbox_usage set rows = rows + 1, bytes = bytes + new.bytes where class = new.class',
  }),
  ...ddl.trigger({
    name: 'outbox_usage_shrinks',
    fires: 'after delete',
    table: 'outbox',
    statements: 'update outbox_usage set rows = rows - 1, bytes = bytes - old.bytes where class = old.class',
  }),

  // Inserting into this view drops the rows that it names, counts them and announces the loss.
  `create view outbox_drop as select '' as class, ${['first_seq', 'last_seq', 'rows', 'dropped_at']
    .map((column) => `cast(0 as ${ddl.integer}) as ${column}`)
    .join(', ')} where false`,
  ...ddl.trigger({
    name: 'outbox_drop_happens',
    fires: 'instead of insert',
    table: 'outbox_drop',
    statements: `update outbox_usage set dropped_rows = dropped_rows + new.rows where class = new.class;
      delete from outbox where class = new.class and seq between new.first_seq and new.last_seq;
      insert into outbox (origin, class, body, bytes, created_at)
        select origin, 'event', '{"message_type":"tombstone","payload":{"class":"' || new.class
          || '","first_seq":' || new.first_seq || ',"last_seq":' || new.last_seq || ',"rows":' || new.rows || '}}',
          ${rowOverheadBytes}, new.dropped_at
        from outbox_settings`,
  }),
  // The news of a drop causes no further drop: PostgreSQL lets a trigger fire from itself.
  ...ddl.trigger({
    name: 'outbox_stays_bounded',
    fires: 'after insert',
    table: 'outbox',
    when: `not (${isTombstone}) and (${isOverfull(ddl)} or (${isOutdated}))`,
    statements: `insert into outbox_drop (class, first_seq, last_seq, rows, dropped_at)
      select class, min(seq), max(seq), count(*), new.created_at from (${sliceToDrop(ddl)}) as slice group by class`,
  }),

  ...announce(ddl, 'audit_log', { class: 'event', createdAt: 'new.ts', bytes: 'length(new.details)' }),
  ...announce(ddl, 'frames', {
    class: 'telemetry',
    createdAt: 'new.ts',
    bytes: 'length(new.point_values) + coalesce(length(new.quality), 0) + coalesce(length(new.reasons), 0)',
  }),
];
