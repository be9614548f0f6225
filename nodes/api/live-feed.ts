import { choice, defineNode, type Message, number, randomId, text } from '../kernel/index.ts';
import { siteRuntime } from '../site/index.ts';
import { scopes } from './access/roles.ts';
import type { ClientSign } from './feeds/feed.ts';
import { feedKindNames, feedKinds } from './feeds/feed-kinds.ts';
import { frontDoor } from './front-door.ts';

export default defineNode({
  type: 'busbar-live-feed',
  version: 1,
  fields: {
    path: text({ required: true }),
    kind: choice(feedKindNames, { default: 'plain' }),
    scope: choice(scopes, { default: 'read' }),
    maxClients: number({ default: 512, min: 1, max: 10_000, integer: true }),
  },
  open({ config: { path, kind, scope, maxClients }, send, status }) {
    const settings = { path, kindName: kind, scope };
    const feed = frontDoor.get().feeds.open(settings, {
      kind: feedKinds[kind](() => siteRuntime.get().model),
      maxClients,
      onClients: (count) => status(count === 0 ? { level: 'idle', text: 'no clients' } : clientsStatus(count)),
      onSign: (sign) => send(signMessage(sign)),
    });
    return {
      input(message) {
        feed.publish(message);
        return undefined;
      },
      close: (removed) => feed.close(removed),
    };
  },
});

function clientsStatus(count: number) {
  return { level: 'ok', text: count === 1 ? '1 client' : `${count} clients` } as const;
}

function signMessage({ topic, client, said, parameters, query }: ClientSign): Message {
  return { _msgid: randomId(), topic, client, payload: said, parameters, query };
}
