import { randomUUID } from 'node:crypto';
import { defineErrors, defineNode, identityOf, type Message, text, typed } from '../kernel/index.ts';
import { type AuditEntry, auditSink, type Requester } from '../site/index.ts';
import type { DeviceGuard } from './device-guard.ts';
import { shown } from './judge-command.ts';
import { requireScope } from './require-scope.ts';
import { guardOf, safetyRuntime } from './safety-runtime.ts';

const errors = defineErrors({
  audit_unavailable: { status: 503, message: () => 'The audit log cannot be written, so no command is accepted.' },
});

/** Judges a command: output 1 carries a one-use permit, output 2 the documented refusal. */
export default defineNode({
  type: 'busbar-safety-guard',
  version: 1,
  fields: {
    device: text(),
    target: typed({ default: 'payload.target_kw', defaultType: 'msg' }),
    source: typed({ default: 'payload.source', defaultType: 'msg' }),
  },
  open({ config, evaluate, status, name }) {
    status({ level: 'idle', text: 'ready' });
    return {
      async input(message, send) {
        const identity = identityOf(message['req']);
        const receivedAt = identity?.arrivedAt ?? safetyRuntime.get().clock.monotonic();
        const target = await evaluate(config.target, message).catch(() => undefined);
        const source = await evaluate(config.source, message).catch(() => undefined);
        const requester: Requester = {
          keyId: identity?.keyId ?? null,
          source: typeof source === 'string' && source !== '' ? source : identity ? 'api' : `flow node ${name}`,
          via: identity ? 'http' : 'flow',
        };
        requireScope(identity, 'dispatch');
        const guard = guardOf(config.device || requestedDevice(message), identity?.sites);
        const commandId = randomUUID();
        const record = recorder(guard, { commandId, requester, targetKw: typeof target === 'number' ? target : null });

        await record('command_intent', { details: { requested: shown(target) } });
        const verdict = guard.judge(target, requester);
        if (!verdict.permitted) {
          const { constraint, reason } = verdict;
          await record('command_rejected', { verdict: constraint, reason });
          status({ level: 'warning', text: constraint });
          message['statusCode'] = constraint === 'disconnected' ? 503 : 422;
          message.payload = { status: 'rejected', reason, safety_constraint: constraint };
          send([null, message]);
          return undefined;
        }
        const { targetKw } = verdict;
        const { deviceId } = guard.device;
        message['permit'] = safetyRuntime.get().permits.issue({ commandId, deviceId, targetKw, requester, receivedAt });
        status({ level: 'ok', text: `${targetKw} kW permitted` });
        send([message, null]);
        return undefined;
      },
    };
  },
});

/** A request may name one of several devices of the site. */
function requestedDevice(message: Message): string | undefined {
  const { device_id: deviceId } = (message.payload ?? {}) as { device_id?: unknown };
  return typeof deviceId === 'string' && deviceId !== '' ? deviceId : undefined;
}

/** Appends audit rows of one command; resolves once they are on the disk. */
function recorder(guard: DeviceGuard, command: Pick<AuditEntry, 'commandId' | 'requester' | 'targetKw'>) {
  const { siteId, deviceId } = guard.device;
  const none = { verdict: null, reason: null, latencyMs: null, details: {} };
  return async (kind: AuditEntry['kind'], facts: Partial<AuditEntry>): Promise<void> => {
    try {
      await auditSink.get().append({ kind, siteId, deviceId, ...command, ...none, frame: guard.newestFrame, ...facts });
    } catch {
      throw errors.audit_unavailable();
    }
  };
}
