import type { DocumentFault } from './checked-yaml.ts';
import type { SiteModel, Tariff } from './model.ts';
import { tariffApplies } from './tariff-hours.ts';
import { isInForce, stretchStarts } from './validity.ts';

type Priced = Pick<SiteModel, 'factories' | 'tariffs' | 'carbonFactors'>;

const minutesPerDay = 24 * 60;
const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** From the first to the last date on which a factory has tariffs, they price every minute of the week exactly once. */
export function* tariffFaults({ factories, tariffs }: Priced): Generator<DocumentFault> {
  for (const { uuid, name } of factories) {
    const own = tariffs.filter(({ factory }) => factory === uuid);
    const currencies = [...new Set(own.map(({ currency }) => currency))];
    if (currencies.length > 1) {
      yield { path: 'tariffs', reason: `${name} has prices in ${currencies.join(' and ')}; it needs one currency` };
    }
    const odd = firstMinuteNotPricedOnce(own);
    if (odd) yield { path: 'tariffs', reason: `${name} has ${odd.prices} prices on ${odd.moment}; it needs one` };
  }
}

/** On no date a factory has two carbon factors. */
export function* carbonFaults({ factories, carbonFactors }: Priced): Generator<DocumentFault> {
  for (const { uuid, name } of factories) {
    const own = carbonFactors.filter(({ factory }) => factory === uuid);
    const countOn = (date: string): number => own.filter((factor) => isInForce(factor, date)).length;
    const odd = stretchStarts(own).find((date) => countOn(date) > 1);
    if (odd !== undefined) {
      yield { path: 'carbonFactors', reason: `${name} has ${countOn(odd)} carbon factors on ${odd}; it can have one` };
    }
  }
}

function firstMinuteNotPricedOnce(tariffs: readonly Tariff[]): { prices: number; moment: string } | undefined {
  const judged = new Set<string>();
  for (const date of stretchStarts(tariffs)) {
    const inForce = tariffs.filter((tariff) => isInForce(tariff, date));
    const which = inForce.map((tariff) => tariffs.indexOf(tariff)).join();
    if (judged.has(which)) continue;
    judged.add(which);
    const odd = firstMinuteOfWeek(inForce);
    if (odd) return inForce.length === tariffs.length ? odd : { ...odd, moment: `${odd.moment} from ${date} on` };
  }
  return undefined;
}

function firstMinuteOfWeek(tariffs: readonly Tariff[]): { prices: number; moment: string } | undefined {
  for (const [day, dayName] of dayNames.entries()) {
    for (let minute = 0; minute < minutesPerDay; minute++) {
      const prices = tariffs.filter((tariff) => tariffApplies(tariff, day, minute)).length;
      if (prices !== 1) return { prices, moment: `${dayName} ${timeOfDay(minute)}` };
    }
  }
  return undefined;
}

function timeOfDay(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
