import type { StoredValue } from '../catalogue/stored-value.ts';

/** Collects the values of a statement: each stands in the text as a parameter, never as itself. */
export class Binder {
  readonly parameters: Record<string, StoredValue> = {};
  #count = 0;

  /** The value's place in the text: `:p0`, `:p1`, … */
  bind(value: StoredValue): string {
    const name = `p${this.#count++}`;
    this.parameters[name] = value;
    return `:${name}`;
  }
}
