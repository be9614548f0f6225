import { castValue } from '../catalogue/cast.ts';
import { toJson, typeRules } from '../catalogue/column-type.ts';
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
  const writers = fields.map((field) => ({ key: `${JSON.stringify(field.name)}:`, field }));
  return (row) => {
    let text = '';
    for (const { key, field } of writers) {
      const value = outputOf(field, row);
      if (withoutNulls && value === null) continue;
      text += `${text === '' ? '' : ','}${key}${toJson(field.type, value)}`;
    }
    return `{${text}}`;
  };
}

function outputOf({ operand, type }: OutputField, row: StoredRow): StoredValue {
  return castValue(valueAt(operand, row[operand.column] ?? null), operand.type, type);
}

function csvText(fields: readonly OutputField[], rows: readonly StoredRow[]): string {
  const head = fields.map(({ name }) => csvCell(name)).join(',');
  const lines = rows.map((row) =>
    fields
      .map((field) => {
        const value = outputOf(field, row);
        return value === null ? '' : csvCell(typeRules[field.type].toText(value));
      })
      .join(','),
  );
  return [head, ...lines].join('\n');
}

/** RFC 4180. */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
