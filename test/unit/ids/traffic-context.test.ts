import assert from 'node:assert/strict';
import type { LearnedTraffic } from '../../../nodes/ids/baseline.ts';
import type { ModbusOperation } from '../../../nodes/ids/operation.ts';
import { TrafficContext } from '../../../nodes/ids/traffic-context.ts';
import { battery, expectedOf, operation } from './operations.fixture.ts';

const learningMs = 60_000;

function contextOf(origin: ModbusOperation['origin'], learned?: LearnedTraffic) {
  const kept: LearnedTraffic[] = [];
  const context = new TrafficContext({
    expected: () => expectedOf({ deviceId: battery, origin }),
    learnsReads: origin === 'northbound',
    learningMs,
    learned,
    onLearned: (result) => kept.push(result),
  });
  return { context, kept };
}

/** One poll a second, until the context has learned. */
function learn(context: TrafficContext, changes: Partial<ModbusOperation> = {}): void {
  for (let at = 0; at <= learningMs; at += 1000) context.observe(operation({ at, ...changes }));
}

describe('traffic context', () => {
  it('judges nothing before the device is known', () => {
    const options = { learnsReads: false, learningMs, onLearned: () => assert.fail('nothing was learned') };
    const context = new TrafficContext({ ...options, expected: () => null });
    learn(context);
    assert.deepEqual(context.observe(operation({ functionCode: 43 })), { features: null, finding: undefined });
  });

  it('learns for the learning time, then has features', () => {
    const { context, kept } = contextOf('gateway');
    learn(context);
    assert.ok(context.isLearned);
    assert.equal(kept.length, 1);
    const { features, finding } = context.observe(operation({ at: 61_000 }));
    assert.equal(features?.length, 7);
    assert.equal(finding, undefined);
  });

  it('goes on learning while too few requests are answered', () => {
    const { context } = contextOf('gateway');
    learn(context, { ok: false });
    assert.ok(!context.isLearned);
  });

  for (const [title, origin, changes, rule] of [
    ['knows the read plan from the start', 'gateway', {}, undefined],
    ['finds a read of the gateway that no plan has', 'gateway', { quantity: 125 }, 'unseen_request'],
    ['learns what another master reads', 'northbound', { address: 4, quantity: 2 }, undefined],
    ['does not learn what is refused', 'northbound', { quantity: 125, ok: false }, 'unseen_request'],
    ['does not learn a write', 'northbound', { functionCode: 16, address: 100 }, 'unseen_request'],
    ['does not learn another function', 'northbound', { functionCode: 43, ok: true }, 'unseen_request'],
    ['knows the commands of the profile', 'northbound', { functionCode: 6, address: 100, quantity: 1 }, undefined],
  ] as const) {
    it(`while learning ${title}`, () => {
      const { context } = contextOf(origin);
      assert.equal(context.observe(operation({ origin, ...changes })).finding?.rule, rule);
    });
  }

  it('finds a flood of known commands while learning, and does not learn it', () => {
    const { context, kept } = contextOf('northbound');
    const command = { origin: 'northbound', functionCode: 6, address: 100, quantity: 1 } as const;
    const findings = Array.from({ length: 100 }, (_, index) =>
      context.observe(operation({ ...command, at: index * 20 })),
    );
    assert.equal(findings.filter(({ finding }) => finding?.rule === 'write_rate').length, 70);
    for (let at = 20_000; at <= 90_000; at += 1000) context.observe(operation({ origin: 'northbound', at }));
    assert.equal(kept[0]?.largest.writes, 30);
  });

  it('finds after learning what was not read before', () => {
    const { context } = contextOf('northbound');
    learn(context, { origin: 'northbound', address: 4, quantity: 2 });
    const known = { origin: 'northbound', address: 4, quantity: 2, at: 61_000 } as const;
    assert.equal(context.observe(operation(known)).finding, undefined);
    assert.equal(context.observe(operation({ ...known, address: 5 })).finding?.rule, 'unseen_request');
  });

  it('finds a man in the middle by ten answers, not by one', () => {
    const { context } = contextOf('gateway');
    learn(context);
    const rules = Array.from({ length: 10 }, (_, index) => {
      const at = 61_000 + index * 1000;
      return context.observe(operation({ at, responseMs: 62 })).finding?.rule;
    });
    assert.deepEqual(rules.slice(0, 9), new Array(9).fill(undefined));
    assert.equal(rules[9], 'slow_answers');
  });

  it('needs no learning where an earlier run has learned', () => {
    const first = contextOf('northbound');
    learn(first.context, { origin: 'northbound', address: 4, quantity: 2 });
    const { context } = contextOf('northbound', first.kept[0]);
    const { features, finding } = context.observe(operation({ origin: 'northbound', address: 4, quantity: 2 }));
    assert.equal(finding, undefined);
    assert.ok(features && context.isLearned);
    assert.ok(context.observe(operation({ origin: 'northbound', address: 9 })).finding);
  });

  it('refuses a number that is not finite before it can spoil what was learned', () => {
    const { context } = contextOf('gateway');
    assert.throws(() => context.observe(operation({ responseMs: NaN })), { code: 'bad_operation' });
  });
});
