import type { AnalyticsContext } from '../../../../nodes/analytics/analytics-context.ts';
import { MachineDirectory } from '../../../../nodes/analytics/machines/machine-directory.ts';
import { WorkerPool } from '../../../../nodes/kernel/index.ts';
import type { SiteModel, SiteRuntime, Tariff } from '../../../../nodes/site/index.ts';
import { contextOf, factoryIds, sensorOf } from '../context.fixture.ts';

const minutesPerDay = 1440;
/** Midnight of a Sunday in California. */
const sunday = Date.parse('2026-01-04T08:00:00Z');
const workingDays = [1, 2, 3, 4, 5];
const everyDay = [0, ...workingDays, 6];

const ofCalifornia = { factory: factoryIds.california, currency: 'USD' };
const prices: readonly Tariff[] = [
  { ...ofCalifornia, name: 'peak', ratePerKwh: 0.25, days: workingDays, from: '09:00', to: '21:30' },
  { ...ofCalifornia, name: 'off-peak', ratePerKwh: 0.1, days: workingDays, from: '21:30', to: '09:00' },
  { ...ofCalifornia, name: 'weekend', ratePerKwh: 0.1, days: [0, 6], from: '00:00', to: '24:00' },
  {
    factory: factoryIds.munich,
    currency: 'EUR',
    name: 'EU',
    ratePerKwh: 0.3,
    days: everyDay,
    from: '00:00',
    to: '24:00',
  },
];

export interface ScheduleContext {
  readonly context: AnalyticsContext;
  readonly close: () => Promise<void>;
}

/**
 * The compressor worked from 7 to 19 each day for a week, 40 kW and 120 pieces an hour, and drew 4 kW else. The machine for heating
 * has no history. Dear hours in California are those of working days from 9:00 to 21:30.
 */
export function scheduleContext(): ScheduleContext {
  const minutes = 7 * minutesPerDay;
  const energy = new Float64Array(minutes);
  const pieces = new Float64Array(minutes);
  for (let minute = 1; minute < minutes; minute += 1) {
    const hour = Math.floor((minute - 1) / 60) % 24;
    const isWorking = hour >= 7 && hour < 19;
    energy[minute] = energy[minute - 1]! + (isWorking ? 40 : 4) / 60;
    pieces[minute] = pieces[minute - 1]! + (isWorking ? 2 : 0);
  }
  const readings = new Map([
    [sensorOf('Compressor-1', 'energy'), (minute: number) => energy[minute]!],
    [sensorOf('Compressor-1', 'production_count'), (minute: number) => pieces[minute]!],
  ]);
  const measured = contextOf({ start: sunday, minutes, readings });
  const model: SiteModel = { ...measured.site.model, tariffs: prices };
  const site: SiteRuntime = { ...measured.site, model };
  const compute = new WorkerPool(measured.clock);
  const context = { ...measured, site, machines: new MachineDirectory(site), compute };
  return { context, close: () => compute.close() };
}
