import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EnergyBilling, type EnergyReport } from '../../../nodes/billing/energy-billing.ts';
import type { EnergyHistory } from '../../../nodes/billing/energy-series.ts';
import type { SiteRuntime } from '../../../nodes/site/index.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { counter, countedIn, historyOf, type Samples, siteOf } from './billing.fixture.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const at = (text: string): number => Date.parse(text);
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

const site = siteOf({
  LOAD: { subsystem: 'electrical', role: 'load', points: { energy: counter() } },
  RACK: { subsystem: 'electrical', role: 'it', points: { energy: counter('Wh') } },
  HOST: { subsystem: 'thermal-l3', points: { heat: counter('kWht') } },
});

function billingOf(history: EnergyHistory, now: number, runtime: SiteRuntime = site): EnergyBilling {
  return new EnergyBilling({ history, site: runtime, clock: new ManualClock(now) });
}

/** A counter that rises by `step` a minute. */
function steady(from: number, minutes: number, step: number): Samples {
  return Array.from({ length: minutes }, (_, minute) => [from + minute * minuteMs, minute * step]);
}

const rowsOf = ({ rows }: EnergyReport) => [...rows];

describe('energy report', () => {
  const from = at('2026-02-21T06:00:00Z');
  const history = historyOf(
    new Map([
      [1, steady(from - minuteMs, 121, 2)],
      [2, steady(from - minuteMs, 61, 1500)],
      [3, steady(from - minuteMs, 61, 1)],
    ]),
  );
  const billing = billingOf(history, from + 2 * hourMs);
  const asked = { block_slug: 'block-01', start: '2026-02-21T06:00:00Z', end: '2026-02-21T07:00:00Z' };

  it('has a row for each sensor and five minutes, and a total of the counted ones', async () => {
    const report = await billing.report('electrical', asked);
    assert.deepEqual(report.head, {
      block_slug: 'block-01',
      start: '2026-02-21T06:00:00Z',
      end: '2026-02-21T07:00:00Z',
      total: 120,
      row_count: 24,
      limit: 100_000,
      offset: 0,
      next_offset: null,
    });
    const rows = rowsOf(report);
    assert.deepEqual(
      rows.slice(0, 3).map(({ bucket, sensor_tag: tag, value, counted }) => [bucket, tag, value, counted]),
      [
        ['2026-02-21T06:00:00Z', 'LOAD.energy', 10, true],
        ['2026-02-21T06:00:00Z', 'RACK.energy', 7.5, false],
        ['2026-02-21T06:05:00Z', 'LOAD.energy', 10, true],
      ],
    );
    assert.deepEqual(rows[1], {
      bucket: '2026-02-21T06:00:00Z',
      sensor_id: 2,
      sensor_tag: 'RACK.energy',
      equipment_tag: 'RACK',
      block_slug: 'block-01',
      site_slug: 'wlce',
      value: 7.5,
      unit: 'kWh',
      sample_count: 5,
      quality_good_ratio: 1,
      kwh_value: 7.5,
      metering_role: 'it',
      subsystem: 'electrical',
      direction: 'import',
      source: 'counter',
      counted: false,
    });
  });

  it('has heat apart', async () => {
    const report = await billing.report('thermal', asked);
    const [row] = rowsOf(report);
    assert.deepEqual([report.head.total, report.head.row_count], [60, 12]);
    assert.deepEqual([row?.unit, row?.value, row?.kwht_value, row?.kwh_value], ['kWht', 5, 5, undefined]);
  });

  it('knows no block of a site that the key may not see', async () => {
    const { head } = await billing.report('electrical', asked, new Set(['WLCE']));
    assert.equal(head.block_slug, 'block-01');
    await assert.rejects(billing.report('electrical', asked, new Set(['EAST'])), {
      code: 'unknown_block',
      status: 404,
    });
    assert.throws(() => billing.daily(asked, new Set(['EAST'])), { code: 'unknown_block' });
  });

  it('goes up to now', async () => {
    const { head } = await billing.report('electrical', { ...asked, end: undefined });
    assert.deepEqual([head.end, head.total], ['2026-02-21T08:00:00Z', 240]);
  });

  it('comes in pages that together are the whole, each with the total of the span', async () => {
    const whole = rowsOf(await billing.report('electrical', asked));
    const paged = [];
    for (let offset: number | null = 0; offset !== null;) {
      const page: EnergyReport = await billing.report('electrical', { ...asked, limit: '7', offset: String(offset) });
      assert.equal(page.head.total, 120);
      paged.push(...rowsOf(page));
      offset = page.head.next_offset;
    }
    assert.deepEqual(paged, whole);
  });

  it('has no total where nothing is metered', async () => {
    const bare = siteOf({ PUMP: { subsystem: 'thermal-l2', points: { speed: { unit: '%' } } } });
    const { head } = await billingOf(history, from + hourMs, bare).report('electrical', asked);
    assert.deepEqual([head.total, head.row_count], [null, 0]);
  });

  it('is refused rather than cut short', async () => {
    const year = Float64Array.from({ length: 100_001 }, (_, bucket) => from + bucket * 5 * minuteMs);
    const ones = new Float64Array(year.length).fill(1);
    const long: EnergyHistory = {
      series: ({ sensorId }) =>
        Promise.resolve({
          ...{ start: sensorId === 1 ? year : new Float64Array(0) },
          ...{ n: ones, good: ones, expected: ones, sum: ones, delta: ones },
        }),
    };
    const ask = (more: object): Promise<EnergyReport> =>
      billingOf(long, from + 366 * 24 * hourMs).report('electrical', { ...asked, end: undefined, ...more });
    await assert.rejects(ask({}), { code: 'too_many_rows', status: 400 });
    assert.equal((await ask({ limit: 10 })).head.total, 100_001);
    assert.equal(rowsOf(await ask({ offset: 100_000 })).length, 1);
  });

  const refused: [title: string, question: object, code: string][] = [
    ['no block', { block_slug: undefined }, 'bad_billing_query'],
    ['two blocks', { block_slug: ['a', 'b'] }, 'bad_billing_query'],
    ['an unknown block', { block_slug: 'block-99' }, 'unknown_block'],
    ['no start', { start: undefined }, 'bad_time'],
    ['an end before its start', { end: '2026-02-20' }, 'bad_time_range'],
    ['more than 366 days', { start: '2025-01-01' }, 'bad_time_range'],
    ['a limit of 0', { limit: 0 }, 'bad_billing_query'],
    ['a limit of too many', { limit: 100_001 }, 'bad_billing_query'],
    ['an offset that is no number', { offset: 'x' }, 'bad_billing_query'],
  ];
  for (const [title, changes, code] of refused) {
    it(`refuses ${title}`, async () => {
      await assert.rejects(billing.report('electrical', { ...asked, ...changes }), { code });
    });
  }
});

describe('conservation of energy', () => {
  const start = at('2026-10-23T22:00:00Z');
  const fiveMinutes = 5 * minuteMs;
  const buckets = 4 * 24 * 12;

  /** Four days around the end of summer time: rises, resets, gaps and bad samples. */
  const counters = fc
    .array(
      fc.record({
        gapMs: fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: 1000, max: 20 * minuteMs }) },
          { weight: 1, arbitrary: fc.integer({ min: hourMs, max: 30 * hourMs }) },
        ),
        rise: fc.integer({ min: 0, max: 5000 }),
        event: fc.constantFrom('rise', 'rise', 'rise', 'rise', 'reset', 'bad'),
      }),
      { minLength: 1, maxLength: 400 },
    )
    .map((steps): Samples => {
      let [ts, value] = [start - hourMs, 100_000];
      return steps.map(({ gapMs, rise, event }) => {
        ts += gapMs;
        value = event === 'reset' ? rise : value + rise;
        return [ts, event === 'bad' ? null : value / 100];
      });
    });

  it('holds over any span of five-minute values', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: buckets - 1 }), fc.integer({ min: 1, max: buckets }));
    return fc.assert(
      fc.asyncProperty(counters, span, async (samples, [first, length]) => {
        const [from, until] = [start + first * fiveMinutes, start + (first + length) * fiveMinutes];
        const billing = billingOf(historyOf(new Map([[1, samples]])), until);
        const report = await billing.report('electrical', {
          block_slug: 'block-01',
          start: new Date(from).toISOString(),
          end: new Date(until).toISOString(),
        });
        const values = rowsOf(report).filter(({ counted }) => counted);
        const expected = rounded(countedIn(samples, from, until));
        assert.equal(rounded(report.head.total ?? NaN), expected);
        assert.equal(rounded(values.reduce((sum, { value }) => sum + value, 0)), expected);
      }),
      { numRuns: 60 },
    );
  });

  for (const timeZone of ['Europe/London', 'Australia/Lord_Howe']) {
    it(`holds over days of the clocks of ${timeZone}`, () => {
      const runtime = siteOf({ LOAD: { role: 'load', points: { energy: counter() } } }, timeZone);
      return fc.assert(
        fc.asyncProperty(counters, async (samples) => {
          const now = start + 5 * 24 * hourMs;
          const billing = billingOf(historyOf(new Map([[1, samples]])), now, runtime);
          const days = await billing.daily({ block_slug: 'block-01', start: '2026-10-22', end: '2026-10-29' });
          const dayOf = (ts: number): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(ts);
          const edges = samples.map(([ts]) => ts);
          for (const { day, electrical_kwh: kwh } of days) {
            const own = edges.filter((ts) => dayOf(ts) === day);
            const counted = own.length === 0 ? 0 : countedIn(samples, own[0]!, own.at(-1)! + 1);
            assert.equal(rounded(kwh ?? 0), rounded(counted), day);
          }
        }),
        { numRuns: 40 },
      );
    });
  }
});

describe('daily energy', () => {
  const from = at('2026-02-20T00:00:00Z');
  const minutes = 3 * 24 * 60;
  const billing = billingOf(
    historyOf(
      new Map([
        [1, steady(from - minuteMs, minutes, 2)],
        [2, steady(from - minuteMs, minutes, 1600)],
        [3, steady(from - minuteMs, minutes, 1)],
      ]),
    ),
    from + 60 * hourMs,
  );

  it('has the figures of each day, of the running one so far', async () => {
    const days = await billing.daily({ block_slug: 'block-01', start: '2026-02-20', end: '2026-02-23' });
    const place = { block_slug: 'block-01', site_slug: 'wlce' };
    const noRejection = { thermal_kwht_rejected: 'the block has no heat meter at its rejection' };
    const ratios = { heat_recovery_ratio: 0.5, pue_estimate: 1.25, thermal_kwht_rejected: null, reasons: noRejection };
    const day = (date: string): object => ({
      ...{ day: date, ...place, electrical_kwh: 2880, thermal_kwht_recovered: 1440, ...ratios, complete: true },
    });
    assert.deepEqual(days.slice(0, 2), [day('2026-02-20'), day('2026-02-21')]);
    assert.deepEqual([days.length, days[2]?.day, days[2]?.complete], [3, '2026-02-22', false]);
  });

  it('leaves out days that have not begun', async () => {
    const days = await billing.daily({ block_slug: 'block-01', start: '2026-02-22', end: '2026-03-22' });
    assert.deepEqual(
      days.map(({ day }) => day),
      ['2026-02-22'],
    );
  });
});
