import assert from 'node:assert/strict';
import { advanceRule, quietRule, type Rule, rulesOf, standingRule } from '../../../nodes/servers/thresholds.ts';

describe('thresholds', () => {
  const rule: Rule = { point: 'cpu', limits: { warning: 80, critical: 95 }, below: false, holdMs: 300_000 };

  /** Levels after values of one a minute. */
  function levelsAfter(values: readonly (number | null)[], start = quietRule) {
    let state = start;
    return values.map((value, minute) => (state = advanceRule(rule, state, value, minute * 60_000)).level);
  }

  const cases: [title: string, values: readonly (number | null)[], levels: readonly (string | null)[]][] = [
    ['a value at the limit never counts', [80, 80, 80, 80, 80, 80, 80], [null, null, null, null, null, null, null]],
    ['five minutes beyond it do', [81, 81, 81, 81, 81, 81], [null, null, null, null, null, 'warning']],
    ['a moment inside begins anew', [81, 81, 81, 79, 81, 81], [null, null, null, null, null, null]],
    ['a moment inside ends it', [81, 81, 81, 81, 81, 81, 80], [null, null, null, null, null, 'warning', null]],
    ['the worse limit wins once it is held', [96, 96, 96, 96, 96, 96], [null, null, null, null, null, 'critical']],
    [
      'no value freezes',
      [81, 81, 81, 81, 81, 81, null, null],
      [null, null, null, null, null, 'warning', 'warning', 'warning'],
    ],
    ['no value does not let time pass', [81, null, null, null, null, null], [null, null, null, null, null, null]],
  ];
  for (const [title, values, levels] of cases) {
    it(title, () => assert.deepEqual(levelsAfter(values), levels));
  }

  it('goes on where it stood before a start', () => {
    assert.deepEqual(levelsAfter([81, 79], standingRule('warning')), ['warning', null]);
  });

  it('has the documented rules, each replaced by the site file', () => {
    const limits = (rules: readonly Rule[]) =>
      Object.fromEntries(rules.map(({ point, limits, holdMs }) => [point, { ...limits, holdMs }]));
    assert.deepEqual(limits(rulesOf()), {
      up: { critical: 1, holdMs: 60_000 },
      cpu_usage_percent: { warning: 80, holdMs: 300_000 },
      memory_usage_percent: { warning: 85, holdMs: 300_000 },
      disk_usage_percent: { critical: 90, holdMs: 300_000 },
      gpu_temperature_c: { warning: 85, holdMs: 300_000 },
    });
    const own = limits(rulesOf({ cpuPct: { warning: 50, critical: 70, forS: 10 }, downS: 5 }));
    assert.deepEqual(own['cpu_usage_percent'], { warning: 50, critical: 70, holdMs: 10_000 });
    assert.deepEqual(own['up'], { critical: 1, holdMs: 5000 });
  });

  it('counts values below the limit where low ones are bad', () => {
    const up = rulesOf({ downS: 60 })[0]!;
    let state = advanceRule(up, quietRule, 0, 0);
    assert.equal(state.level, null);
    state = advanceRule(up, state, 0, 60_000);
    assert.equal(state.level, 'critical');
    assert.equal(advanceRule(up, state, 1, 60_001).level, null);
  });
});
