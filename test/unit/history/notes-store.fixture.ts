import { type Connection, defineStoreModule } from '../../../nodes/history/index.ts';

/** A small room of its own: what any store module may do, and how it may fail. */
const notesStore = defineStoreModule({
  name: 'notes',
  migrations: { '001-notes': (ddl) => [ddl.table('note', `id ${ddl.key}, text text not null unique`)] },
  writes: { add, clear, failAfterAdding, migrateFurther, endThread },
  reads: { texts, count, write: add },
});

export const { writes, reads } = notesStore;
export default notesStore;

function add(connection: Connection, text: string): number {
  return Number(connection.get('insert into note (text) values (:text) returning id', { text })?.['id']);
}

function clear(connection: Connection): void {
  connection.run('delete from note');
}

function failAfterAdding(connection: Connection, text: string): number {
  add(connection, text);
  throw new Error(`refused ${text}`);
}

/** As a newer program would. */
function migrateFurther(connection: Connection, migration: string): void {
  const timestamp = '2026-01-01T00:00:00.000Z';
  connection.run('insert into kysely_migration (name, timestamp) values (:name, :timestamp)', {
    name: `notes/${migration}`,
    timestamp,
  });
}

function endThread(): void {
  process.exit(1);
}

function texts(connection: Connection): string[] {
  return connection.all('select text from note order by id').map(({ text }) => String(text));
}

/** Rows of a series that is as long as asked for. */
function count(connection: Connection, length: number): number {
  const series = `with recursive n(i) as (select 1 union all select i + 1 from n where i < :length) select i from n`;
  return connection.all(series, { length }).length;
}
