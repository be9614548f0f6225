import { defineNode, type NodeStatus, text } from '../kernel/index.ts';
import { serverMessage } from './feed-messages.ts';
import { errors } from './server-errors.ts';
import { serverMonitor } from './server-monitor.ts';
import { reasonOf, type ServerState } from './server-state.ts';

const levels = { online: 'ok', offline: 'disconnected', warning: 'warning', error: 'error' } as const;

/** Sends what the sources of a server, or of every server, say in each round; a message asks them at once. */
export default defineNode({
  type: 'busbar-server-collector',
  version: 1,
  fields: { server: text() },
  open({ config: { server }, send, status }) {
    const monitor = serverMonitor.get();
    const own = (): readonly ServerState[] => {
      return monitor.states().filter(({ model }) => server === '' || model.name === server);
    };
    if (own().length === 0 && server !== '') throw errors.unknown_server({ field: 'server', value: server });
    const show = (): void => status(statusOf(own()));
    show();
    const unsubscribe = monitor.subscribe((state) => {
      if (server !== '' && state.model.name !== server) return;
      show();
      send(serverMessage(state, monitor.now()));
    });
    return {
      async input() {
        // What they say comes out as in every round.
        await Promise.all(own().map(({ model }) => monitor.ask(model.name)));
        return undefined;
      },
      close: unsubscribe,
    };
  },
});

function statusOf(states: readonly ServerState[]): NodeStatus {
  const [state] = states;
  if (!state) return { level: 'idle', text: 'the site has no servers' };
  if (states.length === 1) return { level: levels[state.status], text: reasonOf(state) ?? state.status };
  const online = states.filter(({ status }) => status === 'online').length;
  return { level: online === states.length ? 'ok' : 'warning', text: `${online} of ${states.length} servers online` };
}
