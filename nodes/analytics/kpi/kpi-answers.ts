import { isoWithOffset } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import type { Body } from '../answer-body.ts';
import type { TimeSpan } from '../history.ts';
import { rounded } from '../rounded.ts';
import type { Kpis } from './kpis.ts';

export const kpiNames = ['sec', 'peak_demand', 'load_factor', 'energy_cost', 'carbon_intensity'] as const;
export type KpiName = (typeof kpiNames)[number];

const hourMs = 3_600_000;
const descriptions: Readonly<Record<KpiName, string>> = {
  sec: 'Specific Energy Consumption',
  peak_demand: 'Maximum Power Demand',
  load_factor: 'Average/Peak Power Ratio',
  energy_cost: 'Total Energy Cost (Time-of-Use Tariff)',
  carbon_intensity: 'Total Carbon Emissions',
};

/** Body of `GET /api/v1/kpi/all` (contract 003). */
export function allKpisBody(machine: Machine, span: TimeSpan, kpis: Kpis): Body {
  const parts = kpiNames.map((name) => [name, { ...partOf(name, kpis), description: descriptions[name] }]);
  return {
    ...headOf(machine, span),
    kpis: Object.fromEntries(parts) as Body,
    totals: {
      total_energy_kwh: rounded(kpis.energyKwh),
      avg_power_kw: rounded(kpis.meanKw),
      total_production_units: kpis.production,
    },
  };
}

/** Body of one key figure, with the sums that it was made of. */
export function oneKpiBody(name: KpiName, machine: Machine, span: TimeSpan, kpis: Kpis): Body {
  return { ...headOf(machine, span), [name]: { ...partOf(name, kpis), ...sumsOf(name, kpis) } };
}

function headOf({ uuid, name, type }: Machine, { from, until }: TimeSpan): Body {
  return {
    machine_id: uuid,
    machine_name: name,
    machine_type: type,
    time_period: { start: isoWithOffset(from), end: isoWithOffset(until), hours: rounded((until - from) / hourMs) },
  };
}

function partOf(name: KpiName, kpis: Kpis): Body {
  const { energyKwh, secKwhPerUnit, peak, loadFactor, cost, carbon, production } = kpis;
  const reason = (text: string): Body => (energyKwh === null ? {} : { reason: text });
  switch (name) {
    case 'sec':
      return { value: rounded(secKwhPerUnit), unit: 'kWh/unit' };
    case 'peak_demand':
      return {
        value: rounded(peak?.kw),
        unit: 'kW',
        timestamp: peak ? isoWithOffset(peak.at) : null,
        window_minutes: peak?.windowMinutes ?? null,
      };
    case 'load_factor':
      return {
        value: rounded(loadFactor),
        percent: rounded(loadFactor === null ? null : 100 * loadFactor),
        unit: 'ratio',
      };
    case 'energy_cost':
      return {
        value: rounded(cost?.amount),
        demand_charge: rounded(cost?.demandCharge),
        total: cost ? rounded(cost.amount + (cost.demandCharge ?? 0)) : null,
        cost_per_kwh: rounded(cost?.perKwh),
        cost_per_unit: perPiece(cost?.amount, production),
        unit: cost?.currency ?? null,
        ...(!cost && reason('The site file has no price for a part of the period')),
      };
    case 'carbon_intensity':
      return {
        value: rounded(carbon?.kg),
        co2_per_kwh: rounded(carbon?.kgPerKwh),
        co2_per_unit: perPiece(carbon?.kg, production),
        unit: 'kg CO2',
        ...(!carbon && reason('The site file has no emission factor for a part of the period')),
      };
  }
}

function sumsOf(name: KpiName, { energyKwh, production, meanKw, peak, cost }: Kpis): Body {
  switch (name) {
    case 'sec':
      return { total_energy: rounded(energyKwh), total_production: production };
    case 'peak_demand':
      return { avg_power: rounded(meanKw) };
    case 'load_factor':
      return { avg_power: rounded(meanKw), peak_power: rounded(peak?.kw) };
    case 'energy_cost':
      return {
        total_energy: rounded(energyKwh),
        by_tariff: (cost?.byTariff ?? []).map((share) => ({
          name: share.name,
          rate: share.ratePerKwh,
          energy: rounded(share.kwh),
          cost: rounded(share.amount),
        })),
      };
    case 'carbon_intensity':
      return { total_energy: rounded(energyKwh) };
  }
}

function perPiece(amount: number | undefined, production: number | null): number | null {
  return amount === undefined || production === null || production === 0 ? null : rounded(amount / production);
}
