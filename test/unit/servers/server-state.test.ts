import assert from 'node:assert/strict';
import { mergedReading, reasonOf, silentForS } from '../../../nodes/servers/server-state.ts';
import { stateOf } from './state.fixture.ts';

describe('state of a server', () => {
  const alert = { point: 'disk_usage_percent', limit: 90, value: 93.1, forS: 300 } as const;
  const warning = { ...alert, level: 'warning' } as const;
  const critical = { ...alert, level: 'critical' } as const;
  const kinds = ['node-exporter', 'nvidia'] as const;

  const cases: [
    title: string,
    options: Partial<Parameters<typeof stateOf>[0]>,
    status: string,
    reason: string | null,
  ][] = [
    ['answers', {}, 'online', null],
    ['has one silent source of two', { faults: { 1: 'x' } }, 'warning', 'nvidia: x'],
    ['has no source that answers', { faults: { 0: 'x', 1: 'y' } }, 'offline', 'node-exporter: x; nvidia: y'],
    ['is beyond a limit', { alerts: [warning] }, 'warning', 'disk_usage_percent 93.1 above 90 for 300 s'],
    ['is beyond a critical limit', { alerts: [critical] }, 'error', 'disk_usage_percent 93.1 above 90 for 300 s'],
    [
      'is both silent in part and beyond a limit',
      { faults: { 1: 'x' }, alerts: [critical] },
      'error',
      'nvidia: x; disk_usage_percent 93.1 above 90 for 300 s',
    ],
  ];
  for (const [title, options, status, reason] of cases) {
    it(`that ${title} is ${status}`, () => {
      const state = stateOf({ name: 'a', kinds, ...options });
      assert.deepEqual([state.status, reasonOf(state)], [status, reason]);
    });
  }

  it('knows for how long a source has been silent, unless it never spoke', () => {
    const state = stateOf({ name: 'a', kinds, faults: { 1: 'x' } });
    assert.equal(silentForS(state), 60);
    assert.equal(silentForS(stateOf({ name: 'a' })), null);
    const never = { ...state, sources: state.sources.map((source) => ({ ...source, answeredAt: null })) };
    assert.equal(silentForS(never), null);
  });

  it('takes each part from the first source that has it', () => {
    const [source] = stateOf({ name: 'a' }).sources;
    const of = (reading: object | null) => ({ ...source!, reading });
    const merged = mergedReading([of({ uptimeS: 1 }), of({ uptimeS: 2, disks: [] }), of(null)]);
    assert.deepEqual(merged, { uptimeS: 1, disks: [] });
  });
});
