import { defineErrors, defineNode, text } from '../kernel/index.ts';
import { type Permit, safetyRuntime } from '../safety/index.ts';
import { auditEntry, auditSink, type Requester, siteRuntime } from '../site/index.ts';
import { deviceOf } from './managed-device.ts';

const errors = defineErrors({
  permit_refused: {
    status: 409,
    message: ({ value }) => `The write was not permitted: the permit in msg.permit is ${String(value)}.`,
  },
  wrong_device: {
    status: 409,
    message: ({ limit, value }) => `The permit is for ${String(value)}, this node writes to ${String(limit)}.`,
  },
  not_controllable: { status: 422, message: ({ value }) => `Device ${String(value)} cannot be controlled.` },
});

const unknownRequester: Requester = { keyId: null, source: 'unknown', via: 'flow' };

/** Redeems a permit of the safety guard and carries it out. What to write comes from the ledger, never from the message. */
export default defineNode({
  type: 'busbar-device-write',
  version: 1,
  fields: { device: text() },
  open(node) {
    const { config, status } = node;
    status({ level: 'idle', text: config.device === '' ? 'any device' : config.device });
    return {
      async input(message) {
        const redemption = safetyRuntime.get().permits.redeem(message['permit']);
        if (!redemption.ok) {
          // The copy that was redeemed answers the request; a second answer would race with it.
          if (redemption.refusal === 'used') delete message['res'];
          await auditRefusal(redemption);
          throw errors.permit_refused({ field: 'permit', value: redemption.refusal });
        }
        const { permit } = redemption;
        if (config.device !== '' && config.device !== permit.deviceId) {
          await auditRefusal({ refusal: 'for another device', permit });
          throw errors.wrong_device({ field: 'device', limit: config.device, value: permit.deviceId });
        }
        const { writer } = deviceOf(permit.deviceId);
        if (!writer) throw errors.not_controllable({ field: 'device', value: permit.deviceId });
        const executed = await writer.execute(permit);
        status({ level: 'ok', text: `${executed.targetKw} kW` });
        message['statusCode'] = 200;
        message.payload = {
          status: 'executed',
          target_kw: executed.targetKw,
          safety_check: 'passed',
          modbus_register: executed.register,
          latency_ms: Math.round(executed.latencyMs * 10) / 10,
        };
        return message;
      },
    };
  },
});

async function auditRefusal({ refusal, permit }: { refusal: string; permit?: Permit }): Promise<void> {
  await auditSink.get().append(
    auditEntry({
      kind: 'permit_refused',
      siteId: siteRuntime.get().model.gateway.siteId,
      deviceId: permit?.deviceId ?? null,
      commandId: permit?.commandId ?? null,
      requester: permit?.requester ?? unknownRequester,
      targetKw: permit?.targetKw ?? null,
      verdict: refusal,
    }),
  );
}
