import { Cron } from 'croner';

/** When a job runs, on the clocks of its time zone. What is left out is every one. */
export interface CronSchedule {
  readonly minute: number;
  readonly hour?: number;
  /** 0 is Sunday. */
  readonly weekday?: number;
}

/**
 * The first time after an instant, epoch milliseconds. A time that the clocks skip is as much later as they are put forward; one
 * that they show twice is the first.
 */
export function nextRun({ minute, hour, weekday }: CronSchedule, after: number, timeZone: string): number {
  const pattern = `${minute} ${hour ?? '*'} * * ${weekday ?? '*'}`;
  // Paused: the clock of the process decides when it is that time, not a timer of the library.
  const next = new Cron(pattern, { timezone: timeZone, paused: true }).nextRun(new Date(after));
  if (!next) throw new Error(`${pattern} is never`);
  return next.getTime();
}

/** The schedule as contract 003 spells it. */
export function triggerText({ minute, hour, weekday }: CronSchedule): string {
  return `cron[month='*', day='*', day_of_week='${weekday ?? '*'}', hour='${hour ?? '*'}', minute='${minute}']`;
}
