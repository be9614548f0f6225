import assert from 'node:assert/strict';
import { activeSites } from '../../../nodes/cloud/index.ts';

describe('active sites of the fleet', () => {
  const sites = [{ code: 'WLCE' }, { code: 'SCL1' }, { code: 'SCL2' }];

  for (const [title, lastGood, expected] of [
    ['none before the first frame', [], []],
    ['those whose frame is young enough', [['WLCE', 70_000], ['SCL1', 69_999]], ['WLCE']], // prettier-ignore
    ['no site that the model does not know', [['GONE', 100_000], ['SCL2', 100_000]], ['SCL2']], // prettier-ignore
  ] as const) {
    it(`are ${title}`, () => {
      assert.deepEqual(activeSites(sites, new Map(lastGood), 100_000, 30_000), expected);
    });
  }
});
