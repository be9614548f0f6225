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

const roomOf = (unit: 'rows' | 'bytes'): string => {
  const max = `settings.max_${unit}`;
  const events = `(select ${unit} from outbox_usage where class = 'event')`;
  return `max(min(${max} - ${events}, ${max} - ${max} / ${reserve}), ${max} / ${reserve})`;
};

const used = (unit: 'rows' | 'bytes'): string => `(select sum(${unit}) from outbox_usage where class <> 'event')`;

const isOverfull = `exists (
  select 1 from outbox_settings as settings
  where ${used('rows')} > ${roomOf('rows')} or ${used('bytes')} > ${roomOf('bytes')}
)`;

/** The oldest row that may be dropped is too old. Asked at each hundredth row: it walks past a whole batch. */
const isOutdated = `new.seq % ${maxBatchRows} = 0 and (
  select created_at from outbox where class = 'telemetry' order by seq limit 1 offset ${maxBatchRows}
) < new.created_at - (select max_age_ms from outbox_settings)`;

/** Telemetry, and aggregates once no more of it can go. */
const droppedFirst = `(select iif(rows > ${maxBatchRows}, 'telemetry', 'aggregate') from outbox_usage
  where class = 'telemetry')`;

const sliceToDrop = `select class, seq from outbox where class = ${droppedFirst}
  order by seq limit (select max(1, min(${maxSliceRows}, max_rows / 100)) from outbox_settings) offset ${maxBatchRows}`;

/** A queued row for each row of another room's table, in the transaction of that row, while the sink is on. */
function announce(table: string, messageClass: MessageClass, createdAt: string, bytes: string): string {
  return `create trigger outbox_announces_${table} after insert on ${table}
    when (select enabled from outbox_settings)
    begin
      insert into outbox (origin, class, ref_table, ref_seq, bytes, created_at)
        select origin, '${messageClass}', '${table}', new.seq, ${rowOverheadBytes} + ${bytes}, ${createdAt}
        from outbox_settings;
    end`;
}

export const createOutbox: readonly string[] = [
  `create table outbox_settings (
    id integer primary key check (id = 1),
    enabled integer not null,
    origin text not null,
    max_rows integer not null,
    max_bytes integer not null,
    max_age_ms integer not null
  ) strict`,
  "insert into outbox_settings values (1, 0, '', 1, 1, 1)",

  // The message itself stands in the row that is referred to; only what no other table has carries a body.
  `create table outbox (
    seq integer primary key autoincrement,
    origin text not null,
    class text not null check (class in (${messageClasses.map((name) => `'${name}'`).join(', ')})),
    ref_table text,
    ref_seq integer,
    body text check (body is null or json_valid(body)),
    bytes integer not null,
    created_at integer not null,
    attempts integer not null default 0,
    check ((body is null) = (ref_seq is not null))
  ) strict`,
  'create index outbox_class on outbox (class, seq)',
  `create table outbox_dead (
    seq integer primary key,
    origin text not null,
    class text not null,
    ref_table text,
    ref_seq integer,
    body text,
    created_at integer not null,
    attempts integer not null,
    reason text not null,
    died_at integer not null
  ) strict`,

  `create table outbox_usage (
    class text primary key,
    rows integer not null default 0,
    bytes integer not null default 0,
    dropped_rows integer not null default 0
  ) strict, without rowid`,
  ...messageClasses.map((name) => `insert into outbox_usage (class) values ('${name}')`),
  // Before, so that the bound, asked after the insert, sees the row counted: triggers of one kind have no fixed order.
  `create trigger outbox_usage_grows before insert on outbox begin
    update outbox_usage set rows = rows + 1, bytes = bytes + new.bytes where class = new.class;
  end`,
  `create trigger outbox_usage_shrinks after delete on outbox begin
    update outbox_usage set rows = rows - 1, bytes = bytes - old.bytes where class = old.class;
  end`,

  // Inserting into this view drops the rows that it names, counts them and announces the loss.
  `create view outbox_drop as select '' as class, 0 as first_seq, 0 as last_seq, 0 as rows, 0 as dropped_at where false`,
  `create trigger outbox_drop_happens instead of insert on outbox_drop begin
    update outbox_usage set dropped_rows = dropped_rows + new.rows where class = new.class;
    delete from outbox where class = new.class and seq between new.first_seq and new.last_seq;
    insert into outbox (origin, class, body, bytes, created_at)
      select origin, 'event', json_object('message_type', 'tombstone', 'payload', json_object(
        'class', new.class, 'first_seq', new.first_seq, 'last_seq', new.last_seq, 'rows', new.rows
      )), ${rowOverheadBytes}, new.dropped_at
      from outbox_settings;
  end`,
  `create trigger outbox_stays_bounded after insert on outbox when ${isOverfull} or (${isOutdated}) begin
    insert into outbox_drop (class, first_seq, last_seq, rows, dropped_at)
      select class, min(seq), max(seq), count(*), new.created_at from (${sliceToDrop}) group by class;
  end`,

  announce('audit_log', 'event', 'new.ts', 'length(new.details)'),
  announce(
    'frames',
    'telemetry',
    'new.ts',
    'length(new.point_values) + ifnull(length(new.quality), 0) + ifnull(length(new.reasons), 0)',
  ),
];
