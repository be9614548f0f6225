import {
  defineNode,
  flag,
  KeptAcrossDeploys,
  type Message,
  type NodeContext,
  number,
  randomId,
  systemClock,
  text,
} from '../kernel/index.ts';
import { safetyRuntime } from '../safety/index.ts';
import { auditSink } from '../site/index.ts';
import { deviceOf } from './managed-device.ts';
import { NorthboundPort, type PortSettings, type WriteVerdict } from './northbound/northbound-port.ts';
import { modbusTraffic } from './traffic.ts';

const statusPeriodMs = 2000;

/** The process's northbound ports; a deploy leaves those open whose settings stay. */
export const northboundPorts = new KeptAcrossDeploys<PortSettings, NorthboundPort>(systemClock, (port) => port.close());

/** Lets other masters of the site reach a device: they read what the gateway read, the guard judges what they write. */
export default defineNode({
  type: 'busbar-modbus-port',
  version: 1,
  fields: {
    enabled: flag({ default: false }),
    device: text(),
    host: text({ default: '127.0.0.1', required: true }),
    port: number({ default: 5020, min: 1, max: 65_535, integer: true }),
    unit: number({ default: 0, min: 0, max: 247, integer: true }),
    allow: text({ default: '127.0.0.1, ::1', required: true }),
  },
  open(node) {
    const { enabled, ...settings } = node.config;
    if (!enabled) {
      node.status({ level: 'idle', text: 'off' });
      void northboundPorts.release(node.id, true);
      return undefined;
    }
    node.status({ level: 'busy', text: 'opening' });
    const shown = northboundPorts.hold(node.id, settings, () => openPort(settings)).then((port) => show(port, node));
    shown.catch(node.fail);
    return {
      async close(removed) {
        const endShow = await shown.catch(() => undefined);
        endShow?.();
        await northboundPorts.release(node.id, removed);
      },
    };
  },
});

function openPort(settings: PortSettings): Promise<NorthboundPort> {
  const { guards, permits, clock, primaryDeviceId } = safetyRuntime.get();
  const deviceId = settings.device || (primaryDeviceId ?? '');
  return NorthboundPort.open({
    settings: { ...settings, device: deviceId },
    device: deviceOf(deviceId),
    guard: guards.get(deviceId),
    permits,
    audit: auditSink.get(),
    traffic: modbusTraffic.get(),
    clock,
  });
}

/** Shows a port in a node's status and sends its writes on. Returns the function that ends it. */
function show(port: NorthboundPort, { status, send }: Pick<NodeContext<unknown>, 'status' | 'send'>): () => void {
  let requestsBefore = port.requests;
  const showStatus = (): void => {
    const { requests, connections } = port;
    const perSecond = ((requests - requestsBefore) * 1000) / statusPeriodMs;
    requestsBefore = requests;
    status({ level: 'ok', text: `port ${port.port}: ${connections} connections, ${perSecond} requests/s` });
  };
  showStatus();
  const timer = systemClock.every(statusPeriodMs, showStatus);
  const untap = port.tap((verdict) => send(messageOf(verdict)));
  return () => {
    timer.cancel();
    untap();
  };
}

function messageOf(written: WriteVerdict): Message {
  return {
    _msgid: randomId(),
    topic: written.deviceId,
    payload: {
      verdict: written.verdict,
      target_kw: written.targetKw,
      safety_constraint: written.constraint,
      reason: written.reason,
      exception: written.exception,
      function_code: written.functionCode,
      address: written.address,
      peer: written.peer,
    },
  };
}
