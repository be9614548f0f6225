import assert from 'node:assert/strict';
import { allKpisBody, kpiNames, oneKpiBody } from '../../../../nodes/analytics/kpi/kpi-answers.ts';
import type { Kpis } from '../../../../nodes/analytics/kpi/kpis.ts';
import type { Machine } from '../../../../nodes/site/index.ts';

const machine = { uuid: 'c0', name: 'Compressor-1', type: 'compressor' } as Machine;
const span = { from: Date.UTC(2025, 0, 1), until: Date.UTC(2025, 0, 2) };
const kpis: Kpis = {
  energyKwh: 240,
  production: 480,
  secKwhPerUnit: 0.5,
  meteredHours: 24,
  meanKw: 10,
  peak: { kw: 40, at: span.from + 3_600_000, windowMinutes: 15 },
  loadFactor: 0.25,
  cost: {
    currency: 'USD',
    amount: 36,
    perKwh: 0.15,
    byTariff: [{ name: 'flat', ratePerKwh: 0.15, kwh: 240, amount: 36 }],
    demandCharge: 24,
  },
  carbon: { kg: 52.8, kgPerKwh: 0.22 },
};
const empty: Kpis = {
  energyKwh: null,
  production: null,
  secKwhPerUnit: null,
  meteredHours: 0,
  meanKw: null,
  peak: null,
  loadFactor: null,
  cost: null,
  carbon: null,
};

describe('the answers about key figures', () => {
  it('have the form of the contract', () => {
    assert.deepEqual(allKpisBody(machine, span, kpis), {
      machine_id: 'c0',
      machine_name: 'Compressor-1',
      machine_type: 'compressor',
      time_period: { start: '2025-01-01T00:00:00+00:00', end: '2025-01-02T00:00:00+00:00', hours: 24 },
      kpis: {
        sec: { value: 0.5, unit: 'kWh/unit', description: 'Specific Energy Consumption' },
        peak_demand: {
          value: 40,
          unit: 'kW',
          timestamp: '2025-01-01T01:00:00+00:00',
          window_minutes: 15,
          description: 'Maximum Power Demand',
        },
        load_factor: { value: 0.25, percent: 25, unit: 'ratio', description: 'Average/Peak Power Ratio' },
        energy_cost: {
          value: 36,
          demand_charge: 24,
          total: 60,
          cost_per_kwh: 0.15,
          cost_per_unit: 0.075,
          unit: 'USD',
          description: 'Total Energy Cost (Time-of-Use Tariff)',
        },
        carbon_intensity: {
          value: 52.8,
          co2_per_kwh: 0.22,
          co2_per_unit: 0.11,
          unit: 'kg CO2',
          description: 'Total Carbon Emissions',
        },
      },
      totals: { total_energy_kwh: 240, avg_power_kw: 10, total_production_units: 480 },
    });
  });

  it('say the same alone as all together', () => {
    const all = allKpisBody(machine, span, kpis)['kpis'] as Record<string, { value: unknown }>;
    for (const name of kpiNames) {
      const alone = oneKpiBody(name, machine, span, kpis)[name] as { value: unknown };
      assert.equal(alone.value, all[name]!.value, name);
    }
  });

  it('say why a machine with energy has no cost and no carbon', () => {
    const all = allKpisBody(machine, span, { ...kpis, cost: null, carbon: null })['kpis'] as Record<string, object>;
    assert.deepEqual(
      [all['energy_cost'], all['carbon_intensity']].map((part) => 'reason' in part!),
      [true, true],
    );
  });

  it('have null for what was not measured', () => {
    const all = allKpisBody(machine, span, empty)['kpis'] as Record<string, { value: unknown }>;
    assert.deepEqual(
      Object.values(all).map(({ value }) => value),
      kpiNames.map(() => null),
    );
  });
});
