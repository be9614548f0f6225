import { type Question, zoneClock } from '../../kernel/index.ts';
import type { Factory, Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import { type AskedDates, askedDates, spanOfDates } from '../asked-period.ts';
import type { Asked } from '../asked.ts';
import { readTotal } from '../counted-intervals.ts';
import { errors } from '../errors.ts';
import { energyCounterOf } from '../machines/machine-sensors.ts';
import { rounded } from '../rounded.ts';
import { type SankeyFactory, type SankeyMachine, sankeyOf } from './sankey.ts';

/** `GET /api/v1/sankey/factories`. */
export function factoriesAnswer(context: AnalyticsContext, { sites }: Asked): readonly object[] {
  return factoriesFor(context, sites).map(({ uuid, name, location }) => ({ id: uuid, name, location }));
}

/**
 * `GET /api/v1/sankey/data`: the local days of each factory from `start_date` to `end_date`, or the one day of `date`, which is
 * today unless stated. Throws `unknown_factory`, `bad_value`, `bad_time_range`, `no_data`.
 */
export async function sankeyAnswer(context: AnalyticsContext, { question, sites }: Asked): Promise<object> {
  const { factory_id } = question;
  const isAsked = ({ uuid }: Factory): boolean =>
    factory_id === undefined || (typeof factory_id === 'string' && factory_id.toLowerCase() === uuid.toLowerCase());
  const factories = factoriesFor(context, sites).filter(isAsked);
  if (factories.length === 0) throw errors.unknown_factory({ field: 'factory_id', value: factory_id });
  const dates = datesOf(question, context.clock.now(), factories[0]?.timezone);
  const own = context.machines.all(sites).filter(({ factory }) => factories.some(({ uuid }) => uuid === factory));
  const [metered, machines] = await Promise.all([
    Promise.all(factories.map((factory) => readFactory(context, factory, dates))),
    Promise.all(own.map((machine) => readMachine(context, machine, dates))),
  ]);
  if (machines.every(({ kwh }) => kwh === null)) throw errors.no_data({ field: 'date', value: dates.first });
  const { nodes, links, totalKwh, unread } = sankeyOf(metered, machines);
  return {
    nodes,
    links: links.map((link) => ({ ...link, value: rounded(link.value) })),
    metadata: {
      ...(dates.first === dates.last ? { date: dates.first } : { start_date: dates.first, end_date: dates.last }),
      total_energy: rounded(totalKwh),
      unit: 'kWh',
      factory_count: factories.length,
      machine_count: machines.length - unread.length,
      machines_without_data: unread,
    },
  };
}

/** Those that have a machine of the sites that a key is limited to. */
function factoriesFor({ machines }: AnalyticsContext, sites: Asked['sites']): readonly Factory[] {
  const { factories } = machines.directory.model;
  if (!sites) return factories;
  const seen = new Set(machines.all(sites).map(({ factory }) => factory));
  return factories.filter(({ uuid }) => seen.has(uuid));
}

function datesOf(question: Question, now: number, timeZone = 'UTC'): AskedDates {
  if ('start_date' in question || 'end_date' in question) return askedDates(question);
  const { date = zoneClock(timeZone).at(now).date } = question;
  return askedDates({ date }, 'date', 'date');
}

async function readFactory(context: AnalyticsContext, factory: Factory, dates: AskedDates): Promise<SankeyFactory> {
  const { uuid, name, timezone, meter } = factory;
  const meteredKwh = meter === undefined ? null : await readKwh(context, meter, dates, timezone);
  return { id: uuid, name, meteredKwh };
}

async function readMachine(context: AnalyticsContext, machine: Machine, dates: AskedDates): Promise<SankeyMachine> {
  const { uuid, name, factory, department, device } = machine;
  const kwh = await readKwh(context, device, dates, context.machines.timeZoneOf(machine));
  return { id: uuid, name, factoryId: factory, department, kwh };
}

async function readKwh({ history, machines }: AnalyticsContext, device: string, dates: AskedDates, timeZone: string) {
  const counter = energyCounterOf(machines.directory, device);
  return counter ? readTotal(history, counter, spanOfDates(dates, timeZone)) : null;
}
