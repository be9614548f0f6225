import { BusbarError, defineNode, type Message, text } from '../kernel/index.ts';
import { type Frame, frameMessage, Quality, siteRuntime } from '../site/index.ts';
import { deviceOf } from './managed-device.ts';

/** Takes the getter's answers to the device's open reads, and sends each finished frame on. */
export default defineNode({
  type: 'busbar-device-decode',
  version: 1,
  fields: { device: text({ required: true }) },
  open({ config, send, status }) {
    const device = deviceOf(config.device);
    let shown = '';
    const unsubscribe = siteRuntime.get().bus.subscribe((frame) => {
      if (frame.deviceId !== config.device) return;
      const { level, text } = statusOf(frame);
      // Status changes travel to every open editor: only news is sent.
      if (text !== shown) status({ level, text });
      shown = text;
      send(frameMessage(frame));
    });
    return {
      input(message) {
        const { exchange } = (message['busbar'] ?? {}) as { exchange?: unknown };
        device.exchanges.answer(exchange, outcomeOf(message));
        return undefined;
      },
      close() {
        unsubscribe();
      },
    };
  },
});

/** The registers of the answer, or the getter's error. */
function outcomeOf(message: Message): Uint16Array | Error {
  const { data } = (message['responseBuffer'] ?? {}) as { data?: unknown };
  if (Array.isArray(data) && message['error'] === undefined) return Uint16Array.from(data as number[]);
  const { message: text } = (message['error'] ?? {}) as { message?: string };
  return new BusbarError('read_failed', 503, text ?? 'the getter sent no registers');
}

function statusOf(frame: Frame): { level: 'ok' | 'disconnected'; text: string } {
  const good = frame.quality.filter((quality) => quality === Quality.good).length;
  if (good > 0) return { level: 'ok', text: `${good} of ${frame.index.size} points` };
  return { level: 'disconnected', text: 'no answer' };
}
