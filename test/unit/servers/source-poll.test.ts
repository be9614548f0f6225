import assert from 'node:assert/strict';
import type { Reading } from '../../../nodes/servers/reading.ts';
import { errors } from '../../../nodes/servers/server-errors.ts';
import { SourcePoll } from '../../../nodes/servers/source-poll.ts';
import { ManualClock } from '../../support/manual-clock.ts';

describe('source poll', () => {
  const intervalMs = 10_000;
  let clock: ManualClock;
  let answer: () => Promise<Reading>;
  let asked: number;
  let poll: SourcePoll;
  beforeEach(() => {
    clock = new ManualClock();
    asked = 0;
    answer = () => Promise.resolve({ uptimeS: 1 });
    const collect = () => {
      asked += 1;
      return answer();
    };
    poll = new SourcePoll({ label: 'a source', collect }, clock, intervalMs);
  });
  const fail = () => Promise.reject(errors.source_timeout({ limit: '5 s' }));

  it('knows nothing before it has asked', () => {
    const { reading, fault, answeredAt } = poll.state;
    assert.deepEqual([reading, fault, answeredAt], [null, 'not asked yet', null]);
  });

  it('keeps the answer, when it came and how long it took', async () => {
    answer = () => {
      clock.advance(45);
      return Promise.resolve({ uptimeS: 1 });
    };
    await poll.ask();
    assert.deepEqual(poll.state, {
      label: 'a source',
      reading: { uptimeS: 1 },
      fault: null,
      answeredAt: 45,
      responseMs: 45,
    });
  });

  it('shows no old answer beside a fault, but when it was', async () => {
    await poll.ask();
    answer = fail;
    clock.advance(intervalMs);
    await poll.ask();
    const { reading, fault, answeredAt } = poll.state;
    assert.deepEqual([reading, fault, answeredAt], [null, 'no whole answer within 5 s', 0]);
  });

  it('asks a silent source after 1, 1, 2, 4 and then every 6 intervals, and after an answer every one', async () => {
    answer = fail;
    const askedAt: number[] = [];
    for (let tick = 0; tick <= 20; tick += 1) {
      const before = asked;
      await poll.ask();
      if (asked > before) askedAt.push(tick);
      clock.advance(intervalMs);
    }
    assert.deepEqual(askedAt, [0, 1, 2, 4, 8, 14, 20]);
    answer = () => Promise.resolve({});
    clock.advance(60_000);
    await poll.ask();
    const before = asked;
    await poll.ask();
    assert.equal(asked, before + 1);
  });
});
