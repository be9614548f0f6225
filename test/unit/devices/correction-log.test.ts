import assert from 'node:assert/strict';
import { CorrectionLog, type CorrectionOutcome } from '../../../nodes/devices/correction-log.ts';
import type { Correction } from '../../../nodes/safety/index.ts';
import type { AuditEntry } from '../../../nodes/site/index.ts';

const toFloor: Correction = { targetKw: 0, constraint: 'soc_min', reason: 'SOC below minimum threshold.' };
const failed: CorrectionOutcome = { verdict: 'failed', reason: 'the register reads back 500, written was 0' };
const unknown: CorrectionOutcome = { verdict: 'unknown', reason: 'no answer' };
const corrected: CorrectionOutcome = { verdict: 'corrected' };

describe('correction log', () => {
  let rows: unknown[][];
  let log: CorrectionLog;
  let entries: Partial<AuditEntry>[];

  beforeEach(() => {
    rows = [];
    entries = [];
    log = new CorrectionLog({
      append: (kind, entry) => {
        const { targetKw, verdict, details } = entry;
        rows.push([kind.replace('command_', ''), targetKw, verdict, ...(details ? [details['writes']] : [])]);
        entries.push(entry);
        return Promise.resolve();
      },
      report: (text) => assert.fail(text),
    });
  });

  async function attempt(outcome: CorrectionOutcome, correction = toFloor, owed = correction): Promise<void> {
    await log.intent(correction);
    await log.outcome(owed, outcome, 20);
  }

  it('has intent and outcome of a correction that is taken, and no count', async () => {
    await attempt(corrected);
    await log.end();
    assert.deepEqual(rows, [
      ['intent', 0, 'soc_min'],
      ['outcome', 0, 'corrected'],
    ]);
    assert.deepEqual(
      entries.map(({ reason, latencyMs }) => [reason, latencyMs]),
      [
        [toFloor.reason, undefined],
        [toFloor.reason, 20],
      ],
    );
  });

  it('has a series that fails once, and at its end how often it was written', async () => {
    for (let cycle = 0; cycle < 500; cycle += 1) await attempt(failed);
    assert.equal(rows.length, 2);
    assert.equal(entries[1]?.reason, failed.reason);
    await attempt(corrected);
    await log.end();
    assert.deepEqual(rows.slice(1), [
      ['outcome', 0, 'failed'],
      ['outcome', 0, 'corrected', 501],
    ]);
  });

  it('has every change of outcome', async () => {
    for (const outcome of [failed, failed, unknown, unknown, failed]) await attempt(outcome);
    assert.deepEqual(rows.slice(1), [
      ['outcome', 0, 'failed'],
      ['outcome', 0, 'unknown'],
      ['outcome', 0, 'failed'],
    ]);
  });

  it('begins anew with another target or rule, after the count of the one before', async () => {
    await attempt(failed, { ...toFloor, targetKw: -50 });
    await attempt(failed, { ...toFloor, targetKw: -50 });
    await attempt(failed);
    await attempt(failed, { ...toFloor, constraint: 'estop' });
    assert.deepEqual(rows, [
      ['intent', -50, 'soc_min'],
      ['outcome', -50, 'failed'],
      ['outcome', -50, 'failed', 2],
      ['intent', 0, 'soc_min'],
      ['outcome', 0, 'failed'],
      ['intent', 0, 'estop'],
      ['outcome', 0, 'failed'],
    ]);
  });

  it('counts a series that ends because nothing is owed any more, and then begins anew', async () => {
    for (const outcome of [failed, failed, failed]) await attempt(outcome);
    await log.end();
    await log.end();
    await attempt(failed);
    assert.deepEqual(rows.slice(2), [
      ['outcome', 0, 'failed', 3],
      ['intent', 0, 'soc_min'],
      ['outcome', 0, 'failed'],
    ]);
  });

  it('has what was owed when the turn came, and that nothing was', async () => {
    await attempt(corrected, { ...toFloor, targetKw: -50 });
    await attempt(corrected, { ...toFloor, targetKw: -50 }, toFloor);
    await attempt({ verdict: 'no longer owed' });
    assert.deepEqual(rows, [
      ['intent', -50, 'soc_min'],
      ['outcome', -50, 'corrected'],
      ['intent', -50, 'soc_min'],
      ['outcome', 0, 'corrected'],
      ['intent', 0, 'soc_min'],
      ['outcome', 0, 'no longer owed'],
    ]);
  });

  it('reports what cannot be recorded, and throws nothing', async () => {
    const reported: string[] = [];
    const broken = new CorrectionLog({
      append: () => Promise.reject(new Error('the disk is full')),
      report: (text) => reported.push(text),
    });
    await broken.intent(toFloor);
    await broken.outcome(toFloor, corrected, 20);
    const text = 'a correction is not in the audit log: the disk is full';
    assert.deepEqual(reported, [text, text]);
  });
});
