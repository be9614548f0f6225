import type { Connection } from '../connection.ts';

interface PartitionedTable {
  readonly name: string;
  /** The column that decides on the partition, epoch milliseconds. */
  readonly time: string;
}

interface Month {
  readonly name: string;
  /** Epoch milliseconds, UTC; the end is excluded. */
  readonly start: number;
  readonly end: number;
}

/** As far back as a new store fills itself, and as far ahead as a gateway may stand still. */
const monthsBack = 4;
const monthsAhead = 2;

/**
 * Gives each month around now a partition of its own in every partitioned table, and drops past ones in which retention
 * left no row, which returns their space at once. Rows of other months lie in the default partition. `now` is epoch ms.
 */
export function tendPartitions(connection: Connection, now: number): void {
  for (const table of partitionedTables(connection)) {
    const existing = partitionsOf(connection, table);
    const wanted = monthsAround(table, now);
    for (const month of wanted) {
      if (!existing.includes(month.name) && !cameBefore(connection, table, month)) create(connection, table, month);
    }
    const oldest = wanted[0]?.name ?? '';
    const past = existing.filter((name) => name !== defaultOf(table) && name < oldest);
    for (const name of past) {
      if (isEmpty(connection, name)) connection.run(`drop table ${name}`);
    }
  }
}

function partitionedTables(connection: Connection): PartitionedTable[] {
  const rows = connection.all(
    `select relname, attname from pg_partitioned_table
      join pg_class on pg_class.oid = partrelid
      join pg_attribute on attrelid = partrelid and attnum = partattrs[0]
      where relnamespace = current_schema()::regnamespace order by relname`,
  );
  return rows.map(({ relname, attname }) => ({ name: String(relname), time: String(attname) }));
}

function partitionsOf(connection: Connection, { name }: PartitionedTable): string[] {
  const rows = connection.all(
    `select relname from pg_inherits join pg_class on pg_class.oid = inhrelid
      where inhparent = cast(:name as text)::regclass order by relname`,
    { name },
  );
  return rows.map(({ relname }) => String(relname));
}

/** A month whose first rows found no partition stays in the default one: PostgreSQL moves no rows. */
function cameBefore(connection: Connection, table: PartitionedTable, { start, end }: Month): boolean {
  const { time } = table;
  return (
    connection.get(`select 1 from ${defaultOf(table)} where ${time} >= ${start} and ${time} < ${end} limit 1`) !==
    undefined
  );
}

function create(connection: Connection, table: PartitionedTable, { name, start, end }: Month): void {
  connection.run(`create table ${name} partition of ${table.name} for values from (${start}) to (${end})`);
}

function isEmpty(connection: Connection, partition: string): boolean {
  return connection.get(`select 1 from ${partition} limit 1`) === undefined;
}

function monthsAround(table: PartitionedTable, now: number): Month[] {
  const date = new Date(now);
  const startOf = (month: number): number => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + month);
  return Array.from({ length: monthsBack + 1 + monthsAhead }, (_, position) => {
    const start = startOf(position - monthsBack);
    return { name: partitionName(table, start), start, end: startOf(position - monthsBack + 1) };
  });
}

/** `chunks_2026_02`: names sort by time. */
function partitionName({ name }: PartitionedTable, start: number): string {
  return `${name}_${new Date(start).toISOString().slice(0, 7).replace('-', '_')}`;
}

function defaultOf({ name }: PartitionedTable): string {
  return `${name}_other`;
}
