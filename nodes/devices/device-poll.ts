import { defineNode, nodeReference, text } from '../kernel/index.ts';
import { deviceOf } from './managed-device.ts';
import type { ModbusClientNode } from './modbus-transport.ts';

/** Sends a device's planned reads into the flow, one at a time, and lends the device the flow's connection. */
export default defineNode({
  type: 'busbar-device-poll',
  version: 1,
  fields: { device: text({ required: true }), client: nodeReference() },
  open({ config, lookUp, send, status }) {
    const device = deviceOf(config.device);
    const unit = device.model.unit ?? device.profile.connection.unit;
    const client = lookUp(config.client) as ModbusClientNode | undefined;
    const detachClient = client && device.attachClient(client);
    const detachExchange = device.exchanges.attach(({ functionCode, address, quantity }, exchange) => {
      const payload = { fc: functionCode, unitid: unit, address, quantity };
      send({ _msgid: exchange, topic: config.device, payload, busbar: { exchange } });
    });
    if (client) status({ level: 'ok', text: `${device.profile.id}, unit ${unit}` });
    else status({ level: 'warning', text: 'no client: cannot write' });
    return {
      close() {
        detachExchange();
        detachClient?.();
      },
    };
  },
});
