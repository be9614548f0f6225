import assert from 'node:assert/strict';
import { publishFailure } from '../../../nodes/cloud/publish-report.ts';

describe('publish failure', () => {
  for (const [name, code, kind, isOutcomeUnknown] of [
    ['CANCELLED', 1, 'transient', true],
    ['INVALID_ARGUMENT', 3, 'invalid', false],
    ['DEADLINE_EXCEEDED', 4, 'transient', true],
    ['NOT_FOUND', 5, 'permanent', false],
    ['PERMISSION_DENIED', 7, 'permanent', false],
    ['RESOURCE_EXHAUSTED', 8, 'transient', true],
    ['FAILED_PRECONDITION', 9, 'permanent', false],
    ['ABORTED', 10, 'transient', true],
    ['INTERNAL', 13, 'transient', true],
    ['UNAVAILABLE', 14, 'transient', true],
    ['UNAUTHENTICATED', 16, 'permanent', false],
    ['no status at all', undefined, 'transient', true],
  ] as const) {
    it(`${name} is ${kind}`, () => {
      assert.deepEqual(publishFailure(code, 'why'), { kind, reason: 'why', isOutcomeUnknown });
    });
  }
});
