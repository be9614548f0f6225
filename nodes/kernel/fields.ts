import { defineErrors } from './errors.ts';

/** A property of a node's configuration, declared once: its type, default and limits. */
export interface Field<T> {
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'node' | 'typed';
  readonly default: T;
  /** Checks what the editor stored; throws `bad_node_config`. */
  readonly read: (stored: unknown, name: string) => T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type ConfigOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** A TypedInput: a value with where it comes from (`msg`, `str`, `num`, `env`, `jsonata`, …). */
export interface TypedValue {
  readonly value: string;
  readonly type: string;
}

const errors = defineErrors({
  bad_node_config: {
    status: 500,
    message: ({ field, limit, value }) =>
      `The node's ${String(field)} must be ${String(limit)}, found ${value === undefined ? 'nothing' : JSON.stringify(value)}.`,
  },
});

export function text(options: { default?: string; required?: boolean } = {}): Field<string> {
  return {
    kind: 'text',
    default: options.default ?? '',
    read(stored, name) {
      const value = typeof stored === 'string' ? stored.trim() : (options.default ?? '');
      if (options.required === true && value === '') {
        throw errors.bad_node_config({ field: name, limit: 'filled in', value });
      }
      return value;
    },
  };
}

export function number(options: { default: number; min: number; max: number; integer?: boolean }): Field<number> {
  return {
    kind: 'number',
    default: options.default,
    read(stored, name) {
      // The editor stores numbers of its forms as strings.
      const text = typeof stored === 'string' ? stored.trim() : stored;
      const isNumeric = typeof text === 'number' || (typeof text === 'string' && text !== '');
      const value = stored === undefined || stored === '' ? options.default : isNumeric ? Number(text) : NaN;
      const whole = options.integer === true;
      if (
        !Number.isFinite(value) ||
        value < options.min ||
        value > options.max ||
        (whole && !Number.isInteger(value))
      ) {
        const limit = `a ${whole ? 'whole ' : ''}number from ${options.min} to ${options.max}`;
        throw errors.bad_node_config({ field: name, limit, value: stored });
      }
      return value;
    },
  };
}

export function flag(options: { default: boolean }): Field<boolean> {
  return {
    kind: 'boolean',
    default: options.default,
    read: (stored) => (stored === undefined ? options.default : stored === true || stored === 'true'),
  };
}

export function choice<const C extends string>(choices: readonly C[], options: { default: NoInfer<C> }): Field<C> {
  return {
    kind: 'choice',
    default: options.default,
    read(stored, name) {
      if (stored === undefined || stored === '') return options.default;
      const found = choices.find((item) => item === stored);
      if (found === undefined)
        throw errors.bad_node_config({ field: name, limit: choices.join(' or '), value: stored });
      return found;
    },
  };
}

/** A reference to a configuration node, by id; empty when none is chosen. */
export function nodeReference(): Field<string> {
  return { kind: 'node', default: '', read: (stored) => (typeof stored === 'string' ? stored : '') };
}

/** A TypedInput. The editor stores its type in a second property named `<name>Type`, merged by `readFields`. */
export function typed(options: { default: string; defaultType: string }): Field<TypedValue> {
  return {
    kind: 'typed',
    default: { value: options.default, type: options.defaultType },
    read(stored) {
      const { value, type } = (stored ?? {}) as Partial<TypedValue>;
      return { value: value ?? options.default, type: type ?? options.defaultType };
    },
  };
}

/** Reads all fields of a node from what the editor stored. */
export function readFields<F extends Fields>(fields: F, stored: Readonly<Record<string, unknown>>): ConfigOf<F> {
  const entries = Object.entries(fields).map(([name, field]) => {
    const value = field.kind === 'typed' ? { value: stored[name], type: stored[`${name}Type`] } : stored[name];
    return [name, field.read(value, name)];
  });
  return Object.fromEntries(entries) as ConfigOf<F>;
}
