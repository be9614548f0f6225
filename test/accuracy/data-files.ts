import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Folder with the public data sets whose licences forbid to ship them. */
const folder = process.env['ACCURACY_DATA'] ?? '';

/** Rows of a CSV file without its head; what is empty or NA is NaN, and so are times. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  numbers(name: string): Float64Array;
  times(name: string): Float64Array;
}

export function readTable(file: string): Table {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const columns = head.split(',');
  const rows = lines.map((line) => line.split(','));
  const column = (name: string, read: (text: string) => number) =>
    Float64Array.from(rows, (row) => read(row[columns.indexOf(name)] ?? ''));
  return {
    columns,
    rows,
    numbers: (name) => column(name, (text) => (text === '' ? NaN : Number(text))),
    times: (name) => column(name, (text) => Date.parse(text)),
  };
}

/** A data set of the folder, or a skipped test where it is not there. */
export function publicTable(test: Mocha.Context, name: string): Table {
  const file = path.join(folder, name);
  if (folder === '' || !existsSync(file)) skip(test, `${name} in the folder that ACCURACY_DATA names`);
  return readTable(file);
}

/** Leaves a test out, and says for want of what. */
export function skip(test: Mocha.Context, needs: string): never {
  console.log(`      NOT RUN: needs ${needs}`);
  test.skip();
}

/** A figure beside what it must be, in the output of the run. */
export function report(name: string, value: number, target: string): void {
  console.log(`      ${name}: ${Number(value.toPrecision(5))} (${target})`);
}
