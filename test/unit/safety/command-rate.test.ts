import assert from 'node:assert/strict';
import { CommandRate } from '../../../nodes/safety/command-rate.ts';
import { ManualClock } from '../../support/manual-clock.ts';

describe('command rate', () => {
  let clock: ManualClock;
  let rate: CommandRate;

  beforeEach(() => {
    clock = new ManualClock();
    rate = new CommandRate(clock);
  });

  it('counts what a key had accepted in the last minute, as the window slides', () => {
    rate.accept('key-1');
    clock.advance(30_000);
    rate.accept('key-1');
    assert.equal(rate.lastMinute('key-1'), 2);
    clock.advance(29_999);
    assert.equal(rate.lastMinute('key-1'), 2);
    clock.advance(1);
    assert.equal(rate.lastMinute('key-1'), 1);
    clock.advance(30_000);
    assert.equal(rate.lastMinute('key-1'), 0);
  });

  it('counts every key for itself', () => {
    rate.accept('key-1');
    assert.equal(rate.lastMinute('key-2'), 0);
  });

  it('is not moved by a step of the wall clock', () => {
    rate.accept('key-1');
    clock.stepWall(3_600_000);
    assert.equal(rate.lastMinute('key-1'), 1);
  });
});
