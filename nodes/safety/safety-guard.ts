import { defineNode, identityOf, type Message, text, typed } from '../kernel/index.ts';
import { auditSink, type Requester } from '../site/index.ts';
import { admitCommand } from './admit-command.ts';
import { shown } from './judge-command.ts';
import { requireScope } from './require-scope.ts';
import { guardOf, safetyRuntime } from './safety-runtime.ts';

/** Judges a command: output 1 carries a one-use permit, output 2 the documented refusal. */
export default defineNode({
  type: 'busbar-safety-guard',
  version: 1,
  fields: {
    device: text(),
    target: typed({ default: 'payload.target_kw', defaultType: 'msg' }),
    source: typed({ default: 'payload.source', defaultType: 'msg' }),
  },
  open(node) {
    const { config, evaluate, status, name } = node;
    status({ level: 'idle', text: 'ready' });
    return {
      async input(message, send) {
        const identity = identityOf(message['req']);
        const { clock, permits } = safetyRuntime.get();
        const receivedAt = identity?.arrivedAt ?? clock.monotonic();
        const target = await evaluate(config.target, message).catch(() => undefined);
        const source = await evaluate(config.source, message).catch(() => undefined);
        const requester: Requester = {
          keyId: identity?.keyId ?? null,
          source: typeof source === 'string' && source !== '' ? source : identity ? 'api' : `flow node ${name}`,
          via: identity ? 'http' : 'flow',
        };
        requireScope(identity, 'dispatch');
        const guard = guardOf(config.device || requestedDevice(message), identity?.sites);
        const command = { target, requester, receivedAt, details: { requested: shown(target) } };
        const admission = await admitCommand(command, { guard, permits, audit: auditSink.get() });
        if (!admission.permitted) {
          const { constraint, reason } = admission;
          status({ level: 'warning', text: constraint });
          message['statusCode'] = constraint === 'disconnected' ? 503 : 422;
          message.payload = { status: 'rejected', reason, safety_constraint: constraint };
          send([null, message]);
          return undefined;
        }
        message['permit'] = admission.permit;
        status({ level: 'ok', text: `${admission.targetKw} kW permitted` });
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
