import assert from 'node:assert/strict';
import { SurpriseTable } from '../../../nodes/ids/surprise.ts';

const read = { functionCode: 3, address: 0, quantity: 22 };
const table = new SurpriseTable([
  { ...read, perHour: 6 },
  { functionCode: 3, address: 100, quantity: 2, perHour: 1 },
  { functionCode: 6, address: 100, quantity: 1, perHour: 1 },
]);

describe('surprise', () => {
  it('is -log2 of the smoothed probability at each level', () => {
    const { function: ofFunction, address, request } = table.of(read);
    assert.equal(ofFunction, Math.log2(9.5 / 7.5));
    assert.equal(address, Math.log2(10 / 6.5));
    assert.equal(request, Math.log2(10 / 6.5));
  });

  for (const [what, request, known] of [
    ['a request that was seen', read, true],
    ['another quantity at a known address', { ...read, quantity: 125 }, false],
    ['another address', { ...read, address: 1 }, false],
    ['another function', { ...read, functionCode: 43 }, false],
  ] as const) {
    it(`${known ? 'knows' : 'does not know'} ${what}`, () => assert.equal(table.knows(request), known));
  }

  it('is largest for what was never seen, at the level where it differs', () => {
    const dump = table.of({ ...read, quantity: 125 });
    assert.equal(dump.function, table.of(read).function);
    assert.equal(dump.address, table.of(read).address);
    assert.equal(dump.request, Math.log2(10 / 0.5));
    assert.equal(table.of({ ...read, functionCode: 43 }).function, Math.log2(9.5 / 0.5));
  });
});
