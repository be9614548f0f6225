import assert from 'node:assert/strict';
import { analyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import { type Baselines, baselines } from '../../../nodes/analytics/baseline/baselines.ts';
import energyView from '../../../nodes/analytics/energy-view.ts';
import { setIdentity } from '../../../nodes/kernel/index.ts';
import type { Machine } from '../../../nodes/site/index.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { contextOf, factoryIds, machineIds, sensorOf } from './context.fixture.ts';
import type { ReadingAt } from './machine.fixture.ts';

/** Midnight in Los Angeles and 9:00 in Berlin, on a day of 24 hours. */
const start = Date.parse('2025-10-14T07:00:00Z');
const hourMs = 3_600_000;
const minutes = 2 * 1440;
const counting =
  (kw: number): ReadingAt =>
  (minute) =>
    (kw * minute) / 60;
const steady =
  (value: number | null): ReadingAt =>
  () =>
    value;

/** 60, 30 and 120 kW; the compressors make a piece a minute and half a piece. */
const readings = new Map<number, ReadingAt>([
  [sensorOf('Compressor-1', 'energy'), counting(60)],
  [sensorOf('Compressor-1', 'power'), steady(60)],
  [sensorOf('Compressor-1', 'voltage'), steady(415)],
  [sensorOf('Compressor-1', 'current'), steady(82.3)],
  [sensorOf('Compressor-1', 'power_factor'), steady(0.88)],
  [sensorOf('Compressor-1', 'frequency'), steady(null)],
  [sensorOf('Compressor-1', 'production_count'), counting(60)],
  [sensorOf('HVAC-Main', 'energy'), counting(30)],
  [sensorOf('Compressor-EU-1', 'energy'), counting(120)],
  [sensorOf('Compressor-EU-1', 'production_count'), counting(30)],
  [sensorOf('Meter-1', 'energy'), counting(100)],
]);
const range = { start_time: '2025-10-14T07:00:00Z', end_time: '2025-10-14T13:00:00Z' };
const { compressor, hvac, european } = machineIds;

type Body = Record<string, unknown>;

describe('energy-view node', () => {
  before(() => {
    const anomalies = [{ machineId: compressor, startedAt: start - hourMs, endedAt: start + 2 * hourMs }];
    analyticsContext.provide(contextOf({ start, minutes, readings, anomalies, faulted: ['HVAC-Main'] }));
    const judged = new Map([[compressor, new Set([start + 2 * hourMs])]]);
    const anomalousHours = ({ uuid }: Machine) => Promise.resolve(judged.get(uuid) ?? new Set<number>());
    baselines.provide({ anomalousHours } as unknown as Baselines);
  });
  after(() => {
    analyticsContext.withdraw();
    baselines.withdraw();
  });
  afterEach(() => TestFlow.close());

  const requestOf = (question: object) => ({ req: { query: question, params: {} } });
  async function answerTo(operation: string, question: object = {}): Promise<Body> {
    const flow = await TestFlow.ofNode(energyView, { operation });
    const { payload, statusCode } = await flow.ask('node', requestOf(question));
    assert.equal(statusCode, 200);
    return payload as Body;
  }
  async function refusalOf(operation: string, question: object): Promise<string> {
    const flow = await TestFlow.ofNode(energyView, { operation });
    const { code, message } = await flow.askForError('node', requestOf(question));
    await TestFlow.close();
    return `${code}: ${message}`;
  }

  it('lists machines by name, found by a part of name or type and by whether they run', async () => {
    const all = (await answerTo('machines')) as unknown as Body[];
    assert.deepEqual(
      all.map(({ name }) => name),
      ['Compressor-1', 'Compressor-EU-1', 'HVAC-Main'],
    );
    assert.deepEqual(all[0], {
      id: compressor,
      factory_id: factoryIds.california,
      name: 'Compressor-1',
      type: 'compressor',
      rated_power_kw: '55.00',
      is_active: true,
      factory_name: 'Demo Plant',
      factory_location: 'Silicon Valley',
      department: 'Hall',
    });
    await TestFlow.close();
    const namesOf = async (question: object) => {
      const found = (await answerTo('machines', question)) as unknown as Body[];
      await TestFlow.close();
      return found.map(({ name }) => name);
    };
    assert.deepEqual(await namesOf({ search: 'hVaC' }), ['HVAC-Main']);
    assert.deepEqual(await namesOf({ is_active: 'false' }), ['HVAC-Main']);
    assert.deepEqual(await namesOf({ is_active: 'true', search: 'eu' }), ['Compressor-EU-1']);
  });

  it('shows a key that is limited to some sites no machine and no factory of another', async () => {
    const request = requestOf({ machine_id: compressor });
    setIdentity(request.req, { keyId: 'k', scopes: new Set(['read']), sites: new Set(['EAST']), arrivedAt: 0 });
    const flow = await TestFlow.ofNode(energyView, { operation: 'machine' });
    assert.equal((await flow.askForError('node', request)).message.includes('Machine not found'), true);
    await TestFlow.close();
    const factories = await TestFlow.ofNode(energyView, { operation: 'sankey_factories' });
    const { payload } = await factories.ask('node', request);
    assert.deepEqual(
      (payload as Body[]).map(({ name }) => name),
      ['Europe Plant'],
    );
  });

  it('answers a series as the contract shows it', async () => {
    const body = await answerTo('energy', { machine_id: compressor, ...range, interval: '1hour' });
    assert.deepEqual(
      { ...body, data_points: (body['data_points'] as Body[]).slice(0, 2) },
      {
        machine_id: compressor,
        machine_name: 'Compressor-1',
        metric: 'energy',
        interval: '1hour',
        start_time: '2025-10-14T07:00:00+00:00',
        end_time: '2025-10-14T13:00:00+00:00',
        data_points: [
          // The first hour has no reading before it.
          { timestamp: '2025-10-14T07:00:00+00:00', value: 59, unit: 'kWh' },
          { timestamp: '2025-10-14T08:00:00+00:00', value: 60, unit: 'kWh' },
        ],
        total_points: 6,
        aggregation: 'sum',
      },
    );
  });

  it('answers powers as means, and an SEC that is null where nothing is made', async () => {
    const power = await answerTo('power', { machine_id: compressor, ...range, interval: '15min' });
    const { data_points: means, aggregation } = power as { data_points: Body[]; aggregation: string };
    assert.deepEqual([aggregation, means.length, means[0]?.['value'], means[0]?.['unit']], ['mean', 24, 60, 'kW']);
    await TestFlow.close();
    const sec = await answerTo('sec', { machine_id: hvac, start: range.start_time, end: range.end_time });
    assert.deepEqual([sec['interval'], sec['aggregation'], sec['total_points']], ['1hour', 'ratio', 6]);
    assert.ok((sec['data_points'] as Body[]).every(({ value, unit }) => value === null && unit === 'kWh/unit'));
  });

  it('answers the newest reading, null for what is not measured', async () => {
    assert.deepEqual(await answerTo('latest', { machine_id: compressor }), {
      machine_id: compressor,
      machine_name: 'Compressor-1',
      timestamp: '2025-10-16T06:59:00+00:00',
      power_kw: 60,
      energy_kwh: 1,
      energy_total_kwh: 2879,
      current_a: 82.3,
      voltage_v: 415,
      power_factor: 0.88,
      frequency_hz: null,
      temperature_c: null,
    });
  });

  it('answers the energies of several machines with their sums', async () => {
    const body = await answerTo('multi_machine_energy', { machine_ids: `${compressor},${hvac}`, ...range });
    const machines = body['machines'] as { total_energy: number; data_points: { value: number }[] }[];
    assert.deepEqual(
      machines.map(({ total_energy }) => total_energy),
      [359, 179.5],
    );
    for (const { total_energy, data_points } of machines) {
      assert.equal(
        data_points.reduce((sum, { value }) => sum + value, 0),
        total_energy,
      );
    }
  });

  it('answers the energy flow of a local day, with what no machine counted', async () => {
    const body = await answerTo('sankey', { factory_id: factoryIds.california, date: '2025-10-15' });
    const links = body['links'] as { source: string; target: string; value: number; percentage: number }[];
    assert.deepEqual(
      links.map(({ target, value }) => [target, value]),
      [
        [`factory_${factoryIds.california}`, 2400],
        [`dept_${factoryIds.california}_Hall`, 1440],
        [`machine_${compressor}`, 1440],
        [`dept_${factoryIds.california}_Utilities`, 720],
        [`machine_${hvac}`, 720],
        [`unmetered_${factoryIds.california}`, 240],
      ],
    );
    assert.deepEqual(body['metadata'], {
      date: '2025-10-15',
      total_energy: 2400,
      unit: 'kWh',
      factory_count: 1,
      machine_count: 2,
      machines_without_data: [],
    });
  });

  it('answers a heat map of local hours, in which the hours of an anomaly are flagged, found already or not', async () => {
    const question = { machine_id: compressor, start_date: '2025-10-14', end_date: '2025-10-15' };
    const hours = (await answerTo('heatmap_hourly', question))['data'] as Body[];
    assert.equal(hours.length, 48);
    assert.deepEqual(hours.slice(0, 4), [
      { date: '2025-10-14', hour: 0, timestamp: '2025-10-14T07:00:00+00:00', value: 59, anomaly: true },
      { date: '2025-10-14', hour: 1, timestamp: '2025-10-14T08:00:00+00:00', value: 60, anomaly: true },
      { date: '2025-10-14', hour: 2, timestamp: '2025-10-14T09:00:00+00:00', value: 60, anomaly: true },
      { date: '2025-10-14', hour: 3, timestamp: '2025-10-14T10:00:00+00:00', value: 60, anomaly: false },
    ]);
    await TestFlow.close();
    const days = (await answerTo('heatmap_daily', question))['data'];
    assert.deepEqual(days, [
      { date: '2025-10-14', value: 1439, anomaly: true },
      { date: '2025-10-15', value: 1440, anomaly: false },
    ]);
  });

  it('adds all machines up by the clocks of their factories', async () => {
    const question = { start_date: '2025-10-15', end_date: '2025-10-15' };
    const { data, machine_id } = await answerTo('heatmap_hourly', question);
    assert.equal(machine_id, null);
    assert.deepEqual((data as Body[])[0], { date: '2025-10-15', hour: 0, value: 210, anomaly: false });
    assert.equal((data as Body[]).length, 24);
  });

  it('compares machines over the local days of each, by what a piece took', async () => {
    const question = {
      machine_ids: [compressor, european, hvac].join(),
      start_date: '2025-10-15',
      end_date: '2025-10-15',
    };
    const body = await answerTo('comparison', { ...question, metrics: 'energy,cost' });
    assert.deepEqual(
      (body['machines'] as Body[]).map(({ machine_name, rank, metrics }) => [machine_name, rank, metrics]),
      [
        ['Compressor-1', 1, { total_energy: 1440, avg_power: 60, total_cost: 288, currency: 'USD' }],
        ['Compressor-EU-1', 2, { total_energy: 2880, avg_power: 120, total_cost: 864, currency: 'EUR' }],
        ['HVAC-Main', null, { total_energy: 720, avg_power: 30, total_cost: 144, currency: 'USD' }],
      ],
    );
    assert.deepEqual(
      [body['ranked_by'], body['best_performer'], body['worst_performer']],
      ['sec', compressor, european],
    );
    await TestFlow.close();
    const available = (await answerTo('comparison_available')) as unknown as Body[];
    assert.equal(available[2]?.['location'], 'Europe Plant - Utilities');
  });

  const day = { start_date: '2025-10-15', end_date: '2025-10-15' };
  const refusals: [operation: string, question: object, refusal: RegExp][] = [
    ['machine', { machine_id: 'x' }, /unknown_machine: .*Machine not found/],
    ['machines', { is_active: 'perhaps' }, /bad_value: .*is_active must be true or false/],
    ['energy', { machine_id: compressor, start_time: range.start_time }, /bad_value: .*end_time must be a time/],
    [
      'energy',
      { machine_id: compressor, start_time: range.end_time, end_time: range.start_time },
      /bad_time_range: .*Invalid time range/,
    ],
    ['energy', { machine_id: compressor, ...range, interval: '2min' }, /bad_value: .*interval must be 1min, 5min/],
    [
      'energy',
      { machine_id: compressor, start_time: '2024-10-15', end_time: '2025-10-15', interval: '1min' },
      /interval must be 1hour or longer for this period \(at most 10000 points\), found 1min/,
    ],
    [
      'energy',
      { machine_id: compressor, start_time: '2020-10-15', end_time: '2025-10-15' },
      /end_time must be at most 366 days after start_time/,
    ],
    [
      'energy',
      { machine_id: compressor, start_time: '2020-10-15', end_time: '2020-10-16' },
      /no_data: .*No data available for this period/,
    ],
    ['latest', { machine_id: european.replace('6', '9') }, /unknown_machine/],
    [
      'multi_machine_energy',
      { machine_ids: '', ...range },
      /bad_machine_count: .*machine_ids must name 1 to 10 machines, found 0/,
    ],
    ['multi_machine_energy', { machine_ids: `${compressor},nobody`, ...range }, /unknown_machine/],
    ['sankey', { factory_id: 'x' }, /unknown_factory: .*Factory not found/],
    ['sankey', { date: '2025-02-30' }, /bad_value: .*date must be a date as YYYY-MM-DD/],
    ['sankey', { date: '2020-02-20' }, /no_data/],
    ['heatmap_hourly', { start_date: '2025-10-15', end_date: '2025-10-14' }, /bad_time_range/],
    [
      'heatmap_daily',
      { start_date: '2024-10-01', end_date: '2025-10-14' },
      /end_date must be within 366 days from start_date on/,
    ],
    [
      'comparison',
      { machine_ids: compressor, ...day },
      /bad_machine_count: .*machine_ids must name 2 to 5 machines, found 1/,
    ],
    [
      'comparison',
      { machine_ids: `${compressor},${hvac}`, ...day, metrics: 'energy,beauty' },
      /metrics must be of energy, power, sec, cost, found beauty/,
    ],
  ];
  for (const [operation, question, refusal] of refusals) {
    it(`refuses ${operation} of ${JSON.stringify(question)}`, async () => {
      assert.match(await refusalOf(operation, question), refusal);
    });
  }
});
