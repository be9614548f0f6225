import { errors } from './errors.ts';

/** Readers for what comes in messages. Each throws `bad_plant_request` naming field, limit and value. */

export function requireObject(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw errors.bad_plant_request({ field, limit: 'an object', value });
}

export function requireNumber(value: unknown, field: string, min: number, max: number): number {
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw errors.bad_plant_request({ field, limit: `a number from ${min} to ${max}`, value });
}

export function requireWhole(value: unknown, field: string, min: number, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw errors.bad_plant_request({ field, limit: `a whole number from ${min} to ${max}`, value });
}

export function requireFlag(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw errors.bad_plant_request({ field, limit: 'true or false', value });
}

export function requireChoice<C extends string>(value: unknown, field: string, choices: readonly C[]): C {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw errors.bad_plant_request({ field, limit: choices.join(' or '), value });
}

export function requireKnownFields(
  object: Readonly<Record<string, unknown>>,
  field: string,
  known: readonly string[],
): void {
  const unknown = Object.keys(object).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw errors.bad_plant_request({ field: `${field}.${unknown}`, limit: `one of ${known.join(', ')}`, value: unknown });
}
