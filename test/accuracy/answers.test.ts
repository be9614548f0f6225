import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { until as waitUntil } from '../faults/support/wait.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/http.ts';
import { report } from './data-files.ts';
import { counterBefore, demandChargeOf, type Interval, localDay, localTime, meansOf, type MinuteReading, priceAt, type Price, risesOf, sum } from './recompute.ts'; // prettier-ignore

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Answers have ten digits. */
const tolerance = 2e-9;
const steps = { '1min': minuteMs, '5min': 5 * minuteMs, '15min': 15 * minuteMs, '1hour': hourMs, '1day': dayMs };

interface Site {
  readonly factories: readonly { uuid: string; timezone: string; holidays?: readonly string[] }[];
  readonly machines: readonly { uuid: string; name: string; factory: string; device: string; department: string }[];
  readonly sensors: readonly { id: number; device: string; point: string }[];
  readonly tariffs: readonly Price[];
  readonly carbonFactors: readonly { factory?: string; kgPerKwh: number | readonly number[] }[];
}
interface Point {
  readonly timestamp: string;
  readonly value: number | null;
}
interface Machine {
  readonly uuid: string;
  readonly name: string;
  readonly factory: string;
  readonly timeZone: string;
  readonly energy: readonly MinuteReading[];
  readonly power: readonly MinuteReading[];
  /** Null for a machine that makes no pieces. */
  readonly pieces: readonly MinuteReading[] | null;
}

const site = parse(readFileSync(path.resolve(import.meta.dirname, '../../sites/demo.yaml'), 'utf8')) as Site;

describe('the answers about energy, recomputed from single readings', function () {
  this.timeout(240_000);
  let gateway: TestGateway;
  let machines: readonly Machine[];
  /** Two UTC days that lie in the past as a whole. */
  let from: number;
  let until: number;
  let worst = 0;

  async function get<Body>(url: string, question: Readonly<Record<string, string>>): Promise<Body> {
    const { status, json, text } = await ask({ port: gateway.port, path: `${url}?${new URLSearchParams(question).toString()}` }); // prettier-ignore
    assert.equal(status, 200, `${url} ${JSON.stringify(question)}: ${text.slice(0, 300)}`);
    return json as Body;
  }

  async function readingsOf(device: string, point: string): Promise<readonly MinuteReading[] | null> {
    const sensor = site.sensors.find((each) => each.device === device && each.point === point);
    if (!sensor) return null;
    const range = { start: iso(from - dayMs), end: iso(until + dayMs), agg: '1min' };
    type Row = { bucket: string; val_last: number; val_avg: number; sample_count: number };
    const { data } = await get<{ data: Row[] }>('/api/v1/telemetry', { sensor_id: String(sensor.id), ...range });
    return data.map(({ bucket, val_last: last, val_avg: mean, sample_count: samples }) => ({ start: Date.parse(bucket), last, mean, samples })); // prettier-ignore
  }

  function agree(found: number | null | undefined, expected: number, what: string): void {
    const difference = Math.abs((found ?? NaN) - expected) / Math.max(1, Math.abs(expected));
    assert.ok(difference <= tolerance, `${what}: answered ${String(found)}, recomputed ${expected}`);
    worst = Math.max(worst, difference);
  }

  function agreeAll(found: readonly Point[], expected: readonly Interval[], what: string): void {
    const measured = expected.filter(({ value }) => Number.isFinite(value));
    assert.deepEqual(found.map(({ timestamp }) => Date.parse(timestamp)), measured.map(({ start }) => start), what); // prettier-ignore
    for (const [row, { value, start }] of measured.entries()) agree(found[row]?.value, value, `${what} ${iso(start)}`);
  }

  before(async () => {
    gateway = await startGateway({ env: { SIMULATED_HISTORY_DAYS: '4' } });
    const isComplete = () => gateway.logs().includes('The simulated history is complete');
    await waitUntil(isComplete, { what: 'the simulated past', withinMs: 120_000 });
    until = Math.floor(Date.now() / dayMs) * dayMs - dayMs;
    from = until - dayMs;
    machines = await Promise.all(
      site.machines.map(async ({ uuid, name, factory, device }) => {
        const timeZone = site.factories.find((each) => each.uuid === factory)!.timezone;
        const [energy, power, pieces] = await Promise.all(['energy', 'power', 'production_count'].map((point) => readingsOf(device, point))); // prettier-ignore
        return { uuid, name, factory, timeZone, energy: energy!, power: power!, pieces: pieces! };
      }),
    );
  });
  beforeEach(() => (worst = 0));
  afterEach(function () {
    report('largest relative difference', worst, `at most ${tolerance}: ${this.currentTest?.title ?? ''}`);
  });
  after(() => gateway.stop());

  it('series of all machines and intervals', async () => {
    for (const { uuid, name, energy, power, pieces } of machines) {
      for (const [interval, stepMs] of Object.entries(steps)) {
        const question = { machine_id: uuid, start_time: iso(from), end_time: iso(until), interval };
        const series = (metric: string) => get<{ data_points: Point[] }>(`/api/v1/timeseries/${metric}`, question);
        const used = risesOf(energy, from, until, stepMs);
        agreeAll((await series('energy')).data_points, used, `energy of ${name}, ${interval}`);
        // Minutes have means with six decimals.
        const means = meansOf(power, from, until, stepMs);
        const { data_points: powers } = await series('power');
        assert.equal(powers.length, means.length);
        for (const [row, { value }] of means.entries()) {
          assert.ok(Math.abs((powers[row]?.value ?? NaN) - value) <= 2e-6, `power of ${name}, ${interval}`);
        }
        const { data_points: secs } = await series('sec');
        const made = pieces ? risesOf(pieces, from, until, stepMs) : [];
        for (const [row, { value }] of used.entries()) {
          const count = made[row]?.value ?? 0;
          if (count > 0) agree(secs[row]?.value, value / count, `SEC of ${name}, ${interval}`);
          else assert.equal(secs[row]?.value, null);
        }
      }
    }
  });

  it('energies of several machines', async () => {
    const ids = machines.map(({ uuid }) => uuid).join();
    const question = { machine_ids: ids, start_time: iso(from), end_time: iso(until), interval: '15min' };
    type Body = { machines: { total_energy: number; data_points: Point[] }[] };
    const { machines: found } = await get<Body>('/api/v1/timeseries/multi-machine/energy', question);
    for (const [row, { energy, name }] of machines.entries()) {
      agreeAll(found[row]!.data_points, risesOf(energy, from, until, steps['15min']), `energy of ${name}`);
      agree(found[row]!.total_energy, counterBefore(energy, until) - counterBefore(energy, from), `energy of ${name}`);
    }
  });

  it('key figures of all machines', async () => {
    for (const { uuid, name, factory, timeZone, energy, pieces } of machines) {
      type Figures = { sec: Valued; peak_demand: Valued & { timestamp: string }; load_factor: Valued; energy_cost: Valued & { demand_charge: number }; carbon_intensity: Valued }; // prettier-ignore
      type Valued = { value: number | null };
      type Body = { kpis: Figures; totals: { total_energy_kwh: number; total_production_units: number | null } };
      const { kpis, totals } = await get<Body>('/api/v1/kpi/all', { machine_id: uuid, start: iso(from), end: iso(until) }); // prettier-ignore
      const quarters = risesOf(energy, from, until, steps['15min']);
      const kwh = sum(quarters.map(({ value }) => value));
      agree(totals.total_energy_kwh, kwh, `energy of ${name}`);
      if (pieces) {
        const made = counterBefore(pieces, until) - counterBefore(pieces, from);
        assert.equal(totals.total_production_units, made);
        agree(kpis.sec.value, kwh / made, `SEC of ${name}`);
      } else {
        assert.deepEqual([totals.total_production_units, kpis.sec.value], [null, null]);
      }
      const peakKw = 4 * Math.max(...quarters.map(({ value }) => value));
      agree(kpis.peak_demand.value, peakKw, `peak of ${name}`);
      agree(kpis.load_factor.value, kwh / 24 / peakKw, `load factor of ${name}`);

      const holidays = site.factories.find((each) => each.uuid === factory)?.holidays ?? [];
      const prices = site.tariffs.filter((tariff) => tariff.factory === factory);
      const priced = quarters.map(({ start, value }) => {
        const local = localTime(start, timeZone);
        return { start, value, local, price: priceAt(prices, holidays, local) };
      });
      agree(kpis.energy_cost.value, sum(priced.map(({ value, price }) => value * price.ratePerKwh)), `cost of ${name}`);
      agree(kpis.energy_cost.demand_charge, demandChargeOf(priced, timeZone), `demand charge of ${name}`);
      const factors = site.carbonFactors.find((each) => each.factory === factory)!.kgPerKwh;
      const kg = priced.map(({ value, local }) => value * (typeof factors === 'number' ? factors : factors[local.hour]!)); // prettier-ignore
      agree(kpis.carbon_intensity.value, sum(kg), `carbon of ${name}`);
    }
  });

  it('the energy flow, which is conserved', async () => {
    const date = iso(from).slice(0, 10);
    type Link = { source: string; target: string; value: number };
    const { links, metadata } = await get<{ links: Link[]; metadata: { total_energy: number } }>('/api/v1/sankey/data', { date }); // prettier-ignore
    const into = (id: string): number => links.find(({ target }) => target === id)?.value ?? NaN;
    const kwhOf = ({ energy, timeZone }: Machine): number => {
      const day = localDay(date, timeZone);
      return counterBefore(energy, day.until) - counterBefore(energy, day.from);
    };
    for (const machine of machines) agree(into(`machine_${machine.uuid}`), kwhOf(machine), `flow to ${machine.name}`);
    for (const { uuid } of site.factories) {
      const own = machines.filter(({ factory }) => factory === uuid).map(kwhOf);
      agree(into(`factory_${uuid}`), sum(own), 'flow to a factory');
      agree(sum(links.filter(({ source }) => source === `factory_${uuid}`).map(({ value }) => value)), sum(own), 'flow from it'); // prettier-ignore
    }
    agree(metadata.total_energy, sum(machines.map(kwhOf)), 'all energy');
  });

  it('heat maps by local hour and day', async () => {
    const date = iso(from).slice(0, 10);
    for (const { uuid, name, timeZone, energy } of machines) {
      const question = { machine_id: uuid, start_date: date, end_date: date };
      const day = localDay(date, timeZone);
      type Cell = { hour: number; value: number };
      const { data: hours } = await get<{ data: Cell[] }>('/api/v1/heatmap/hourly', question);
      const expected = risesOf(energy, day.from, day.until, hourMs);
      assert.deepEqual(hours.map(({ hour }) => hour), expected.map(({ start }) => localTime(start, timeZone).hour)); // prettier-ignore
      for (const [row, { value }] of expected.entries()) agree(hours[row]?.value, value, `hour ${row} of ${name}`);
      const { data: days } = await get<{ data: Cell[] }>('/api/v1/heatmap/daily', question);
      agree(days[0]?.value, counterBefore(energy, day.until) - counterBefore(energy, day.from), `day of ${name}`);
    }
  });

  it('a comparison, ranked by what a piece took', async () => {
    const date = iso(from).slice(0, 10);
    const compared = machines.slice(0, 5);
    const figures = compared.map(({ uuid, timeZone, energy, pieces }) => {
      const day = localDay(date, timeZone);
      const rise = (readings: readonly MinuteReading[]) => counterBefore(readings, day.until) - counterBefore(readings, day.from); // prettier-ignore
      return { uuid, kwh: rise(energy), sec: pieces ? rise(energy) / rise(pieces) : Infinity };
    });
    const question = { machine_ids: compared.map(({ uuid }) => uuid).join(), start_date: date, end_date: date };
    type Row = { machine_id: string; rank: number | null; metrics: { total_energy: number; sec: number | null } };
    const { machines: rows, best_performer: best } = await get<{ machines: Row[]; best_performer: string }>('/api/v1/comparison/machines', question); // prettier-ignore
    const ranked = figures.toSorted((a, b) => a.sec - b.sec);
    assert.equal(best, ranked[0]?.uuid);
    for (const { machine_id, rank, metrics } of rows) {
      const { kwh, sec } = figures.find(({ uuid }) => uuid === machine_id)!;
      agree(metrics.total_energy, kwh, 'energy');
      if (Number.isFinite(sec)) agree(metrics.sec, sec, 'SEC');
      assert.equal(rank, Number.isFinite(sec) ? 1 + ranked.findIndex(({ uuid }) => uuid === machine_id) : null);
    }
  });

  it('minutes that were polled, from their raw samples', async () => {
    const now = Date.now();
    const start = Math.ceil((now + 2000) / minuteMs) * minuteMs;
    // Two whole minutes, and a little for the second to be closed.
    await new Promise((resolve) => setTimeout(resolve, start + 2 * minuteMs + 8000 - now));
    const [machine] = site.machines;
    const sensor = site.sensors.find(({ device, point }) => device === machine!.device && point === 'energy')!;
    const question = {
      sensor_id: String(sensor.id),
      start: iso(start - 5000),
      end: iso(start + 2 * minuteMs),
      agg: 'raw',
    };
    const { data } = await get<{ data: { bucket: string; val_last: number }[] }>('/api/v1/telemetry', question);
    const samples = data.map(({ bucket, val_last: last }) => ({
      start: Date.parse(bucket),
      last,
      mean: last,
      samples: 1,
    }));
    const range = { start_time: iso(start), end_time: iso(start + 2 * minuteMs), interval: '1min' };
    const { data_points: found } = await get<{ data_points: Point[] }>('/api/v1/timeseries/energy', { machine_id: machine!.uuid, ...range }); // prettier-ignore
    agreeAll(found, risesOf(samples, start, start + 2 * minuteMs, minuteMs), 'polled energy');
  });
});

function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
