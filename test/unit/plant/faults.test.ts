import assert from 'node:assert/strict';
import { parseFaultCommand } from '../../../nodes/plant/faults.ts';

describe('faults', () => {
  for (const [payload, command] of [
    [
      { unit: 1, fault: 'drop' },
      { unit: 1, fault: { kind: 'drop' } },
    ],
    [
      { unit: 'all', fault: null },
      { unit: 'all', fault: null },
    ],
    [
      { unit: 21, fault: 'delay', ms: 300 },
      { unit: 21, fault: { kind: 'delay', ms: 300 } },
    ],
    [
      { unit: 2, fault: 'exception', code: 4 },
      { unit: 2, fault: { kind: 'exception', code: 4 } },
    ],
  ] as const) {
    it(`reads ${JSON.stringify(payload)}`, () => assert.deepEqual(parseFaultCommand(payload), command));
  }

  for (const [payload, message] of [
    [undefined, /payload must be an object, found nothing/],
    [[], /payload must be an object/],
    [{ unit: 0, fault: 'drop' }, /payload\.unit must be a whole number from 1 to 247, found 0/],
    [{ unit: '1', fault: 'drop' }, /payload\.unit .* found "1"/],
    [{ unit: 1 }, /payload\.fault must be drop or .* found nothing/],
    [{ unit: 1, fault: 'melt' }, /payload\.fault .* found "melt"/],
    [{ unit: 1, fault: 'delay' }, /payload\.ms must be a whole number from 1 to 60000, found nothing/],
    [{ unit: 1, fault: 'delay', ms: 1e9 }, /payload\.ms .* found 1000000000/],
    [{ unit: 1, fault: 'exception', code: 0 }, /payload\.code must be a whole number from 1 to 255, found 0/],
    [{ unit: 1, fault: 'drop', after: 3 }, /payload\.after must be one of unit, fault, ms, code/],
  ] as const) {
    it(`refuses ${payload === undefined ? 'nothing' : JSON.stringify(payload)}`, () => {
      assert.throws(() => parseFaultCommand(payload), { code: 'bad_plant_request', message });
    });
  }
});
