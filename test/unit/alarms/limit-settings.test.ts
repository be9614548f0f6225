import assert from 'node:assert/strict';
import { limitSettingsOf, staleAfterMs } from '../../../nodes/alarms/limit-settings.ts';
import type { PointDescriptor, Sensor } from '../../../nodes/site/index.ts';

const point = (changes: Partial<PointDescriptor> = {}): PointDescriptor => {
  return { name: 'p', description: '', unit: '°C', safetyRequired: false, periodMs: 1000, range: [0, 80], ...changes };
};
const alarms = { H: { limit: 35, priority: 'P2', delayS: 60 } } as const;
const sensor = (changes: Partial<Sensor> = {}): Sensor => ({
  id: 1,
  tag: 'T',
  device: 'D',
  point: 'p',
  alarms,
  ...changes,
});

describe('limit settings', () => {
  it('are none for a sensor without limits', () => {
    assert.equal(limitSettingsOf(sensor({ alarms: {} }), point()), undefined);
    assert.equal(limitSettingsOf({ id: 1, tag: 'T', device: 'D', point: 'p' }, point()), undefined);
  });

  const defaults: [title: string, point: Partial<PointDescriptor>, deadband: number, offDelayMs: number][] = [
    ['a temperature', {}, 0.8, 60_000],
    ['a pressure', { unit: 'kPa', range: [0, 500] }, 10, 15_000],
    ['a flow', { unit: 'm³/h', range: [0, 200] }, 10, 15_000],
    ['a range below zero', { unit: 'kW', range: [-100, 100] }, 10, 15_000],
    ['a state of charge', { unit: '%', role: 'soc', range: [0, 100] }, 2, 60_000],
    ['another share', { unit: '%', range: [0, 100] }, 5, 60_000],
    ['what has no unit', { unit: '', range: [0, 1] }, 0, 0],
  ];
  for (const [title, changes, deadband, offDelayMs] of defaults) {
    it(`start from what is usual for ${title}`, () => {
      const settings = limitSettingsOf(sensor(), point(changes));
      assert.deepEqual([settings?.deadband, settings?.offDelayMs], [deadband, offDelayMs]);
    });
  }

  it('has no share of a range that nobody states', () => {
    const unbounded = { name: 'p', description: '', unit: '°C', safetyRequired: false, periodMs: 1000 };
    assert.equal(limitSettingsOf(sensor(), unbounded)?.deadband, 0);
  });

  it('follow what the site file says', () => {
    const range = [0, 50] as const;
    assert.equal(limitSettingsOf(sensor({ range, alarmOptions: { deadbandPct: 2 } }), point())?.deadband, 1);
    const options = { deadband: 0.3, deadbandPct: 2, offDelayS: 7, chatterCount: 3 };
    const { deadband, offDelayMs, chatterCount } = limitSettingsOf(sensor({ alarmOptions: options }), point()) ?? {};
    assert.deepEqual([deadband, offDelayMs, chatterCount], [0.3, 7000, 3]);
  });

  it('put the most severe limit first', () => {
    const limits = {
      L: { limit: 10, priority: 'P3', delayS: 0 },
      H: { limit: 35, priority: 'P1', delayS: 0 },
      HH: { limit: 38, priority: 'P1', delayS: 0 },
      LL: { limit: 5, priority: 'P0', delayS: 0 },
    } as const;
    const { levels = [] } = limitSettingsOf(sensor({ alarms: limits }), point()) ?? {};
    assert.deepEqual(
      levels.map(({ level, side }) => [level, side]),
      [
        ['LL', -1],
        ['HH', 1],
        ['H', 1],
        ['L', -1],
      ],
    );
  });

  it('call a point stale after three polls and not before ten seconds', () => {
    assert.deepEqual([1000, 5000, 60_000].map(staleAfterMs), [10_000, 15_000, 180_000]);
  });
});
