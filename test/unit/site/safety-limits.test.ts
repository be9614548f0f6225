import assert from 'node:assert/strict';
import type { DeviceModel, SafetyModel, SiteModel } from '../../../nodes/site/index.ts';
import { safetyLimitsOf } from '../../../nodes/site/safety-limits.ts';

const site: SafetyModel = {
  chemistry: 'lfp',
  socMinPct: 5,
  socMaxPct: 95,
  tempHighC: 45,
  tempStopC: 55,
  chargeTempMinC: 0,
  frequencyHz: [47.5, 51.5],
  gridImportKw: 2000,
  commandLifetimeS: 300,
  commandsPerMinute: 60,
  idsAlert: 'block',
};

function limitsOf(own?: Partial<SafetyModel>, siteLimits = site): SafetyModel {
  return safetyLimitsOf({ safety: siteLimits } as SiteModel, { ...(own && { safety: own }) } as DeviceModel);
}

describe('safety limits of a device', () => {
  it('are those of the site when it has none of its own', () => assert.deepEqual(limitsOf(), site));

  const cases: [string, Partial<SafetyModel>, Partial<SafetyModel>][] = [
    ['a higher floor', { socMinPct: 10 }, { socMinPct: 10 }],
    ['a lower ceiling', { socMaxPct: 90 }, { socMaxPct: 90 }],
    ['no lower floor', { socMinPct: 2 }, { socMinPct: 5 }],
    ['no higher temperature', { tempHighC: 50, tempStopC: 60 }, { tempHighC: 45, tempStopC: 55 }],
    ['charging only when warmer', { chargeTempMinC: 5 }, { chargeTempMinC: 5 }],
    ['the overlap of two bands', { frequencyHz: [49, 52] }, { frequencyHz: [49, 51.5] }],
    ['a limit that the site does not have', { rampKwPerMinute: 50 }, { rampKwPerMinute: 50 }],
    ['a smaller grid limit', { gridImportKw: 100 }, { gridImportKw: 100 }],
    ['its own chemistry', { chemistry: 'nmc' }, { chemistry: 'nmc' }],
    ['no weaker alert', { idsAlert: 'alarm-only' }, { idsAlert: 'block' }],
  ];
  for (const [title, own, expected] of cases) {
    it(`take ${title}`, () => assert.deepEqual(limitsOf(own), { ...site, ...expected }));
  }

  it('block where only the device blocks', () => {
    assert.equal(limitsOf({ idsAlert: 'block' }, { ...site, idsAlert: 'alarm-only' }).idsAlert, 'block');
  });
});
