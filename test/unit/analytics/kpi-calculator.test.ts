import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyticsContext } from '../../../nodes/analytics/analytics-context.ts';
import kpiCalculator from '../../../nodes/analytics/kpi-calculator.ts';
import { TestFlow } from '../../support/node-runtime.ts';
import { contextOf, machineIds, sensorOf } from './context.fixture.ts';
import type { ReadingAt } from './machine.fixture.ts';

const start = Date.parse('2025-10-14T07:00:00Z');
const question = { machine_id: machineIds.compressor, start: '2025-10-14T07:15:00Z', end: '2025-10-15T07:00:00Z' };

/** Counters that have risen by so much after each minute. */
function counterOf(steps: readonly number[]): ReadingAt {
  let count = 0;
  const counts = steps.map((step) => (count += step));
  return (minute) => counts[minute % counts.length]! + Math.floor(minute / counts.length) * count;
}

function provide(kwhSteps: readonly number[], pieceSteps: readonly number[]): void {
  const readings = new Map([
    [sensorOf('Compressor-1', 'energy'), counterOf(kwhSteps)],
    [sensorOf('Compressor-1', 'production_count'), counterOf(pieceSteps)],
  ]);
  analyticsContext.provide(contextOf({ start, minutes: 1440, readings }));
}

interface Kpis {
  readonly kpis: Record<'sec' | 'peak_demand' | 'load_factor' | 'energy_cost' | 'carbon_intensity', { value: number }>;
  readonly totals: { total_energy_kwh: number; avg_power_kw: number; total_production_units: number };
}

describe('kpi-calculator node', () => {
  afterEach(async () => {
    await TestFlow.close();
    analyticsContext.withdraw();
  });

  const ask = (flow: TestFlow, asked: object = question) => flow.ask('node', { req: { query: asked, params: {} } });

  it('answers all key figures, which agree with each other', async () => {
    const flow = await TestFlow.ofNode(kpiCalculator, { operation: 'all' });
    const steps = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 30, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(steps, steps, async (kwh, pieces) => {
        analyticsContext.withdraw();
        provide(kwh, pieces);
        const { kpis, totals } = (await ask(flow)).payload as Kpis;
        const near = (value: number, expected: number, what: string) =>
          assert.ok(Math.abs(value - expected) <= 1e-8 * Math.max(1, expected), `${what}: ${value}, ${expected}`);
        if (totals.total_production_units > 0) {
          near(kpis.sec.value, totals.total_energy_kwh / totals.total_production_units, 'SEC');
        }
        if (kpis.peak_demand.value > 0) {
          near(kpis.load_factor.value, totals.avg_power_kw / kpis.peak_demand.value, 'load factor');
        }
        near(totals.avg_power_kw * 23.75, totals.total_energy_kwh, 'mean');
        near(kpis.energy_cost.value, 0.2 * totals.total_energy_kwh, 'cost');
        near(kpis.carbon_intensity.value, 0.25 * totals.total_energy_kwh, 'carbon');
      }),
      { seed: 7, numRuns: 20 },
    );
  });

  const alone = [
    ['sec', 'sec', ['value', 'unit', 'total_energy', 'total_production']],
    ['peak_demand', 'peak_demand', ['value', 'unit', 'timestamp', 'window_minutes', 'avg_power']],
    ['load_factor', 'load_factor', ['value', 'percent', 'unit', 'avg_power', 'peak_power']],
    [
      'energy_cost',
      'energy_cost',
      ['value', 'demand_charge', 'total', 'cost_per_kwh', 'cost_per_unit', 'unit', 'total_energy', 'by_tariff'],
    ],
    ['carbon', 'carbon_intensity', ['value', 'co2_per_kwh', 'co2_per_unit', 'unit', 'total_energy']],
  ] as const;
  for (const [operation, name, keys] of alone) {
    it(`answers ${operation} alone`, async () => {
      provide([1], [2]);
      const { payload, statusCode } = await ask(await TestFlow.ofNode(kpiCalculator, { operation }));
      assert.equal(statusCode, 200);
      assert.deepEqual(Object.keys((payload as Record<string, object>)[name]!), keys);
    });
  }

  it('has the demand charge of its share of the month beside the energy cost', async () => {
    provide([1], [2]);
    const { payload } = await ask(await TestFlow.ofNode(kpiCalculator, { operation: 'energy_cost' }));
    const { value, demand_charge, total } = (payload as { energy_cost: Record<string, number> }).energy_cost;
    assert.deepEqual([value, demand_charge], [285, Number(((60 * 10 * 23.75) / (31 * 24)).toPrecision(10))]);
    assert.ok(Math.abs(total! - value! - demand_charge!) < 1e-6);
  });

  const refusals = [
    [{ ...question, machine_id: 'x' }, 'unknown_machine'],
    [{ ...question, start: 'x' }, 'bad_value'],
    [{ machine_id: question.machine_id }, 'bad_value'],
    [{ ...question, end: question.start }, 'bad_time_range'],
    [{ ...question, end: '2027-01-01' }, 'bad_value'],
    [{ ...question, start: '2020-01-01', end: '2020-01-02' }, 'no_data'],
  ] as const;
  it('refuses what it cannot answer', async () => {
    provide([1], [2]);
    const flow = await TestFlow.ofNode(kpiCalculator);
    for (const [asked, code] of refusals) {
      const error = await flow.askForError('node', { req: { query: asked, params: {} } });
      assert.equal(error.code, code);
    }
  });
});
