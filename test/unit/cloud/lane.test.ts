import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterFailure, afterSuccess, backoffCeilingMs, freshLane, type LaneState } from '../../../nodes/cloud/lane.ts';

const half = (): number => 0.5;

function fail(state: LaneState, kind: 'transient' | 'permanent' | 'invalid', rows = 100): LaneState {
  return afterFailure(state, { kind, reason: 'because', rows }, 1000, half);
}

describe('lane', () => {
  it('waits half of the ceiling when the jitter is in the middle', () => {
    let lane = freshLane;
    const waits = Array.from({ length: 10 }, () => {
      lane = fail(lane, 'transient');
      return lane.waitsUntil - 1000;
    });
    assert.deepEqual(waits, [125, 250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('waits anything from nothing to the ceiling', () =>
    fc.assert(
      fc.property(fc.nat(2000), fc.double({ min: 0, max: 1, noNaN: true }), (failures, jitter) => {
        const { waitsUntil } = afterFailure(
          { ...freshLane, failures },
          { kind: 'transient', reason: '', rows: 1 },
          0,
          () => jitter,
        );
        assert.equal(waitsUntil, jitter * backoffCeilingMs(failures));
        assert.ok(waitsUntil <= 60_000);
      }),
    ));

  it('waits five minutes for somebody to act, and says why', () => {
    const lane = fail(freshLane, 'permanent');
    assert.deepEqual(lane, { failures: 1, batchRows: 100, waitsUntil: 301_000, blockedBy: 'because' });
    assert.equal(fail(lane, 'transient').blockedBy, null);
  });

  it('halves a batch with an invalid message until that one stands alone', () => {
    let lane = freshLane;
    const sizes = Array.from({ length: 8 }, () => {
      lane = fail(lane, 'invalid', lane.batchRows);
      return lane.batchRows;
    });
    assert.deepEqual(sizes, [50, 25, 13, 7, 4, 2, 1, 1]);
    assert.equal(lane.waitsUntil, -Infinity);
  });

  it('opens with a success, and doubles a batch that had been made smaller', () => {
    const lane = afterSuccess({ failures: 7, batchRows: 30, waitsUntil: 1e9, blockedBy: 'because' });
    assert.deepEqual(lane, { ...freshLane, batchRows: 60 });
    assert.equal(afterSuccess(lane).batchRows, 100);
  });
});
