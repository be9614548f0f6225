import { defineErrors } from './errors.ts';

/**
 * Configuration comes from the environment. Each room declares the variables that it reads, with a default and a
 * sentence; `docs/reference/configuration.md` is made from those declarations.
 */
export interface Variable<T> {
  readonly doc: string;
  readonly default: T;
  /** How the default reads in the documentation when the bare value would mislead. */
  readonly shownDefault?: string;
  readonly parse: (text: string) => T;
  readonly expected: string;
  /** Never printed: not in logs, not in errors. */
  readonly secret?: boolean;
}

export type Variables = Readonly<Record<string, Variable<unknown>>>;
export type ValuesOf<V extends Variables> = { readonly [K in keyof V]: V[K] extends Variable<infer T> ? T : never };

const errors = defineErrors({
  bad_environment: {
    status: 500,
    message: ({ field, limit, value }) => `${String(field)}=${String(value)} is not valid: expected ${String(limit)}.`,
  },
});

type Options<T> = Pick<Variable<T>, 'doc' | 'default'> & Partial<Pick<Variable<T>, 'secret' | 'shownDefault'>>;

export function textVariable(options: Options<string> & { minLength?: number }): Variable<string> {
  const minLength = options.minLength ?? 0;
  return {
    ...options,
    expected: minLength > 0 ? `at least ${minLength} characters` : 'text',
    parse: (text) => (text.length >= minLength ? text : fail()),
  };
}

export function integerVariable(options: Options<number> & { min: number; max: number }): Variable<number> {
  return {
    ...options,
    expected: `a whole number from ${options.min} to ${options.max}`,
    parse(text) {
      const value = Number(text);
      return /^-?\d+$/.test(text) && value >= options.min && value <= options.max ? value : fail();
    },
  };
}

export function booleanVariable(options: Options<boolean>): Variable<boolean> {
  return {
    ...options,
    expected: 'true or false',
    parse: (text) => (text === 'true' ? true : text === 'false' ? false : fail()),
  };
}

export function choiceVariable<const C extends string>(
  choices: readonly C[],
  options: Options<NoInfer<C>>,
): Variable<C> {
  return {
    ...options,
    expected: choices.join(' or '),
    parse: (text) => choices.find((choice) => choice === text) ?? fail(),
  };
}

export function listVariable<T>(item: Variable<T>, options: Options<readonly T[]>): Variable<readonly T[]> {
  return {
    ...options,
    expected: `a comma-separated list, each ${item.expected}`,
    parse: (text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => item.parse(part)),
  };
}

function fail(): never {
  throw new RangeError('not valid');
}

/** Reads and checks all variables; throws `bad_environment` naming the first wrong one. An empty value means unset. */
export function readEnvironment<V extends Variables>(
  variables: V,
  env: Readonly<Record<string, string | undefined>>,
): ValuesOf<V> {
  const values = Object.entries(variables).map(([name, variable]) => {
    const text = env[name];
    if (text === undefined || text === '') return [name, variable.default];
    try {
      return [name, variable.parse(text)];
    } catch {
      throw errors.bad_environment({
        field: name,
        limit: variable.expected,
        value: variable.secret === true ? '(hidden)' : text,
      });
    }
  });
  return Object.fromEntries(values) as ValuesOf<V>;
}
