import assert from 'node:assert/strict';
import fc from 'fast-check';
import { instantText } from '../../../../nodes/kernel/index.ts';
import { timestampOf } from '../../../../nodes/tables/catalogue/timestamp-text.ts';

describe('times of rows', () => {
  it('are written as a Date writes them, and read back', () => {
    const far = 8_640_000_000_000_000;
    const ms = fc.oneof(
      fc.integer({ min: -far, max: far }),
      fc.integer({ min: 0, max: 2e12 }),
      fc.constantFrom(-1, 0, far),
    );
    fc.assert(
      fc.property(ms, (epochMs) => {
        const text = instantText(epochMs);
        assert.equal(text, new Date(epochMs).toISOString());
        if (epochMs >= 0 && epochMs < 2e12) assert.equal(timestampOf(text), epochMs);
      }),
    );
  });

  for (const text of ['2024-02-30T00:00:00.000Z', '2024-01-01T24:00:00.000Z', '2024-13-01T00:00:00.000Z']) {
    it(`${text} is no time`, () => assert.throws(() => timestampOf(text), { code: '22008' }));
  }
});
