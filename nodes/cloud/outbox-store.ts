import { auditReads } from '../events/index.ts';
import { type Connection, defineStoreModule, framesAt, type Row, spellingOf } from '../history/index.ts';
import {
  auditEventOf,
  type Content,
  contentOfBody,
  type OutgoingMessage,
  sealedMessage,
  type Sender,
  telemetryOf,
} from './envelope.ts';
import { createOutbox, type MessageClass } from './outbox-schema.ts';

/** Bounds of the queue. */
export interface OutboxBound {
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

export interface OutboxSwitch extends OutboxBound {
  readonly enabled: boolean;
  /** Prefix of the ids of all rows from now on: site, and a random part for each start, so that no id ever repeats. */
  readonly origin: string;
}

/** A message that no other table holds. */
export interface OwnMessage {
  readonly class: MessageClass;
  readonly messageType: string;
  /** JSON. */
  readonly payload: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export interface BatchQuestion {
  readonly class: MessageClass;
  /** Rows from this sequence number on. */
  readonly fromSeq: number;
  /** Rows before this sequence number. */
  readonly belowSeq: number;
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly sender: Sender;
}

/** Consecutive rows of one class. */
export interface SeqRange {
  readonly class: MessageClass;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

export interface Batch {
  readonly messages: readonly OutgoingMessage[];
  /** Rows at the front whose stored frame no longer exists; there are no messages beside them. */
  readonly vanished: SeqRange | null;
}

export interface ClassUsage {
  readonly class: MessageClass;
  readonly rows: number;
  readonly bytes: number;
  readonly droppedRows: number;
  /** Of the oldest row; null when there is none. */
  readonly oldestSeq: number | null;
  /** Epoch milliseconds; null when there is none. */
  readonly oldestCreatedAt: number | null;
}

export interface OutboxUsage {
  readonly classes: readonly ClassUsage[];
  /** The highest sequence number ever given. */
  readonly headSeq: number;
  readonly deadRows: number;
  /** Sequence number of the oldest stored frame that a waiting message stands for; null when none does. */
  readonly oldestFrameSeq: number | null;
}

const bodyOverheadBytes = 200;

const insertOwn = `insert into outbox (origin, class, body, bytes, created_at)
  select origin, :class, :body, :bytes, :createdAt
  from outbox_settings returning seq`;

const selectBatch = `select seq, origin, ref_table, ref_seq, body, created_at from outbox
  where class = :class and seq >= :fromSeq and seq < :belowSeq order by seq limit :maxRows`;

const selectUsage = `select class, rows, bytes, dropped_rows,
  (select seq from outbox where class = usage.class order by seq limit 1) as oldest_seq,
  (select created_at from outbox where class = usage.class order by seq limit 1) as oldest_created_at
  from outbox_usage as usage`;

const selectOldestFrame = `select ref_seq from outbox where class = 'telemetry' and ref_table = 'frames'
  order by seq limit 1`;

const moveToDead = `insert into outbox_dead
  select seq, origin, class, ref_table, ref_seq, body, created_at, attempts + 1, :reason, :diedAt
  from outbox where seq = :seq`;

/**
 * The queue of messages to the cloud. Its triggers stand on the tables of the audit log and of the frames, so its
 * migrations must sort behind theirs: migrations run in the order of their names, whatever the order of the modules.
 */
const outboxStore = defineStoreModule({
  name: 'outbox',
  migrations: { '001-outbox': createOutbox },
  writes: { configure, enqueue, acknowledge, countAttempt, bury, dropVanished },
  reads: { batch, usage },
});

export const { writes: outboxWrites, reads: outboxReads } = outboxStore;
export default outboxStore;

function configure(connection: Connection, { enabled, ...settings }: OutboxSwitch): void {
  connection.run(
    `update outbox_settings set enabled = :enabled, origin = :origin,
      max_rows = :maxRows, max_bytes = :maxBytes, max_age_ms = :maxAgeMs`,
    { ...settings, enabled: Number(enabled) },
  );
}

function enqueue(connection: Connection, message: OwnMessage): number {
  const { payload, messageType, ...row } = message;
  const body = `{"message_type":${JSON.stringify(messageType)},"payload":${payload}}`;
  return seqOf(connection.get(insertOwn, { ...row, body, bytes: bodyOverheadBytes + payload.length }));
}

/** Removes what Pub/Sub has stored. */
function acknowledge(connection: Connection, seqs: readonly number[]): void {
  const { integersIn } = spellingOf[connection.engine];
  connection.run(`delete from outbox where seq in ${integersIn(':seqs')}`, { seqs: JSON.stringify(seqs) });
}

function countAttempt(connection: Connection, seqs: readonly number[]): void {
  const { integersIn } = spellingOf[connection.engine];
  connection.run(`update outbox set attempts = attempts + 1 where seq in ${integersIn(':seqs')}`, {
    seqs: JSON.stringify(seqs),
  });
}

/** Sets a row aside that Pub/Sub will never take, so that it cannot hold up those behind it. */
function bury(connection: Connection, dead: { seq: number; reason: string; diedAt: number }): void {
  connection.run(moveToDead, dead);
  connection.run('delete from outbox where seq = :seq', { seq: dead.seq });
}

function dropVanished(connection: Connection, { at, ...range }: SeqRange & { at: number }): void {
  connection.run(
    `insert into outbox_drop (class, first_seq, last_seq, rows, dropped_at)
      select class, min(seq), max(seq), count(*), :at from outbox
      where class = :class and seq between :firstSeq and :lastSeq group by class`,
    { ...range, at },
  );
}

/** The lowest rows of a class as messages, up to the first whose stored frame has vanished. */
function batch(connection: Connection, question: BatchQuestion): Batch {
  const { sender, maxBytes, ...range } = question;
  const rows = connection.all(selectBatch, range);
  const frames = framesAt(connection, refsTo('frames', rows));
  const contents = rows.map((row) => contentOf(connection, row, frames));

  const firstKnown = contents.findIndex((content) => content !== undefined);
  if (rows.length > 0 && firstKnown !== 0) {
    const vanished = firstKnown === -1 ? rows : rows.slice(0, firstKnown);
    return {
      messages: [],
      vanished: { class: question.class, firstSeq: seqOf(vanished[0]), lastSeq: seqOf(vanished.at(-1)) },
    };
  }
  const messages: OutgoingMessage[] = [];
  let bytes = 0;
  for (const [position, row] of rows.entries()) {
    const content = contents[position];
    if (!content) break;
    const message = sealedMessage(content, placeOf(row), sender);
    bytes += Buffer.byteLength(message.data);
    if (bytes > maxBytes && messages.length > 0) break;
    messages.push(message);
  }
  return { messages, vanished: null };
}

function usage(connection: Connection): OutboxUsage {
  const head = connection.get(spellingOf[connection.engine].highestSerial('outbox'));
  const dead = connection.get('select count(*) as rows from outbox_dead');
  return {
    classes: connection.all(selectUsage).map((row) => ({
      class: row['class'] as MessageClass,
      rows: Number(row['rows']),
      bytes: Number(row['bytes']),
      droppedRows: Number(row['dropped_rows']),
      oldestSeq: row['oldest_seq'] as number | null,
      oldestCreatedAt: row['oldest_created_at'] as number | null,
    })),
    headSeq: Number(head?.['seq'] ?? 0),
    deadRows: Number(dead?.['rows']),
    oldestFrameSeq: (connection.get(selectOldestFrame)?.['ref_seq'] ?? null) as number | null,
  };
}

function contentOf(connection: Connection, row: Row, frames: ReturnType<typeof framesAt>): Content | undefined {
  if (row['body'] !== null) return contentOfBody(String(row['body']), Number(row['created_at']));
  const seq = Number(row['ref_seq']);
  if (row['ref_table'] === 'frames') {
    const frame = frames.get(seq);
    return frame && telemetryOf(frame);
  }
  const [audited] = auditReads.page.run(connection, { limit: 1, beforeSeq: seq + 1, kind: null, deviceId: null });
  return audited?.seq === seq ? auditEventOf(audited) : undefined;
}

function refsTo(table: string, rows: readonly Row[]): number[] {
  return rows.filter((row) => row['ref_table'] === table).map((row) => Number(row['ref_seq']));
}

function placeOf(row: Row): { seq: number; origin: string; createdAt: number } {
  return { seq: seqOf(row), origin: String(row['origin']), createdAt: Number(row['created_at']) };
}

function seqOf(row: Row | undefined): number {
  return Number(row?.['seq']);
}
