import { defineErrors, type Identity } from '../kernel/index.ts';

const errors = defineErrors({
  missing_scope: { status: 403, message: ({ limit }) => `The key lacks the scope ${String(limit)}.` },
});

/**
 * A request may come through an endpoint of an integrator's own, which no contract protects: what moves a battery asks
 * for the scope itself. A message that no request sent comes from the flow, whose author may deploy anyway.
 */
export function requireScope(identity: Identity | undefined, scope: 'dispatch' | 'admin'): void {
  if (identity && !identity.scopes.has(scope)) throw errors.missing_scope({ field: 'X-API-Key', limit: scope });
}
