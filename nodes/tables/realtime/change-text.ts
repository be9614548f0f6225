import { toJson } from '../catalogue/column-type.ts';
import type { StoredRow } from '../catalogue/stored-value.ts';
import { columnOf, primaryKeyOf, type Table } from '../catalogue/table.ts';
import type { RowChange } from '../row-change.ts';

/** The `data` of a change as JSON text: the same for every client. Of an old row the key alone is told. */
export function changeText(table: Table, change: RowChange, committedAt: number, schema: string): string {
  const columns = table.columns.map(({ name, type }) => ({ name, type }));
  const head = JSON.stringify({
    schema,
    table: table.name,
    type: change.kind,
    commit_timestamp: new Date(committedAt).toISOString(),
    columns,
  }).slice(0, -1);
  const record =
    change.kind === 'DELETE'
      ? '{}'
      : rowText(
          table,
          change.record,
          table.columns.map(({ name }) => name),
        );
  const old = change.kind === 'INSERT' ? '{}' : rowText(table, change.old, primaryKeyOf(table));
  return `${head},"record":${record},"old_record":${old},"errors":null}`;
}

function rowText(table: Table, row: StoredRow, names: readonly string[]): string {
  const fields = names.map((name) => {
    const { type } = columnOf(table, name) ?? { type: 'text' };
    return `${JSON.stringify(name)}:${toJson(type, row[name] ?? null)}`;
  });
  return `{${fields.join(',')}}`;
}
