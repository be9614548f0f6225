import assert from 'node:assert/strict';
import type { AuditLog, AuditRecord } from '../../../nodes/events/index.ts';
import { eventBody, eventsPage } from '../../../nodes/events/events-page.ts';
import type { EventQuery } from '../../../nodes/events/audit-log.ts';
import { siteRuntime, type SiteRuntime } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { siteWithBlocks } from '../site/directory.fixture.ts';

const clock = new ManualClock(Date.parse('2026-02-21T12:00:00Z'));

const record: AuditRecord = {
  seq: 7,
  hash: 'ab',
  ts: Date.parse('2026-02-21T06:00:00Z'),
  kind: 'alarm_raised',
  siteId: 'WLCE',
  blockId: 'block-01',
  deviceId: 'CDU-01',
  commandId: null,
  keyId: null,
  source: 'detector',
  via: 'gateway',
  targetKw: null,
  verdict: null,
  reason: null,
  frameTs: null,
  frameCycle: null,
  latencyMs: null,
  details: { sensor_id: 42, priority: 'P1', reason: 'high' },
};

describe('a page of events', () => {
  async function askedBy(question: object): Promise<EventQuery> {
    let asked: EventQuery | undefined;
    const events = (query: EventQuery): Promise<object> => {
      asked = query;
      return Promise.resolve({ total: 1, events: [record] });
    };
    const body = await eventsPage({ clock, events } as unknown as AuditLog, { ...question });
    assert.deepEqual(body, { total: 1, events: [eventBody(record)] });
    assert.ok(asked);
    return asked;
  }

  it('shows the columns that a row has beside its details', () => {
    assert.deepEqual(eventBody(record), {
      id: 7,
      block_id: 'block-01',
      event_type: 'alarm_raised',
      payload: {
        sensor_id: 42,
        priority: 'P1',
        reason: 'high',
        site_id: 'WLCE',
        device_id: 'CDU-01',
        source: 'detector',
        via: 'gateway',
        hash: 'ab',
      },
      created_at: '2026-02-21T06:00:00Z',
    });
  });

  const queries: [title: string, question: object, expected: Partial<EventQuery>][] = [
    [
      'the last 24 hours, 100 rows',
      {},
      { from: clock.now() - 86_400_000, until: clock.now(), limit: 100, offset: 0, kinds: undefined },
    ],
    ['a block', { block_slug: 'block-01' }, { blockId: 'block-01' }],
    ['any block', { block_slug: '' }, { blockId: undefined }],
    ['several types', { event_type: 'alarm_raised, alarm_acked' }, { kinds: ['alarm_raised', 'alarm_acked'] }],
    ['a page', { limit: '5', offset: '10' }, { limit: 5, offset: 10 }],
    ['a page behind a row', { before_id: '7', limit: 5 }, { beforeSeq: 7, limit: 5 }],
  ];
  for (const [title, question, expected] of queries) {
    it(`asks for ${title}`, async () => {
      const asked = await askedBy(question);
      assert.deepEqual({ ...asked, ...expected }, asked);
    });
  }

  for (const question of [
    { limit: 'many' },
    { offset: '' },
    { before_id: '1.5' },
    { block_slug: ['a', 'b'] },
    { event_type: Array(51).fill('x').join() },
  ]) {
    it(`refuses ${JSON.stringify(question).slice(0, 40)}`, async () => {
      await assert.rejects(askedBy(question), { code: 'bad_events_query', status: 422 });
    });
  }

  describe('of a key that is limited to a site', () => {
    before(() => siteRuntime.provide(siteWithBlocks() as SiteRuntime));
    after(() => siteRuntime.withdraw());
    const askedBySite = (question: object, site: string) => {
      const events = () => Promise.resolve({ total: 0, events: [] });
      return eventsPage({ clock, events } as unknown as AuditLog, { ...question }, new Set([site]));
    };

    it('needs one of its blocks', async () => {
      assert.deepEqual(await askedBySite({ block_slug: 'block-01' }, 'WLCE'), { total: 0, events: [] });
      await assert.rejects(askedBySite({}, 'WLCE'), { code: 'events_of_one_block', status: 403 });
      await assert.rejects(askedBySite({ block_slug: 'block-01' }, 'EAST'), { code: 'unknown_block', status: 404 });
    });
  });
});
