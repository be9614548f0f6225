import type { Dialect } from './dialect.ts';
import { shortened } from './shortened.ts';

/**
 * Contract 000: a command that the safety guard rejects is `{status, reason, safety_constraint}`; any other error is
 * `{error, message}` with its facts beside it.
 */
export const bess: Dialect = {
  errorAnswer({ code, status, message, facts }) {
    if (status === 422) {
      const constraint = facts['safety_constraint'];
      return { status, body: { status: 'rejected', reason: message, safety_constraint: constraint ?? null } };
    }
    return { status, body: { error: code, message, ...shown(facts) } };
  },
};

/** Facts that only other contracts show: the part of the request and the schema's keyword. */
const hidden = new Set(['place', 'rule']);

function shown(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(facts).filter(([name]) => !hidden.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, shortened(value)]));
}
