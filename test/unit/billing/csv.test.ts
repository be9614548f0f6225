import assert from 'node:assert/strict';
import { csvLine, prefersCsv } from '../../../nodes/billing/csv.ts';

describe('CSV', () => {
  const lines: [string, Parameters<typeof csvLine>[0], string][] = [
    ['plain values', ['a', 1.5, true], 'a,1.5,true\r\n'],
    ['missing values', [null, undefined, ''], ',,\r\n'],
    ['commas, quotes and line ends', ['a,b', 'say "x"', 'two\nlines'], '"a,b","say ""x""","two\nlines"\r\n'],
  ];
  for (const [title, values, text] of lines) it(`writes ${title}`, () => assert.equal(csvLine(values), text));

  const accepts: [accept: string | undefined, csv: boolean][] = [
    ['text/csv', true],
    ['text/csv; charset=utf-8', true],
    ['TEXT/CSV, */*;q=0.5', true],
    ['application/json;q=0.2, text/csv;q=0.4', true],
    ['text/csv;q=0.4, application/json', false],
    ['text/csv, application/json', false],
    ['text/csv;q=0', false],
    ['text/*', false],
    ['*/*', false],
    ['', false],
    [undefined, false],
  ];
  for (const [accept, csv] of accepts) {
    it(`is ${csv ? '' : 'not '}what a client wants that accepts ${accept ?? 'nothing in particular'}`, () => {
      assert.equal(prefersCsv(accept), csv);
    });
  }
});
