import assert from 'node:assert/strict';
import { notDue as saidByThePoller } from '../../../nodes/devices/decode.ts';
import { notDue } from '../../../nodes/history/sample-store.ts';

describe('sample store', () => {
  it('knows the reason of a point that had no turn as the poller says it', () => assert.equal(notDue, saidByThePoller));
});
