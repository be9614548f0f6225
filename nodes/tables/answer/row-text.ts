import { castValue } from '../catalogue/cast.ts';
import { type TypeRules, typeRules } from '../catalogue/column-type.ts';
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

/** JSON objects between commas. One text that grows costs half of what one for each row would. */
function objectsText(fields: readonly OutputField[], tuples: readonly Tuple[], withoutNulls: boolean): string {
  const writers = sourcesOf(fields).map((source) => ({ ...source, key: `${JSON.stringify(source.name)}:` }));
  let text = '';
  for (const tuple of tuples) {
    let lead = text === '' ? '{' : ',{';
    for (const writer of writers) {
      const value = valueIn(tuple, writer);
      if (value === null && withoutNulls) continue;
      text += lead;
      text += writer.key;
      text += value === null ? 'null' : writer.toJson(value);
      lead = ',';
    }
    text += lead === ',' ? '}' : `${lead}}`;
  }
  return text;
}

interface Source extends Pick<TypeRules, 'toJson' | 'toText'> {
  readonly name: string;
  /** Place of the column in a tuple. */
  readonly at: number;
  /** Makes the field's value of the column's; undefined where the column is shown as it is. */
  readonly convert: ((stored: StoredValue) => StoredValue) | undefined;
}

function sourcesOf(fields: readonly OutputField[]): readonly Source[] {
  const columns = columnsOf(fields);
  return fields.map(({ name, operand, type }) => {
    const isShownAsItIs = operand.path.length === 0 && operand.type === type;
    const { toJson, toText } = typeRules[type];
    return {
      name,
      at: columns.indexOf(operand.column),
      convert: isShownAsItIs ? undefined : (stored) => castValue(valueAt(operand, stored), operand.type, type),
      toJson,
      toText,
    };
  });
}

function valueIn(tuple: Tuple, { at, convert }: Source): StoredValue {
  const stored = tuple[at] ?? null;
  return convert ? convert(stored) : stored;
}

function csvText(fields: readonly OutputField[], tuples: readonly Tuple[]): string {
  const sources = sourcesOf(fields);
  const head = fields.map(({ name }) => csvCell(name)).join(',');
  const lines = tuples.map((tuple) =>
    sources
      .map((source) => {
        const value = valueIn(tuple, source);
        return value === null ? '' : csvCell(source.toText(value));
      })
      .join(','),
  );
  return [head, ...lines].join('\n');
}

/** RFC 4180. */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
