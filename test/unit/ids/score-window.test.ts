import assert from 'node:assert/strict';
import { ScoreWindow } from '../../../nodes/ids/score-window.ts';

describe('score window', () => {
  it('holds the highest score of ten seconds, and null without any', () => {
    const window = new ScoreWindow();
    assert.equal(window.highest(0), null);
    window.add(0.4, 100);
    window.add(0.9, 200);
    window.add(0.5, 5000);
    assert.equal(window.highest(9000), 0.9);
    assert.equal(window.highest(12_000), 0.5);
    assert.equal(window.highest(16_000), null);
  });
});
