/** What a name stands for: its value, nothing, or something that only the running gateway could tell. */
export const unresolvable = Symbol('unresolvable');
export type Setting = string | number | boolean | undefined | typeof unresolvable;

/** A variable as tabs, groups, subflows and their instances store it in `env`. */
export interface EnvEntry {
  readonly name: string;
  readonly value?: unknown;
  readonly type?: string;
}

/**
 * The variables that a place in a flow sees, resolved before anything runs, by the rules of Node-RED 5 (its
 * `flows/util.js` and the `getSetting` of Flow, Group and Subflow). Credentials and JSONata are known at run time only
 * and count as unresolvable.
 */
export class EnvScope {
  readonly #own: ReadonlyMap<string, Setting>;
  readonly #above: (name: string) => Setting;

  constructor(entries: unknown, above: EnvScope | Readonly<Record<string, string | undefined>>) {
    this.#above = above instanceof EnvScope ? (name) => above.lookUp(name) : (name) => above[name];
    this.#own = this.#evaluate(Array.isArray(entries) ? (entries as EnvEntry[]) : []);
  }

  lookUp(name: string): Setting {
    // The names that the runtime itself fills in (a node's name among them) would let a label choose a host.
    if (name.startsWith('NR_')) return unresolvable;
    if (name.startsWith(parentPrefix)) return this.#above(name.slice(parentPrefix.length));
    return this.#own.has(name) ? this.#own.get(name) : this.#above(name);
  }

  /** A property of a node as its constructor receives it: `${NAME}` replaced when it is the whole text and is set. */
  resolve(property: unknown): Setting {
    const name = typeof property === 'string' ? wholeReference.exec(property) : null;
    if (!name) return scalar(property);
    return this.lookUp(name[1] ?? name[2] ?? '') ?? unresolvable;
  }

  #evaluate(entries: readonly EnvEntry[]): Map<string, Setting> {
    const values = new Map<string, Setting>();
    const references = entries.filter(({ type }) => type === 'env');
    for (const entry of entries) {
      if (entry.type !== 'env') values.set(entry.name, this.#literal(entry));
    }
    for (const { name, value } of references) values.set(name, this.#reference(name, String(value), values));
    return values;
  }

  #literal({ value, type }: EnvEntry): Setting {
    if (type === 'conf-type') {
      const name = typeof value === 'string' ? wholeReference.exec(value)?.[1] : undefined;
      return name === undefined ? scalar(value) : this.#above(name);
    }
    if (type === undefined || type === 'str') return scalar(value);
    if (type === 'num') return Number(value);
    if (type === 'bool') return value === true || value === 'true';
    return unresolvable;
  }

  /** A variable that names another one: of the same place first, then of the place around it. */
  #reference(name: string, text: string, siblings: ReadonlyMap<string, Setting>): Setting {
    if (text === name) return this.#above(name) ?? '';
    const find = (key: string): Setting => {
      if (siblings.has(key)) return siblings.get(key);
      return key.startsWith('NR_') ? unresolvable : this.#above(withoutParentPrefix(key));
    };
    const whole = /^\$\{([^}]+)\}$/.exec(text);
    if (whole?.[1] !== undefined) return find(whole[1]) ?? '';
    if (!/\$\{\S+\}/.test(text)) return find(text) ?? '';
    const parts = [...text.matchAll(/\$\{([^}]+)\}/g)].map(([, key = '']) => find(key));
    if (parts.includes(unresolvable)) return unresolvable;
    return text.replaceAll(/\$\{([^}]+)\}/g, () => String(parts.shift() ?? ''));
  }
}

const parentPrefix = '$parent.';
const wholeReference = /^\$\{(\S+)\}$|^\$\((\S+)\)$/;

function withoutParentPrefix(name: string): string {
  return name.startsWith(parentPrefix) ? name.slice(parentPrefix.length) : name;
}

function scalar(value: unknown): Setting {
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? value : unresolvable;
}
