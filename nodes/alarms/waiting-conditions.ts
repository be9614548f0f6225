import type { Condition } from './condition.ts';

/** Far more than a source says between two commits; a store that is down for days must not fill the memory. */
const mostOfOneAlarm = 100;

/** Conditions in the order in which they were said, per alarm, until they are durable. */
export class WaitingConditions {
  readonly #byAlarm = new Map<string, Condition[]>();

  /** Past the bound only the last two of an alarm count: with them its state is right and an unseen raise still shows. */
  add(condition: Condition): void {
    const name = nameOf(condition);
    const said = [...(this.#byAlarm.get(name) ?? []), condition];
    this.#byAlarm.set(name, said.length > mostOfOneAlarm ? said.slice(-2) : said);
  }

  /** The next one to take in; it stays until it is done. */
  next(): Condition | undefined {
    const [first] = this.#byAlarm.values();
    return first?.[0];
  }

  done(condition: Condition): void {
    const name = nameOf(condition);
    const left = (this.#byAlarm.get(name) ?? []).filter((said) => said !== condition);
    if (left.length > 0) this.#byAlarm.set(name, left);
    else this.#byAlarm.delete(name);
  }
}

function nameOf({ sensor, source }: Condition): string {
  return `${typeof sensor === 'number' ? sensor : sensor.key} ${source}`;
}
