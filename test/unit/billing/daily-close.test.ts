import assert from 'node:assert/strict';
import { DailyClose } from '../../../nodes/billing/daily-close.ts';
import { EnergyBilling } from '../../../nodes/billing/energy-billing.ts';
import type { AuditLog } from '../../../nodes/events/index.ts';
import type { AuditEntry } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { counter, historyOf, type Samples, siteOf } from './billing.fixture.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startMs = Date.parse('2026-10-22T09:00:00Z');

const site = siteOf({ LOAD: { role: 'load', points: { energy: counter() } } });
/** One kWh an hour, from two days before the start to nine after it. */
const samples: Samples = Array.from({ length: 11 * 24 }, (_, hour) => [startMs - 2 * dayMs + hour * hourMs, hour]);

describe('daily close', () => {
  let clock: ManualClock;
  let entries: AuditEntry[];
  let reports: string[];
  let failure: Error | undefined;

  beforeEach(() => {
    [clock, entries, reports, failure] = [new ManualClock(startMs), [], [], undefined];
  });

  function startClose(measured: Samples = samples): DailyClose {
    const log: unknown = {
      query: () => Promise.resolve(entries.slice(-1)),
      append: (entry: AuditEntry) => (failure ? Promise.reject(failure) : Promise.resolve(entries.push(entry))),
    };
    const billing = new EnergyBilling({ history: historyOf(new Map([[1, measured]]), hourMs), site, clock });
    const report = (text: string): unknown => reports.push(text);
    return new DailyClose({ billing, log: log as AuditLog, clock, siteId: 'SITE', report });
  }

  const closed = (): unknown[] => entries.map(({ details }) => [details['day'], details['electrical_kwh']]);

  async function pass(close: DailyClose, ms: number): Promise<void> {
    clock.advance(ms);
    await close.settled();
  }

  it('closes each day once, three hours after its end, with its totals', async () => {
    const close = startClose();
    await pass(close, hourMs);
    assert.deepEqual(closed(), [['2026-10-21', 24]]);
    assert.equal(entries[0]?.kind, 'billing_closed');
    assert.equal(entries[0].blockId, 'block-01');
    // Summer time: the day ended at 23:00 UTC.
    await pass(close, Date.parse('2026-10-23T01:55:00Z') - clock.now());
    assert.equal(entries.length, 1);
    await pass(close, 10 * 60_000);
    assert.deepEqual(closed(), [['2026-10-21', 24], ['2026-10-22', 24]]); // prettier-ignore
    await pass(close, 3 * dayMs + hourMs);
    assert.deepEqual(closed().slice(2), [['2026-10-23', 24], ['2026-10-24', 24], ['2026-10-25', 25]]); // prettier-ignore
    await close.stop();
    await pass(close, dayMs);
    assert.equal(entries.length, 5);
  });

  it('goes on where the log ends after a restart, and catches up', async () => {
    const first = startClose();
    await pass(first, hourMs);
    await first.stop();
    clock.advance(3 * dayMs);
    const second = startClose();
    await pass(second, hourMs);
    assert.deepEqual(
      entries.map(({ details }) => details['day']),
      ['2026-10-21', '2026-10-22', '2026-10-23', '2026-10-24'],
    );
    await second.stop();
  });

  it('does not begin with a day that was not measured, and closes such a day later with its reason', async () => {
    const late = samples.filter(([ts]) => ts > startMs && (ts < startMs + dayMs || ts > startMs + 3 * dayMs));
    const close = startClose(late);
    await pass(close, hourMs);
    assert.deepEqual(closed(), []);
    for (let day = 0; day < 3; day += 1) await pass(close, dayMs);
    const days = closed() as [string, number | null][];
    assert.deepEqual(days.map(([day]) => day), ['2026-10-22', '2026-10-23', '2026-10-24']); // prettier-ignore
    assert.equal(days[2]?.[1], null);
    const { reasons } = entries[2]?.details as { reasons: Record<string, string> };
    assert.equal(reasons['electrical_kwh'], 'LOAD.energy has no measurement on this day');
    await close.stop();
  });

  it('reports what it could not enter, and enters it later', async () => {
    failure = new Error('The disk is full.');
    const close = startClose();
    await pass(close, 600_000);
    assert.deepEqual(reports, ['The days of block-01 were not closed: The disk is full.']);
    failure = undefined;
    await pass(close, 600_000);
    assert.deepEqual(closed(), [['2026-10-21', 24]]);
    await close.stop();
  });
});
