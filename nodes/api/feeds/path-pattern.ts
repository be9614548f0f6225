import { feedErrors } from './feed-errors.ts';

export type PathParameters = Readonly<Record<string, string>>;

/** The path of a WebSocket, some of whose segments are parameters: `/ws/telemetry/{block_slug}`. */
export interface PathPattern {
  readonly parameters: readonly string[];
  /** The same for patterns that differ in the names of their parameters alone: these take the same paths. */
  readonly shape: string;
  /** The values of the parameters, decoded; undefined for another path. */
  match(path: string): PathParameters | undefined;
}

const literal = /^[A-Za-z0-9._~-]+$/;
const parameter = /^\{([a-z][a-z0-9_]*)\}$/;

/** Throws `bad_feed_path`. */
export function pathPattern(text: string): PathPattern {
  const [before, ...segments] = text.split('/');
  const names = segments.map((segment) => parameter.exec(segment)?.[1]);
  const isReadable = segments.every((segment, at) => names[at] !== undefined || literal.test(segment));
  if (before !== '' || segments.length === 0 || !isReadable)
    throw feedErrors.bad_feed_path({ limit: 'like /ws/telemetry/{block_slug}', value: text });
  return {
    parameters: names.filter((name) => name !== undefined),
    shape: `/${segments.map((segment, at) => (names[at] === undefined ? segment : '{}')).join('/')}`,
    match(path) {
      const found = path.split('/').slice(1);
      const fits = found.length === segments.length && found.every((part, at) => names[at] ?? part === segments[at]);
      return fits ? valuesOf(names, found) : undefined;
    },
  };
}

/** Undefined when a value is empty or badly encoded. */
function valuesOf(names: readonly (string | undefined)[], found: readonly string[]): PathParameters | undefined {
  const values: Record<string, string> = {};
  for (const [at, name] of names.entries()) {
    if (name === undefined) continue;
    const value = decoded(found[at] ?? '');
    if (value === '') return undefined;
    values[name] = value;
  }
  return values;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
