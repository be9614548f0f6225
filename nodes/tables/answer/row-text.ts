import { castValue } from '../catalogue/cast.ts';
import { typeRules } from '../catalogue/column-type.ts';
import type { StoredRow, StoredValue } from '../catalogue/stored-value.ts';
import { columnsOf, type OutputField } from '../plan/select-plan.ts';
import type { MediaType } from '../request/media-type.ts';
import { valueAt } from './json-path.ts';

/** The values of the columns that the fields are made of, in the order of `columnsOf`. */
type Tuple = readonly StoredValue[];

/** Rows in the form that the client asked for. One object stands alone; of several, or none, there is no such form. */
export function rowsText(fields: readonly OutputField[], rows: readonly StoredRow[], media: MediaType): string {
  const columns = columnsOf(fields);
  const tuples = rows.map((row) => columns.map((column) => row[column] ?? null));
  return tuplesText(fields, tuples, media);
}

export function tuplesText(fields: readonly OutputField[], tuples: readonly Tuple[], media: MediaType): string {
  if (media.form === 'csv') return csvText(fields, tuples);
  const objects = objectsText(fields, tuples, media.withoutNulls);
  return media.form === 'object' ? objects : `[${objects}]`;
}

/** JSON objects between commas. Written in one loop without helpers, into one text that grows: each page passes here. */
function objectsText(fields: readonly OutputField[], tuples: readonly Tuple[], withoutNulls: boolean): string {
  const columns = columnsOf(fields);
  const writers = fields.map((field) => ({
    key: `${JSON.stringify(field.name)}:`,
    at: columns.indexOf(field.operand.column),
    convert: converterOf(field),
    toJson: typeRules[field.type].toJson,
  }));
  let text = '';
  for (const tuple of tuples) {
    let lead = text === '' ? '{' : ',{';
    for (const { key, at, convert, toJson } of writers) {
      const stored = tuple[at] ?? null;
      const value = convert ? convert(stored) : stored;
      if (value === null && withoutNulls) continue;
      text += lead;
      text += key;
      text += value === null ? 'null' : toJson(value);
      lead = ',';
    }
    text += lead === ',' ? '}' : `${lead}}`;
  }
  return text;
}

/** What makes a field's value of its column's; undefined where the column is shown as it is. */
function converterOf({ operand, type }: OutputField): ((stored: StoredValue) => StoredValue) | undefined {
  if (operand.path.length === 0 && operand.type === type) return undefined;
  return (stored) => castValue(valueAt(operand, stored), operand.type, type);
}

function csvText(fields: readonly OutputField[], tuples: readonly Tuple[]): string {
  const columns = columnsOf(fields);
  const head = fields.map(({ name }) => csvCell(name)).join(',');
  const cells = fields.map((field) => ({
    at: columns.indexOf(field.operand.column),
    convert: converterOf(field),
    toText: typeRules[field.type].toText,
  }));
  const lines = tuples.map((tuple) =>
    cells
      .map(({ at, convert, toText }) => {
        const stored = tuple[at] ?? null;
        const value = convert ? convert(stored) : stored;
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
