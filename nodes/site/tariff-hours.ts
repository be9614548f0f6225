import type { Tariff } from './model.ts';

/**
 * True when a tariff prices a minute of a weekday (0 is Sunday). Hours of a night that runs past midnight belong to the
 * named days, at both their ends.
 */
export function tariffApplies(
  { days, from, to }: Pick<Tariff, 'days' | 'from' | 'to'>,
  day: number,
  minute: number,
): boolean {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  const inHours = start < end ? minute >= start && minute < end : minute >= start || minute < end;
  return inHours && days.includes(day);
}

function minuteOf(timeOfDay: string): number {
  const [hours, minutes] = timeOfDay.split(':');
  return Number(hours) * 60 + Number(minutes);
}
