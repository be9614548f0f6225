import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkOperation, featureNames, featuresOf } from '../../../nodes/ids/features.ts';
import { SurpriseTable } from '../../../nodes/ids/surprise.ts';
import { operation } from './operations.fixture.ts';

const baseline = {
  surprise: new SurpriseTable([{ functionCode: 3, address: 0, quantity: 22, perHour: 3600 }]),
  timing: { answer: { median: 0, spread: 0.5 }, fastest: { median: 0, spread: 0.25 } },
  largest: { writes: 0, addresses: 1, requests: 9 },
};

describe('features', () => {
  it('are as many as there are names, all relative to the baseline', () => {
    const features = featuresOf(operation(), baseline, { writes: 0, addresses: 1, requests: 4 }, 1);
    assert.equal(features.length, featureNames.length);
    assert.deepEqual(features.slice(3), [2, 1, 1, 0.5]);
    assert.ok(features.slice(0, 3).every((bits) => bits > 0 && bits < 0.001));
  });

  it('take a request without an answer as one in the usual time', () => {
    assert.equal(featuresOf(operation(), baseline, { writes: 0, addresses: 1, requests: 1 }, null)[3], 0);
  });

  it('refuse what is no finite number, naming the field', () => {
    const fields = ['functionCode', 'address', 'quantity', 'at', 'responseMs'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.constantFrom(NaN, Infinity, -Infinity), (field, value) => {
        assert.throws(() => checkOperation(operation({ [field]: value })), {
          code: 'bad_operation',
          facts: { field, limit: 'a finite number', value },
        });
      }),
    );
    assert.doesNotThrow(() => checkOperation(operation()));
  });
});
