import assert from 'node:assert/strict';
import { positional } from '../../../../nodes/history/postgres/positional.ts';

describe('positional parameters', () => {
  const cases: [what: string, sql: string, text: string, names: string[]][] = [
    ['none', 'select 1', 'select 1', []],
    ['in order of appearance', 'select :b, :a', 'select $1, $2', ['b', 'a']],
    ['one position for a name', ':from <= a and b < :from', '$1 <= a and b < $1', ['from']],
    ['not in a text', `select ':a', 'it''s :b', :c`, `select ':a', 'it''s :b', $1`, ['c']],
    ['not in a cast', 'select :a::bigint', 'select $1::bigint', ['a']],
    ['camel case', 'limit :maxRows', 'limit $1', ['maxRows']],
  ];
  for (const [what, sql, text, names] of cases) {
    it(what, () => assert.deepEqual(positional(sql), { text, names }));
  }
});
