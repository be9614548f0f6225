import { defineNode, type Message, randomId } from '../kernel/index.ts';
import { microgridService } from './microgrid.ts';
import type { RealtimeHub } from './realtime/realtime-hub.ts';

/** Speaks the Realtime protocol with the clients of a live feed. */
export default defineNode({
  type: 'busbar-realtime',
  version: 1,
  fields: {},
  open({ id, red, send, status }) {
    const { realtime } = microgridService.get();
    const show = (): void => status(statusOf(realtime.clientsOf(id)));
    const carry = (): void => realtime.carryBy(id, (client, payload) => send({ _msgid: randomId(), client, payload }));
    // What waits from before a deploy must not be sent to nodes that do not stand yet.
    red.events.once('flows:started', carry);
    show();
    return {
      input(message) {
        hear(realtime, id, message);
        show();
        return undefined;
      },
      close() {
        red.events.removeListener('flows:started', carry);
        realtime.carryBy(id, undefined);
      },
    };
  },
});

/** A sign of a live feed: a client came, said something or went. */
function hear(realtime: RealtimeHub, node: string, { topic, client, payload, query }: Message): void {
  if (typeof client !== 'string') return;
  if (topic === 'connect') realtime.connect(client, (query as { vsn?: string } | undefined)?.vsn, node);
  else if (topic === 'disconnect') realtime.disconnect(client);
  else if (typeof payload === 'string' || payload instanceof Uint8Array) realtime.receive(client, payload);
}

function statusOf(clients: number) {
  if (clients === 0) return { level: 'idle', text: 'no clients' } as const;
  return { level: 'ok', text: clients === 1 ? '1 client' : `${clients} clients` } as const;
}
