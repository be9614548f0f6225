import assert from 'node:assert/strict';
import { directoryAnswers } from '../../../nodes/site/directory-answers.ts';
import { directoryWithBlocks } from './directory.fixture.ts';

type Operation = keyof typeof directoryAnswers;

describe('answers of the site directory', () => {
  const directory = directoryWithBlocks();
  const ask = (operation: Operation, question: object = {}): unknown =>
    directoryAnswers[operation](directory, { ...question });
  const names = (operation: Operation, question: object, key: string): unknown[] =>
    (ask(operation, question) as Record<string, unknown>[]).map((row) => row[key]);

  it('shows a site with the sums of its blocks', () => {
    assert.deepEqual((ask('sites') as unknown[])[1], {
      id: 1,
      slug: 'wlce',
      name: 'West',
      region: 'UK',
      status: 'active',
      latitude: null,
      longitude: null,
      block_count: 2,
      total_capacity_mw: 1.5,
    });
    const { config, created_at, latitude } = ask('site', { slug: 'east' }) as Record<string, unknown>;
    assert.deepEqual(config, { code: 'EAST', uuid: 'u2', timezone: 'UTC' });
    assert.deepEqual([created_at, latitude], [null, 0]);
  });

  it('shows a block with its site and its counts', () => {
    assert.deepEqual(ask('block', { slug: 'block-01' }), {
      id: 2,
      slug: 'block-01',
      site_slug: 'wlce',
      site_name: 'West',
      capacity_mw: 1,
      status: 'active',
      commissioned_at: '2025-06-01',
      sensor_count: 3,
      config: { uuid: 'b1' },
      equipment_count: 2,
    });
  });

  it('shows equipment with the devices that measure it', () => {
    assert.deepEqual((ask('equipment', { block_slug: 'block-01' }) as unknown[])[1], {
      id: 1,
      tag: 'CDU-01',
      type: 'cooling distribution unit',
      subsystem: 'thermal-l1',
      block_slug: 'block-01',
      metadata: { devices: ['CDU-01'] },
      sensor_count: 2,
    });
  });

  it('shows a sensor with its limits; what the site file leaves out is the point’s', () => {
    const [power, flow, supply] = ask('sensors', { block_slug: 'block-01' }) as Record<string, unknown>[];
    assert.deepEqual(supply, {
      id: 42,
      tag: 'CDU-01-T-SUP',
      description: 'As the profile says',
      unit: '°C',
      subsystem: 'thermal-l1',
      equipment_tag: 'CDU-01',
      block_slug: 'block-01',
      range_min: 0,
      range_max: 80,
      poll_rate_ms: 5000,
      alarm_thresholds: { H: { value: 35, priority: 'P2', delay_s: 60 } },
    });
    assert.deepEqual(
      [flow?.['description'], flow?.['range_max'], flow?.['alarm_thresholds']],
      ['Loop flow', 200, null],
    );
    assert.deepEqual([power?.['unit'], power?.['poll_rate_ms'], power?.['description']], [null, null, null]);
  });

  const lists: [Operation, object, string, unknown[]][] = [
    ['sites', {}, 'slug', ['east', 'wlce']],
    ['sites', { offset: 1 }, 'slug', ['wlce']],
    ['blocks', {}, 'slug', ['block-03', 'block-01', 'block-02']],
    ['blocks', { limit: '2' }, 'slug', ['block-03', 'block-01']],
    ['blocks', { offset: 9 }, 'slug', []],
    ['blocks', { site_slug: 'wlce' }, 'slug', ['block-01', 'block-02']],
    ['blocks', { site_slug: 'nowhere' }, 'slug', []],
    ['equipment', { block_slug: 'block-01' }, 'tag', ['MSB-01', 'CDU-01']],
    ['equipment', { block_slug: 'block-01', subsystem: 'thermal-l1' }, 'tag', ['CDU-01']],
    ['sensors', { block_slug: 'block-01' }, 'id', [70, 43, 42]],
    ['sensors', { block_slug: 'block-01', subsystem: 'thermal-l1', limit: 1 }, 'id', [43]],
    ['sensors', { block_slug: 'nowhere' }, 'id', []],
  ];
  for (const [operation, question, key, expected] of lists) {
    it(`${operation} ${JSON.stringify(question)} are ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(names(operation, question, key), expected);
    });
  }

  const refusals: [Operation, object, string, number][] = [
    ['site', { slug: 'nowhere' }, 'unknown_site', 404],
    ['site', {}, 'unknown_site', 404],
    ['block', { slug: 'nowhere' }, 'unknown_block', 404],
    ['equipment', { block_slug: 'nowhere' }, 'no_equipment', 404],
    ['equipment', { block_slug: 'block-03' }, 'no_equipment', 404],
    ['sites', { limit: 0 }, 'bad_page', 422],
    ['sites', { limit: 1001 }, 'bad_page', 422],
    ['sites', { offset: -1 }, 'bad_page', 422],
    ['sites', { offset: 'many' }, 'bad_page', 422],
    ['sensors', { block_slug: 'block-01', limit: 2.5 }, 'bad_page', 422],
  ];
  for (const [operation, question, code, status] of refusals) {
    it(`${operation} ${JSON.stringify(question)} is refused: ${code}`, () => {
      assert.throws(() => ask(operation, question), { code, status });
    });
  }
});
