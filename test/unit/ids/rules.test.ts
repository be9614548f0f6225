import assert from 'node:assert/strict';
import { logTime } from '../../../nodes/ids/answer-times.ts';
import { brokenRule } from '../../../nodes/ids/rules.ts';
import { SurpriseTable } from '../../../nodes/ids/surprise.ts';
import { operation } from './operations.fixture.ts';

const quiet = { writes: 10, addresses: 3, requests: 30 };
const baseline = {
  surprise: new SurpriseTable([{ functionCode: 3, address: 0, quantity: 22, perHour: 3600 }]),
  timing: {
    answer: { median: logTime(1.9), spread: 0.28 },
    fastest: { median: logTime(1.4), spread: 0.25 },
  },
  largest: quiet,
};

describe('rules of the intrusion detection', () => {
  for (const [title, request, activity, fastestMs, rule] of [
    ['normal traffic', {}, quiet, 1.5, undefined],
    ['no run of answers yet', {}, quiet, null, undefined],
    ['a function that was never seen', { functionCode: 43 }, quiet, 1.5, 'unseen_request'],
    ['an address that was never seen', { address: 7 }, quiet, 1.5, 'unseen_request'],
    ['a quantity that was never seen', { quantity: 125 }, quiet, 1.5, 'unseen_request'],
    ['three times the writes', {}, { ...quiet, writes: 30 }, 1.5, undefined],
    ['one write more than that', {}, { ...quiet, writes: 31 }, 1.5, 'write_rate'],
    ['answers that are slow under load', {}, quiet, 3.2, undefined],
    ['answers that are just not slow', {}, quiet, 1.4 * Math.exp(7.99 * 0.25), undefined],
    ['answers that are just slow', {}, quiet, 1.4 * Math.exp(8.01 * 0.25), 'slow_answers'],
    ['60 ms more for every answer', {}, quiet, 61.4, 'slow_answers'],
  ] as const) {
    it(`find ${rule ?? 'nothing'} in ${title}`, () => {
      const fastest = fastestMs === null ? null : logTime(fastestMs);
      assert.equal(brokenRule(operation(request), baseline, activity, fastest)?.rule, rule);
    });
  }

  it('say what they found and what is normal', () => {
    assert.equal(
      brokenRule(operation({ functionCode: 16, address: 100, quantity: 1 }), baseline, quiet, null)?.reason,
      'function 16 at address 100 with quantity 1 is no part of the normal traffic',
    );
    assert.equal(
      brokenRule(operation(), baseline, { ...quiet, writes: 200 }, null)?.reason,
      '200 writes in 10 s are more than 3 times the 10 of normal traffic',
    );
    assert.equal(
      brokenRule(operation(), baseline, quiet, logTime(61.44))?.reason,
      'the fastest of 10 answers took 61.4 ms, normal are 1.4 ms',
    );
  });
});
