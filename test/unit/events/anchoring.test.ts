import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type AnchorMessage, Anchoring } from '../../../nodes/events/anchoring.ts';
import type { AuditLog } from '../../../nodes/events/index.ts';
import type { AuditReceipt } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const hourMs = 3_600_000;
const receipt = (seq: number): AuditReceipt => ({ seq, hash: String(seq % 10).repeat(64) });

describe('anchoring', () => {
  let clock: ManualClock;
  let folder: string;
  let head: AuditReceipt;
  let messages: AnchorMessage[];
  let reports: string[];
  let failure: Error | undefined;

  beforeEach(() => {
    clock = new ManualClock();
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-anchor-'));
    [head, messages, reports, failure] = [receipt(3), [], [], undefined];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const published = async (count: number): Promise<void> => {
    while (messages.length < count) await new Promise((resolve) => setImmediate(resolve));
  };
  const file = (): string => readFileSync(path.join(folder, 'events-anchor'), 'utf8');
  const seqs = (): number[] => messages.map(({ payload }) => payload.audit_seq);

  /** `chainEnd` is the last row that the log still has as it was sealed. */
  const start = ({ chainEnd = Infinity, toCloud = true } = {}): Promise<Anchoring> => {
    const log: unknown = {
      get head() {
        return head;
      },
      holds: ({ seq }: AuditReceipt) => Promise.resolve(seq <= chainEnd),
    };
    const publish = (message: AnchorMessage): Promise<unknown> =>
      failure ? Promise.reject(failure) : Promise.resolve(messages.push(message));
    const report = (text: string): unknown => reports.push(text);
    return Anchoring.start({
      log: log as AuditLog,
      clock,
      dataFolder: folder,
      publish: toCloud ? publish : null,
      report,
    });
  };

  it('keeps the head at the start, each hour in which it moved, and at the end', async () => {
    const anchoring = await start();
    assert.deepEqual(messages, [
      {
        messageType: 'anchor',
        payload: { audit_seq: 3, hash: receipt(3).hash, taken_at: '2026-02-21T17:45:00Z' },
      },
    ]);
    assert.equal(file(), `3:${receipt(3).hash}\n`);
    clock.advance(hourMs);
    head = receipt(5);
    clock.advance(hourMs);
    await published(2);
    head = receipt(6);
    await anchoring.stop();
    clock.advance(hourMs);
    assert.deepEqual(seqs(), [3, 5, 6]);
    assert.equal(file(), `6:${receipt(6).hash}\n`);
  });

  it('keeps nothing of an empty log, and does without a cloud', async () => {
    head = receipt(0);
    const anchoring = await start({ toCloud: false });
    assert.throws(file, { code: 'ENOENT' });
    head = receipt(1);
    await anchoring.stop();
    assert.match(file(), /^1:1/);
    assert.deepEqual(messages, []);
  });

  it('reports what could not be kept, keeps it elsewhere, and tries again', async () => {
    failure = new Error('The queue is full.');
    const anchoring = await start();
    assert.deepEqual(reports, ['The anchor of the event log was not kept: The queue is full.']);
    assert.match(file(), /^3:/);
    failure = undefined;
    clock.advance(hourMs);
    await published(1);
    assert.deepEqual(seqs(), [3]);
    await anchoring.stop();
  });

  for (const [title, text, chainEnd, problem] of [
    ['a log that is behind its anchor', `9:${'9'.repeat(64)}\n`, 3, /does not hold against its anchor at row 9/],
    ['an anchor that cannot be read', 'nonsense', Infinity, /must be seq:hash, found "nonsense"/],
  ] as const) {
    it(`reports ${title} and leaves the anchor as it is`, async () => {
      writeFileSync(path.join(folder, 'events-anchor'), text);
      const anchoring = await start({ chainEnd });
      await anchoring.stop();
      assert.equal(reports.length, 1);
      assert.match(reports[0]!, problem);
      assert.equal(file(), text);
      assert.deepEqual(seqs(), [3]);
    });
  }
});
