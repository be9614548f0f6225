import {
  type Clock,
  defineErrors,
  defineService,
  type InputFault,
  isoUtc,
  type Question,
  wholeNumberOf,
} from '../kernel/index.ts';
import { type TimeRange, timeRangeOf } from '../history/index.ts';
import { type Block, directoryOf, type SiteRuntime } from '../site/index.ts';
import { type DayFigures, dayFigures, daySums } from './daily-energy.ts';
import { type EnergyRow, energyRows, type Place, totalKwh } from './energy-rows.ts';
import { type EnergyKind, type EnergySensor, energySensorsOf } from './energy-sensors.ts';
import { bucketMs, type EnergyHistory, type EnergySeries, type EnergyTier, readEnergy } from './energy-series.ts';
import { type LocalDay, localDaysIn } from './local-days.ts';

export interface EnergyReportHead {
  readonly block_slug: string;
  readonly start: string;
  readonly end: string;
  /** Energy of the counted rows of the whole span, whatever the page; null when nothing is metered. */
  readonly total: number | null;
  /** Rows of the whole span. */
  readonly row_count: number;
  readonly limit: number;
  readonly offset: number;
  /** Where the next page starts; null on the last one. */
  readonly next_offset: number | null;
}

/** Body of `GET /api/v1/billing/kwh` and `/kwht`, its rows made as they are read. */
export interface EnergyReport {
  readonly head: EnergyReportHead;
  readonly rows: Iterable<EnergyRow>;
}

/** An element of `GET /api/v1/billing/energy-daily`. */
export interface DailyEnergyBody extends DayFigures {
  /** Date in the time zone of the site. */
  readonly day: string;
  readonly block_slug: string;
  readonly site_slug: string;
  /** False while the day runs. */
  readonly complete: boolean;
}

export interface EnergyBillingOptions {
  readonly history: EnergyHistory;
  readonly site: SiteRuntime;
  readonly clock: Clock;
}

const maxRows = 100_000;
/** By then the last bucket of a day is closed in every tier. */
const settleMs = 2 * bucketMs.agg_1hour;

const errors = defineErrors({
  bad_billing_query: {
    status: 422,
    message: ({ field, limit, value }) =>
      `${String(field)} must be ${String(limit)}, found ${value === undefined ? 'nothing' : JSON.stringify(value)}.`,
  },
  too_many_rows: {
    status: 400,
    message: ({ limit, value }) =>
      `The span has ${String(value)} rows, more than ${String(limit)}: shorten it, or ask for pages with limit and offset.`,
  },
});

/** The billing of the running gateway. */
export const energyBilling = defineService<EnergyBilling>('billing');

/** Energy of the blocks of a site, from the history's counters. */
export class EnergyBilling {
  readonly #history: EnergyHistory;
  readonly #site: SiteRuntime;
  readonly #clock: Clock;

  constructor({ history, site, clock }: EnergyBillingOptions) {
    this.#history = history;
    this.#site = site;
    this.#clock = clock;
  }

  get blocks(): readonly Block[] {
    return this.#site.model.blocks;
  }

  /**
   * Five-minute energy of `block_slug` from `start` up to `end` (now unless given), of which `limit` and `offset` take a
   * page. Whoever asks sees the blocks of `sites`, all when left out. Throws `unknown_block`, `bad_billing_query`, `bad_time`, `bad_time_range`, `too_many_rows`.
   */
  async report(kind: EnergyKind, question: Question, sites?: ReadonlySet<string>): Promise<EnergyReport> {
    const block = this.#blockOf(question, sites);
    const range = timeRangeOf(question, this.#clock.now());
    const sensors = this.#sensorsOf(block).filter((sensor) => sensor.kind === kind);
    const series = await this.#read(sensors, 'agg_5min', range);
    const rowCount = series.reduce((count, { start }) => count + start.length, 0);
    const page = pageOf(question, rowCount);
    const isMetered = sensors.some(({ counted }) => counted);
    const end = page.offset + page.limit;
    return {
      head: {
        block_slug: block.slug,
        start: isoUtc(range.from),
        end: isoUtc(range.until),
        total: isMetered ? totalKwh(series) : null,
        row_count: rowCount,
        ...page,
        next_offset: end < rowCount ? end : null,
      },
      rows: energyRows(series, this.#placeOf(block), page),
    };
  }

  /**
   * Figures of `block_slug` for each day, in the time zone of its site, whose noon lies in the range of `start` and `end`.
   * Throws `unknown_block`, `bad_billing_query`, `bad_time`, `bad_time_range`.
   */
  daily(question: Question, sites?: ReadonlySet<string>): Promise<readonly DailyEnergyBody[]> {
    const block = this.#blockOf(question, sites);
    const { from, until } = timeRangeOf(question, this.#clock.now());
    const now = this.#clock.now();
    const days = localDaysIn(this.timeZoneOf(block), from, until).filter(({ start }) => start < now);
    return this.dailyOf(block, days);
  }

  /** Figures of a block for days that follow each other. */
  async dailyOf(block: Block, days: readonly LocalDay[]): Promise<readonly DailyEnergyBody[]> {
    const settled = days.filter(({ end }) => end + settleMs <= this.#clock.now());
    const recent = days.slice(settled.length);
    // Hours are twelve times fewer; they do where every day starts on one.
    const coarse = settled.every(({ start, end }) => isWholeHour(start) && isWholeHour(end));
    const past = await this.#figuresOf(block, settled, coarse ? 'agg_1hour' : 'agg_5min');
    return [...past, ...(await this.#figuresOf(block, recent, 'agg_5min'))];
  }

  /** Of the block's site. */
  timeZoneOf(block: Block): string {
    return this.#site.model.sites.find(({ code }) => code === block.site)?.timezone ?? 'UTC';
  }

  async #figuresOf(block: Block, days: readonly LocalDay[], tier: EnergyTier): Promise<DailyEnergyBody[]> {
    const [first, last] = [days[0], days.at(-1)];
    if (!first || !last) return [];
    const now = this.#clock.now();
    const series = await this.#read(this.#sensorsOf(block), tier, { from: first.start, until: last.end });
    const sums = series.map((each) => daySums(each, days, bucketMs[tier], now));
    const { blockSlug, siteSlug } = this.#placeOf(block);
    return days.map(({ day, end }, position) => ({
      day,
      block_slug: blockSlug,
      site_slug: siteSlug,
      ...dayFigures(sums.flatMap((ofSensor) => ofSensor[position] ?? [])),
      complete: end <= now,
    }));
  }

  /** One after the other: a long span of many sensors is never in memory at once with all its columns. */
  async #read(sensors: readonly EnergySensor[], tier: EnergyTier, range: TimeRange): Promise<EnergySeries[]> {
    const series: EnergySeries[] = [];
    for (const sensor of sensors) series.push(await readEnergy(this.#history, sensor, tier, range));
    return series;
  }

  #sensorsOf(block: Block): readonly EnergySensor[] {
    return energySensorsOf(directoryOf(this.#site), block);
  }

  #blockOf(question: Question, sites: ReadonlySet<string> | undefined): Block {
    const slug = question['block_slug'];
    if (typeof slug === 'string' && slug !== '') return directoryOf(this.#site, sites).block(slug);
    throw errors.bad_billing_query({ field: 'block_slug', limit: 'the slug of a block', value: slug, place: 'query' });
  }

  #placeOf(block: Block): Place {
    const site = this.#site.model.sites.find(({ code }) => code === block.site);
    return { blockSlug: block.slug, siteSlug: site?.slug ?? block.site };
  }
}

function pageOf(question: Question, rowCount: number): { readonly limit: number; readonly offset: number } {
  const refuse = (fault: InputFault): Error => errors.bad_billing_query({ ...fault, place: 'query' });
  const offset = wholeNumberOf(question, 'offset', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 }, refuse);
  const limit = wholeNumberOf(question, 'limit', { min: 1, max: maxRows, otherwise: maxRows }, refuse);
  // A bill that was cut short without a word would be wrong.
  if (question['limit'] === undefined && rowCount - offset > maxRows) {
    throw errors.too_many_rows({ field: 'start', limit: maxRows, value: rowCount });
  }
  return { limit, offset };
}

function isWholeHour(epochMs: number): boolean {
  return epochMs % bucketMs.agg_1hour === 0;
}
