import { defineErrors, defineNode, identityOf, isoWithOffset, text, typed, type TypedValue } from '../kernel/index.ts';
import { auditEntry, type AuditKind, auditSink, type Requester } from '../site/index.ts';
import { latchingConstraints } from './guard-state.ts';
import { requireScope } from './require-scope.ts';
import { guardOf, safetyRuntime } from './safety-runtime.ts';

const errors = defineErrors({
  unknown_constraint: {
    status: 400,
    message: ({ field, limit, value }) => `${String(field)} must be one of ${String(limit)}, found ${String(value)}.`,
  },
  missing_text: { status: 400, message: ({ field }) => `${String(field)} must be filled in.` },
  not_latched: { status: 409, message: ({ value }) => `The stop ${String(value)} is not latched.` },
  cause_stands: {
    status: 409,
    message: ({ value }) => `The cause of ${String(value)} still stands or cannot be measured.`,
  },
});

/** Lifts a latched stop by an operator's word; refused while its cause stands; every attempt is audited. */
export default defineNode({
  type: 'busbar-safety-release',
  version: 1,
  fields: {
    device: text(),
    constraint: typed({ default: 'payload.constraint', defaultType: 'msg' }),
    operator: typed({ default: 'payload.operator', defaultType: 'msg' }),
    reason: typed({ default: 'payload.reason', defaultType: 'msg' }),
  },
  open({ config, evaluate, status }) {
    return {
      async input(message) {
        const identity = identityOf(message['req']);
        requireScope(identity, 'admin');
        const read = (input: TypedValue) => evaluate(input, message).catch(() => undefined);
        const wanted = await read(config.constraint);
        const operator = filledIn('operator', await read(config.operator));
        const reason = filledIn('reason', await read(config.reason));
        const constraint = latchingConstraints.find((name) => name === wanted);
        if (!constraint) {
          throw errors.unknown_constraint({
            field: 'constraint',
            limit: latchingConstraints.join(', '),
            value: wanted,
          });
        }
        const { device_id: named } = (message.payload ?? {}) as { device_id?: string };
        const guard = guardOf(config.device || named || undefined, identity?.sites);
        const requester: Requester = {
          keyId: identity?.keyId ?? null,
          source: operator,
          via: identity ? 'http' : 'flow',
        };
        const record = (kind: AuditKind, details: Record<string, unknown>) =>
          auditSink.get().append(
            auditEntry({
              kind,
              siteId: guard.device.siteId,
              deviceId: guard.device.deviceId,
              requester,
              verdict: constraint,
              reason,
              frame: guard.newestFrame,
              details,
            }),
          );
        // A stop is not lifted unless it is on record who wanted that.
        await record('release_intent', {});
        const outcome = guard.release(constraint);
        await record(outcome === 'released' ? 'latch_released' : 'release_refused', { outcome });
        status({ level: outcome === 'released' ? 'ok' : 'warning', text: `${constraint}: ${outcome}` });
        if (outcome !== 'released') throw errors[outcome]({ field: 'constraint', value: constraint });
        const releasedAt = isoWithOffset(safetyRuntime.get().clock.now());
        message['statusCode'] = 200;
        message.payload = { status: 'released', constraint, device_id: guard.device.deviceId, released_at: releasedAt };
        return message;
      },
    };
  },
});

function filledIn(field: string, value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw errors.missing_text({ field, value });
  return value.trim();
}
