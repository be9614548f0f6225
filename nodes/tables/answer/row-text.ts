import { castValue } from '../catalogue/cast.ts';
import { typeRules } from '../catalogue/column-type.ts';
import type { StoredRow, StoredValue } from '../catalogue/stored-value.ts';
import type { OutputField } from '../plan/select-plan.ts';
import type { MediaType } from '../request/media-type.ts';
import { valueAt } from './json-path.ts';

/** Rows in the form that the client asked for. One object stands alone; of several, or none, there is no such form. */
export function rowsText(fields: readonly OutputField[], rows: readonly StoredRow[], media: MediaType): string {
  if (media.form === 'csv') return csvText(fields, rows);
  const write = rowWriter(fields, media.withoutNulls);
  const objects = rows.map(write).join(',');
  return media.form === 'object' ? objects : `[${objects}]`;
}

/** Makes the function that writes one row as a JSON object. */
function rowWriter(fields: readonly OutputField[], withoutNulls: boolean): (row: StoredRow) => string {
  const writers = fields.map((field) => {
    const { toJson } = typeRules[field.type];
    return { key: `${JSON.stringify(field.name)}:`, valueOf: valueReader(field), toJson };
  });
  return (row) => {
    let text = '';
    for (const { key, valueOf, toJson } of writers) {
      const value = valueOf(row);
      if (withoutNulls && value === null) continue;
      text += `${text === '' ? '' : ','}${key}${value === null ? 'null' : toJson(value)}`;
    }
    return `{${text}}`;
  };
}

/** Makes the function that takes a field's value out of a row. */
function valueReader({ operand, type }: OutputField): (row: StoredRow) => StoredValue {
  const { column, path } = operand;
  if (path.length === 0 && operand.type === type) return (row) => row[column] ?? null;
  return (row) => castValue(valueAt(operand, row[column] ?? null), operand.type, type);
}

function csvText(fields: readonly OutputField[], rows: readonly StoredRow[]): string {
  const head = fields.map(({ name }) => csvCell(name)).join(',');
  const cells = fields.map((field) => ({ valueOf: valueReader(field), toText: typeRules[field.type].toText }));
  const lines = rows.map((row) =>
    cells
      .map(({ valueOf, toText }) => {
        const value = valueOf(row);
        return value === null ? '' : csvCell(toText(value));
      })
      .join(','),
  );
  return [head, ...lines].join('\n');
}

/** RFC 4180. */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
