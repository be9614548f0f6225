import { type Connection, defineStoreModule } from '../../../nodes/history/index.ts';

/** A small room of its own: what any store module may do, and how it may fail. */
const notesStore = defineStoreModule({
  name: 'notes',
  migrations: { '001-notes': ['create table note (id integer primary key, text text not null unique) strict'] },
  writes: { add, clear, failAfterAdding, endThread },
  reads: { texts, count },
});

export const { writes, reads } = notesStore;
export default notesStore;

function add(connection: Connection, text: string): number {
  connection.run('insert into note (text) values (:text)', { text });
  return Number(connection.get('select last_insert_rowid() as id')?.['id']);
}

function clear(connection: Connection): void {
  connection.run('delete from note');
}

function failAfterAdding(connection: Connection, text: string): number {
  add(connection, text);
  throw new Error(`refused ${text}`);
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
