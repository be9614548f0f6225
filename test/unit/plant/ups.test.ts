import assert from 'node:assert/strict';
import { undisturbed } from '../../../nodes/plant/block-excursions.ts';
import { createUps, stepUps, upsChargePct, upsCondition, upsLoadPct } from '../../../nodes/plant/ups.ts';

const minuteMs = 60_000;
const testing = { ...undisturbed, upsBatteryTest: true };
const moduleOut = { ...undisturbed, upsModulesOut: 1 };

describe('ups', () => {
  const ups = createUps(880);

  it('loads four modules more than five', () => {
    assert.equal(upsLoadPct(ups), 80);
    assert.equal(upsLoadPct(stepUps(ups, 880, moduleOut, minuteMs)), 100);
    assert.deepEqual([upsCondition(ups), upsCondition(stepUps(ups, 880, moduleOut, minuteMs))], [0, 2]);
  });

  it('takes from its battery in a test what it does not take from the mains', () => {
    const tested = stepUps(ups, 880, testing, 10 * minuteMs);
    assert.ok(Math.abs(ups.inputKw - tested.inputKw - 120) < 1e-9);
    assert.ok(Math.abs(upsChargePct(tested) - 50) < 1e-9);
    assert.equal(upsCondition(tested), 1);
  });

  it('charges slowly afterwards, and stops when it is full', () => {
    const tested = stepUps(ups, 880, testing, 10 * minuteMs);
    const charging = stepUps(tested, 880, undisturbed, 30 * minuteMs);
    assert.equal(charging.batteryKw, 20);
    assert.equal(upsChargePct(charging), 75);
    const full = stepUps(charging, 880, undisturbed, 600 * minuteMs);
    assert.equal(upsChargePct(full), 100);
    assert.equal(stepUps(full, 880, undisturbed, minuteMs).batteryKw, 0);
  });

  it('is never emptied below nothing', () => {
    const empty = stepUps(ups, 880, testing, 600 * minuteMs);
    assert.equal(upsChargePct(empty), 0);
    assert.equal(upsChargePct(stepUps(empty, 880, testing, minuteMs)), 0);
  });

  it('stands still in no time', () => assert.deepEqual(stepUps(ups, 880, undisturbed, 0), ups));
});
