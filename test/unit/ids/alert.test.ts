import assert from 'node:assert/strict';
import { Alert } from '../../../nodes/ids/alert.ts';

const threshold = 0.7;

describe('alert', () => {
  it('starts at the threshold, once', () => {
    const alert = new Alert(1000);
    assert.equal(alert.observe(0.69, threshold, 0), false);
    assert.equal(alert.observe(0.7, threshold, 1), true);
    assert.equal(alert.observe(1, threshold, 2), false);
    assert.ok(alert.active);
  });

  it('ends after the quiet time, and says how long it lasted', () => {
    const alert = new Alert(1000);
    alert.observe(1, threshold, 500);
    assert.equal(alert.endAt(1499), undefined);
    assert.equal(alert.endAt(1500), 1000);
    assert.ok(!alert.active);
    assert.equal(alert.endAt(9999), undefined);
  });

  for (const [score, endsAt] of [
    [0.64, 63],
    [0.62, 0],
  ] as const) {
    it(`with scores of ${score} after its start ${endsAt > 0 ? 'goes on' : 'ends'}`, () => {
      const alert = new Alert(10);
      alert.observe(1, threshold, 0);
      for (let at = 1; at <= 53; at += 1) alert.observe(score, threshold, at);
      assert.equal(alert.endAt(53) === undefined, endsAt > 0);
      if (endsAt > 0) assert.equal(alert.endAt(endsAt), endsAt);
    });
  }

  it('can start again', () => {
    const alert = new Alert(10);
    alert.observe(1, threshold, 0);
    alert.endAt(20);
    assert.equal(alert.observe(0.8, threshold, 30), true);
  });
});
