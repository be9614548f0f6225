import { defineNode, type NodeApi, text } from '../kernel/index.ts';
import { frameMessage } from './frame.ts';
import { siteRuntime } from './registry.ts';

/** Sends the frames of the site, or of one device, as messages: the tap on the bus that every protection hangs on. */
export default defineNode({
  type: 'busbar-site',
  version: 1,
  fields: { device: text() },
  setup: serveDeviceList,
  open({ config, send, status }) {
    const { bus, devices, model } = siteRuntime.get();
    const faulted = [...devices.values()].filter(({ fault }) => fault !== undefined).length;
    const plant = model.gateway.simulated ? 'simulated plant, ' : '';
    status({
      level: faulted > 0 ? 'warning' : 'ok',
      text: `${plant}${devices.size} devices${faulted > 0 ? `, ${faulted} faulted` : ''}`,
    });
    const unsubscribe = bus.subscribe((frame) => {
      if (config.device === '' || frame.deviceId === config.device) send(frameMessage(frame));
    });
    return {
      close() {
        unsubscribe();
      },
    };
  },
});

/** The device forms of the editor offer the devices of the site file. */
function serveDeviceList(red: NodeApi): void {
  red.httpAdmin.get('/busbar/devices', red.auth.needsPermission('flows.read'), (_request, response) => {
    const devices = [...(siteRuntime.peek()?.devices.values() ?? [])];
    response.json(devices.map(({ model, fault }) => ({ id: model.id, name: model.name, type: model.type, fault })));
  });
}
