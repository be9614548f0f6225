import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Aggregation, aggregations, checkPointCount, tierFor } from '../../../nodes/history/tier-choice.ts';
import { type Tier, tiers, tierShapes } from '../../../nodes/history/tier.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const span = (ms: number) => ({ from: 0, until: ms });

describe('choice of the tier', () => {
  const choices: [string, number, Tier][] = [
    ['a millisecond', 1, 'telemetry'],
    ['a millisecond less than 2 hours', 2 * hourMs - 1, 'telemetry'],
    ['2 hours', 2 * hourMs, 'agg_1min'],
    ['a millisecond less than 12 hours', 12 * hourMs - 1, 'agg_1min'],
    ['12 hours', 12 * hourMs, 'agg_5min'],
    ['a millisecond less than 3 days', 3 * dayMs - 1, 'agg_5min'],
    ['3 days', 3 * dayMs, 'agg_1hour'],
    ['a millisecond less than 90 days', 90 * dayMs - 1, 'agg_1hour'],
    ['90 days', 90 * dayMs, 'agg_1day'],
    ['366 days', 366 * dayMs, 'agg_1day'],
  ];
  for (const [title, ms, tier] of choices) {
    it(`${title} is ${tier}`, () => assert.equal(tierFor(span(ms)), tier));
  }

  for (const [name, tier] of Object.entries(aggregations)) {
    it(`agg=${name} forces ${tier} on any span`, () => {
      for (const [, ms] of choices) assert.equal(tierFor(span(ms), name as Aggregation), tier);
    });
  }
});

describe('count of the points', () => {
  const limit = 10_000;

  const refusals: [Tier, number, number | undefined, RegExp][] = [
    ['agg_1min', 28 * dayMs, undefined, /^The span may hold 40320 points, the limit is 10000: ask for agg=5min\.$/],
    ['agg_5min', 366 * dayMs, undefined, /ask for agg=1hour\.$/],
    ['telemetry', 3 * hourMs, 1000, /may hold 10800 points.*agg=1min\.$/],
  ];
  for (const [tier, ms, periodMs, message] of refusals) {
    it(`refuses ${tier} over ${ms / hourMs} h`, () => {
      assert.throws(() => checkPointCount(tier, span(ms), limit, periodMs), {
        code: 'too_many_points',
        status: 400,
        message,
      });
    });
  }

  it('lets the contract’s own example pass: 28 days at 5 minutes', () => {
    checkPointCount('agg_5min', span(28 * dayMs), limit, 5000);
  });

  it('does not guess the period of a sensor whose device cannot run', () => {
    checkPointCount('telemetry', span(366 * dayMs), limit, undefined);
  });

  it('asks for a shorter span when no tier fits', () => {
    assert.throws(() => checkPointCount('agg_1day', span(9 * dayMs), 5, undefined), {
      message: /ask for a shorter one/,
    });
  });

  it('names a tier that fits, and the finest of them', () => {
    const spans = fc.integer({ min: 1, max: 366 * dayMs });
    fc.assert(
      fc.property(spans, fc.constantFrom(...tiers), fc.integer({ min: 1, max: 20_000 }), (ms, tier, most) => {
        const named = namedBy(() => checkPointCount(tier, span(ms), most, 1000));
        if (named === undefined) return;
        assert.ok(ms / tierShapes[named].bucketMs <= most);
        const finer = tiers[tiers.indexOf(named) - 1]!;
        assert.ok(Math.ceil(ms / (tierShapes[finer].bucketMs || 1000)) > most);
      }),
    );
  });
});

function namedBy(action: () => void): Tier | undefined {
  try {
    action();
    return undefined;
  } catch (thrown) {
    const name = /agg=(\w+)\.$/.exec((thrown as Error).message)?.[1];
    return name === undefined ? undefined : aggregations[name as Aggregation];
  }
}
