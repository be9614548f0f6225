import assert from 'node:assert/strict';
import { HistoryService } from '../../../../nodes/history/index.ts';
import { Bus, Frame, PointIndex } from '../../../../nodes/site/index.ts';
import { answerFunction } from '../../../../nodes/tables/answer-function.ts';
import {
  meterReadingsFunction,
  type MeterSeriesSource,
} from '../../../../nodes/tables/functions/meter-readings-function.ts';
import { meterSources } from '../../../../nodes/tables/readings/meter-sources.ts';
import { ManualClock } from '../../../support/manual-clock.ts';
import { memoryConnection } from '../../../support/store-engines.ts';
import { ConnectedStore, historyModules } from '../../history/history.fixture.ts';

const uuid = '123e4567-e89b-12d3-a456-426614174001';
const minuteMs = 60_000;
const point = { description: '', safetyRequired: false, periodMs: minuteMs };
const index = new PointIndex('meter-01', [
  { ...point, name: 'power', unit: 'kW', role: 'power', sensorId: 41 },
  { ...point, name: 'energy_import', unit: 'kWh', role: 'energy_import', counter: true, sensorId: 42 },
  { ...point, name: 'voltage_l1', unit: 'V', sensorId: 43 },
  { ...point, name: 'voltage_l2', unit: 'V', sensorId: 44 },
  { ...point, name: 'voltage_l3', unit: 'V', sensorId: 45 },
]);
const meter: MeterSeriesSource = { deviceUuid: uuid, index, sources: meterSources(index) };

const clock = new ManualClock(Date.UTC(2026, 1, 21, 12));
const start = clock.now();

/** A history with one reading a minute from 12:00 on: constant power, and a counter that is reset at 12:20. */
async function measuredHour(): Promise<HistoryService> {
  const bus = new Bus((text) => assert.fail(text));
  const store = new ConnectedStore(memoryConnection(historyModules)).asStore();
  const limits = { maxRawBytes: 1e9, maxHeldMs: 3_600_000, heldFromSeq: () => null };
  const history = await HistoryService.start({ store, bus, clock, ...limits, report: (text) => assert.fail(text) });
  for (let minute = 0; minute <= 60; minute += 1) {
    const energy = minute < 20 ? 1000 + minute : minute - 20;
    const values = Float64Array.of(60, energy, 230, 231, 232);
    const quality = new Uint8Array(5);
    const fields = {
      siteId: 'W',
      deviceId: 'meter-01',
      cycle: minute,
      durationMs: 1,
      origin: 'polled',
      index,
    } as const;
    bus.publish(new Frame({ ...fields, ts: clock.now(), values, quality }));
    await history.settle();
    clock.advance(minuteMs);
  }
  clock.advance(10 * minuteMs);
  for (let turn = 0; turn < 5; turn += 1) await history.settle();
  return history;
}

describe('functions of meter readings', () => {
  let history: HistoryService;
  before(async () => (history = await measuredHour()));
  after(() => history.stop());

  const iso = (ms: number): string => new Date(ms).toISOString();

  async function rows(minutes: 5 | 30, body: object, search = ''): Promise<Record<string, unknown>[]> {
    const options = { history, clock, meters: () => Promise.resolve([meter]) };
    const tableFunction = meterReadingsFunction(minutes, options);
    const answer = await answerFunction({ tableFunction, request: { search, body }, scope: undefined });
    return JSON.parse(answer.body) as Record<string, unknown>[];
  }

  const span = () => ({ start_time: iso(start), end_time: iso(start + 30 * minuteMs), device_ids: [uuid] });

  it('has a row for each bucket that starts within the span, both ends included', async () => {
    const found = await rows(5, span());
    assert.deepEqual(
      found.map((row) => row['time_b']),
      Array.from({ length: 7 }, (_, at) => iso(start + at * 5 * minuteMs)),
    );
    assert.deepEqual(Object.keys(found[0] ?? {}).length, 35);
  });

  it('averages what flows, and takes the line voltage from the phases', async () => {
    const [first] = await rows(5, span());
    assert.equal(first!['power_total_active_avg'], 60);
    assert.equal(first!['voltage_line_average_avg'], Number((231 * Math.sqrt(3)).toPrecision(12)));
    assert.equal(first!['frequency_avg'], null);
    assert.equal(first!['energy_imported_active_min'], 1000);
  });

  it('sums to what the counter counted, over the edges of buckets and a reset', async () => {
    const sum = (found: readonly Record<string, unknown>[]): number =>
      found.reduce((total, row) => total + Number(row['energy_imported_active_delta']), 0);
    // Up to the reading at 12:59: 19 kWh before the reset at 12:20, where it starts from 0, and 39 after.
    const hour = { start_time: iso(start), end_time: iso(start + 59 * minuteMs) };
    assert.equal(sum(await rows(5, hour)), 58);
    assert.equal(sum(await rows(30, hour)), 58);
    const deltas = (await rows(30, hour)).map((row) => row['energy_imported_active_delta']);
    assert.deepEqual(deltas, [28, 30]);
  });

  it('gives a bucket the same figures whatever span is asked', async () => {
    const [, second] = await rows(5, span());
    const [alone] = await rows(5, { ...span(), start_time: iso(start + 5 * minuteMs) });
    assert.deepEqual(alone, second);
  });

  it('knows devices by list, or all by null', async () => {
    assert.equal((await rows(5, { ...span(), device_ids: null })).length, 7);
    assert.deepEqual(await rows(5, { ...span(), device_ids: [] }), []);
    const options = { history, clock, meters: () => Promise.resolve([meter]) };
    const request = {
      search: `start_time=${iso(start)}&end_time=${iso(start)}&device_ids={${uuid}}&select=time_b`,
      body: undefined,
    };
    const { body } = await answerFunction({
      tableFunction: meterReadingsFunction(5, options),
      request,
      scope: undefined,
    });
    assert.equal(body, `[{"time_b":"${iso(start)}"}]`);
  });

  it('filters, orders and pages its rows', async () => {
    const found = await rows(5, span(), 'select=time_b&order=time_b.desc&limit=1&energy_imported_active_delta=gt.4');
    assert.deepEqual(found, [{ time_b: iso(start + 30 * minuteMs) }]);
  });

  for (const [body, code] of [
    [{ nope: 1 }, 'PGRST202'],
    [{ start_time: 'soon' }, '22007'],
    [{ device_ids: ['x'] }, '22P02'],
    [[], 'PGRST102'],
    [{ start_time: '1970-01-01' }, '54001'],
  ] as const) {
    it(`refuses ${JSON.stringify(body)} as ${code}`, async () => {
      await assert.rejects(rows(5, body), { code });
    });
  }
});
