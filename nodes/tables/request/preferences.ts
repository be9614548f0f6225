import { restErrors } from '../rest-errors.ts';

/** What a client prefers (RFC 7240), as far as the dialect knows it. */
export interface Preferences {
  readonly return: 'minimal' | 'representation' | 'headers-only';
  readonly resolution: 'merge-duplicates' | 'ignore-duplicates' | undefined;
  readonly missing: 'default' | 'null';
  /** The total is wanted; `planned` and `estimated` are answered exactly. */
  readonly count: 'exact' | 'planned' | 'estimated' | undefined;
  readonly maxAffected: number | undefined;
  /** `Preference-Applied` of the answer; undefined when nothing was preferred. */
  readonly applied: string | undefined;
}

const choices = {
  return: ['minimal', 'representation', 'headers-only'],
  resolution: ['merge-duplicates', 'ignore-duplicates'],
  missing: ['default', 'null'],
  count: ['exact', 'planned', 'estimated'],
  handling: ['strict', 'lenient'],
} as const;

/** Reads the header `Prefer`. Throws `PGRST122` when it asks to be strict about what is not known. */
export function readPreferences(header: string | undefined): Preferences {
  const tokens = (header ?? '').split(',').map((token) => token.trim());
  const stated = tokens.filter((token) => token !== '');
  const chosen = <K extends keyof typeof choices>(name: K): (typeof choices)[K][number] | undefined =>
    choices[name].find((choice) => stated.includes(`${name}=${choice}`));
  const isStrict = chosen('handling') === 'strict';
  const known = stated.filter(isKnown);
  if (isStrict && known.length < stated.length) {
    const unknown = stated.filter((token) => !isKnown(token));
    throw restErrors.PGRST122({ details: `Invalid preferences: ${unknown.join(', ')}` });
  }
  const affected = stated.find((token) => token.startsWith('max-affected='));
  return {
    return: chosen('return') ?? 'minimal',
    resolution: chosen('resolution'),
    missing: chosen('missing') ?? 'null',
    count: chosen('count'),
    maxAffected: isStrict && affected !== undefined ? Number(affected.split('=')[1]) : undefined,
    applied: known.length === 0 ? undefined : known.join(', '),
  };
}

function isKnown(token: string): boolean {
  const [name = '', value = ''] = token.split('=');
  if (name === 'max-affected') return /^\d+$/.test(value);
  return name in choices && (choices[name as keyof typeof choices] as readonly string[]).includes(value);
}
