import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Envelope, envelopeOf } from '../../../nodes/safety/envelope.ts';
import { initialState } from '../../../nodes/safety/guard-state.ts';
import { type Correction, superviseStanding } from '../../../nodes/safety/supervise.ts';
import { guardedDevice, snapshotOf } from './fixtures.ts';

/** A millionth of the coarsest step below: rounding noise of sums, not power. */
const dustKw = 5e-6;

const between = (minKw: number, maxKw: number): Envelope => ({
  minKw,
  maxKw,
  narrowings: [{ constraint: 'temp_high', minKw, maxKw, reason: 'too hot' }],
});

const supervise = (envelope: Envelope, kw: number | null, expired = false, stepKw = 0.1): Correction | undefined =>
  superviseStanding(envelope, { kw, expired }, stepKw);

describe('supervising the standing setpoint', () => {
  describe('leaves alone', () => {
    for (const kw of [-100, -99.9, 0, 0.1, 50]) {
      it(`${kw} kW inside [-100, 50]`, () => assert.equal(supervise(between(-100, 50), kw), undefined));
    }
    it('zero, whatever the interval and the age', () => {
      assert.equal(supervise(between(0, 0), 0, true), undefined);
      assert.equal(supervise(between(0, 0), -0, true), undefined);
    });
    it('a setpoint that was never read', () => assert.equal(supervise(between(0, 0), null, true), undefined));
  });

  describe('owes the nearest register value inside', () => {
    const table: readonly [standing: number, min: number, max: number, stepKw: number, owed: number][] = [
      [200, -100, 50, 0.1, 50],
      [-200, -100, 50, 0.1, -100],
      [50.1, -100, 50, 0.1, 50],
      [200, -100, 62.39, 0.1, 62.3],
      [-200, -62.39, 50, 0.1, -62.3],
      [200, -100, 62.3, 0.1, 62.3],
      [200, -100, 62.39, 1, 62],
      [200, -100, 62.39, 0.25, 62.25],
      [200, -100, 62.39, 5, 60],
      [200, -100, 0.09, 0.1, 0],
      [-200, -0.09, 100, 0.1, 0],
      [200, 0, 0, 0.1, 0],
      [200, -100, 0, 0.1, 0],
    ];
    for (const [standing, min, max, stepKw, owed] of table) {
      it(`${owed} kW for ${standing} kW in [${min}, ${max}] at ${stepKw} kW a step`, () => {
        const correction = supervise(between(min, max), standing, false, stepKw);
        assert.deepEqual(correction, { targetKw: owed, constraint: 'temp_high', reason: 'too hot' });
      });
    }
  });

  it('owes zero when the life time is over, inside or outside', () => {
    for (const kw of [40, 200]) {
      const correction = supervise(between(-100, 50), kw, true);
      assert.deepEqual([correction?.targetKw, correction?.constraint], [0, 'lifetime']);
    }
  });

  it('names the first broken rule that the setpoint breaks', () => {
    const device = guardedDevice();
    const envelope = envelopeOf(snapshotOf({ cellTempMaxC: 50, socPct: 4.8 }), initialState, device);
    assert.equal(supervise(envelope, -100)?.constraint, 'soc_min');
    assert.equal(supervise(envelope, -200)?.constraint, 'temp_high');
  });

  it('ends after one correction: its own value is inside', () => {
    const device = guardedDevice();
    for (let raw = 1; raw < 100; raw++) {
      const cellTempMinC = raw * 0.1;
      const envelope = envelopeOf(snapshotOf({ cellTempMinC }), initialState, device);
      const owed = supervise(envelope, 250)!.targetKw;
      const again = supervise(envelope, owed);
      assert.equal(again, undefined, `at ${cellTempMinC} °C (limit ${envelope.maxKw} kW) it owes ${owed} kW for ever`);
    }
  });

  it('never goes further from zero, never changes the side, and lands inside', () => {
    const kw = fc.double({ min: -4000, max: 4000, noNaN: true });
    const side = fc.double({ min: 0, max: 4000, noNaN: true });
    const step = fc.constantFrom(0.01, 0.1, 0.25, 1, 5);
    fc.assert(
      fc.property(kw, side, side, step, fc.boolean(), (standing, discharge, charge, stepKw, expired) => {
        const targetKw = supervise(between(-discharge, charge), standing, expired, stepKw)?.targetKw ?? standing;
        assert.ok(Math.abs(targetKw) <= Math.abs(standing) + dustKw);
        assert.ok(targetKw * standing >= 0);
        assert.ok(targetKw >= -discharge - dustKw && targetKw <= charge + dustKw);
      }),
      { numRuns: 5000 },
    );
  });
});
