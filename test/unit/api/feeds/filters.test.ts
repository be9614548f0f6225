import assert from 'node:assert/strict';
import { filteredInterest, filters, siteSlugsOfBlocks } from '../../../../nodes/api/feeds/filters.ts';
import { feedRequest, feedSite } from './feed-site.ts';

describe('filters', () => {
  const interest = (...asked: Parameters<typeof feedRequest>): unknown =>
    filteredInterest(feedRequest(...asked), filters, feedSite);

  const cases: [asked: Parameters<typeof feedRequest>, expected: object][] = [
    [[], {}],
    [[{}, 'other=1&subsystem='], {}],
    [[{ block_slug: 'block-01' }], { block: ['block-01'] }],
    [[{}, 'block_slug=block-02'], { block: ['block-02'] }],
    [[{ block_slug: 'block-01' }, 'block_slug=block-02'], { block: ['block-01'] }],
    [[{}, 'subsystem=thermal-l1'], { subsystem: ['thermal-l1'] }],
    [[{}, 'min_priority=P0'], { priority: ['P0'] }],
    [[{}, 'min_priority=P1'], { priority: ['P0', 'P1'] }],
    [[{}, 'min_priority=P3'], { priority: ['P0', 'P1', 'P2', 'P3'] }],
    [[{}, '', ['A']], { site: ['site-a'] }],
    [[{}, 'site_slug=site-b', ['A', 'B']], { site: ['site-b'] }],
    [[{ block_slug: 'block-03' }, '', ['B']], { site: ['site-b'], block: ['block-03'] }],
  ];
  for (const [asked, expected] of cases) {
    it(`${JSON.stringify(asked)} means ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(interest(...asked), expected);
    });
  }

  const refusals: [asked: Parameters<typeof feedRequest>, status: number, field: string][] = [
    [[{ block_slug: 'block-99' }], 404, 'block'],
    [[{ block_slug: 'block-03' }, '', ['A']], 404, 'block'],
    [[{}, 'site_slug=site-b', ['A']], 404, 'site'],
    [[{}, 'subsystem=thermal'], 422, 'subsystem'],
    [[{}, 'min_priority=P4'], 422, 'min_priority'],
    [[{}, 'min_priority=p1'], 422, 'min_priority'],
  ];
  for (const [asked, status, field] of refusals) {
    it(`${JSON.stringify(asked)} is refused with ${status}`, () => {
      assert.throws(
        () => interest(...asked),
        (error: { status: number; facts: { field: string } }) => {
          assert.deepEqual([error.status, error.facts.field], [status, field]);
          return true;
        },
      );
    });
  }

  it('know the subsystems of the site schema', async () => {
    const schema = (await import('../../../../sites/schema.json', { with: { type: 'json' } })).default;
    for (const subsystem of schema.$defs.equipment.properties.subsystem.enum) {
      assert.deepEqual(interest({}, `subsystem=${subsystem}`), { subsystem: [subsystem] });
    }
  });

  it('find the site of a block', () => {
    assert.deepEqual(
      [...siteSlugsOfBlocks(feedSite)],
      [
        ['block-01', 'site-a'],
        ['block-02', 'site-a'],
        ['block-03', 'site-b'],
      ],
    );
  });
});
