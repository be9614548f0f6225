import { asBusbarError, zoneClock, type ZoneClock } from '../../kernel/index.ts';
import type { Machine } from '../../site/index.ts';
import type { AnalyticsContext } from '../analytics-context.ts';
import type { Asked } from '../asked.ts';
import { askedDates } from '../asked-period.ts';
import { readMachineKpis } from '../kpi/machine-kpis.ts';
import { lastWholeDay } from '../last-whole-day.ts';
import { kpiDayBody } from './job-bodies.ts';
import { type JobOutcome, jobReads, jobWrites, type KpiDay } from './job-store.ts';

type Context = Pick<AnalyticsContext, 'history' | 'machines' | 'store' | 'clock'>;

const dayMs = 86_400_000;
/** How far back days are calculated that a gateway left out while it was away. */
const mostDaysBack = 31;

/**
 * Stores the key figures of each machine's last whole day in the time zone of its factory, and of the days before it that were
 * left out. A day on which nothing was measured has no row.
 */
export async function calculateKpiDays(context: Context): Promise<JobOutcome> {
  const failures: string[] = [];
  const days: KpiDay[] = [];
  for (const machine of context.machines.all()) {
    try {
      days.push(...(await kpiDaysOf(context, machine)));
    } catch (thrown) {
      failures.push(`${machine.name}: ${asBusbarError(thrown).message}`);
    }
  }
  for (const day of days) await context.store.write(jobWrites.saveKpiDay, day);
  return { counts: { machines: context.machines.all().length, days: days.length }, failures };
}

/**
 * The stored days of a machine between two dates (YYYY-MM-DD), both included; the last 31 days unless named. Throws
 * `unknown_machine`, `bad_value`, `bad_time_range`.
 */
export async function readKpiDays({ machines, store, clock }: Context, { question, sites }: Asked): Promise<object> {
  const machine = machines.find(question['machine_id'], sites);
  const { date, end } = lastWholeDay(machines.timeZoneOf(machine), clock.now());
  const earliest = zoneClock(machines.timeZoneOf(machine)).at(end - mostDaysBack * dayMs).date;
  const { start_date: start = earliest, end_date: last = date } = question;
  const dates = askedDates({ start_date: start, end_date: last });
  const days = await store.read(jobReads.kpiDays, { machineId: machine.uuid, ...dates });
  return { machine_id: machine.uuid, machine_name: machine.name, days: days.map(kpiDayBody) };
}

async function kpiDaysOf(context: Context, machine: Machine): Promise<KpiDay[]> {
  const { history, machines, store, clock } = context;
  const newest = await store.read(jobReads.newestKpiDate, machine.uuid);
  const calculated: KpiDay[] = [];
  for (const { date, start, end } of datesDue(machines.timeZoneOf(machine), newest, clock.now())) {
    const kpis = await readMachineKpis(history, machines.directory, machine, { from: start, until: end });
    if (kpis.energyKwh === null) continue;
    calculated.push({ machineId: machine.uuid, date, calculatedAt: clock.now(), document: JSON.stringify(kpis) });
  }
  return calculated;
}

/** Yesterday, calculated again if it is there: what arrived late belongs to it; and the days after the newest that is there. */
function datesDue(timeZone: string, newest: string | null, now: number): ReturnType<ZoneClock['datesIn']> {
  const yesterday = lastWholeDay(timeZone, now);
  if (newest === null) return [yesterday];
  const dates = zoneClock(timeZone).datesIn(yesterday.end - mostDaysBack * dayMs, yesterday.end);
  return dates.filter(({ date }) => date === yesterday.date || date > newest);
}
