import { defineNode, type Message, type NodeStatus, typed } from '../kernel/index.ts';
import { cloudSink, type CloudState } from './cloud-sink.ts';
import type { BatchRecord } from './outbox.ts';

/** Shows how the gateway's messages reach Pub/Sub, and queues events of a flow beside them. */
export default defineNode({
  type: 'busbar-pubsub-sink',
  version: 1,
  fields: { eventType: typed({ default: 'flow_event', defaultType: 'str' }) },
  open(node) {
    const sink = cloudSink.get();
    let shown = '';
    const unwatch = sink.watch((state) => {
      const status = statusOf(state);
      if (status.text === shown) return;
      shown = status.text;
      node.status(status);
    });
    const unsubscribe = sink.subscribe((batch) => node.send(messageOf(batch)));
    return {
      async input(message) {
        const messageType = String(await node.evaluate(node.config.eventType, message));
        await sink.publish({ messageType, payload: message.payload });
        return undefined;
      },
      close() {
        unwatch();
        unsubscribe();
      },
    };
  },
});

function statusOf({ enabled, pubsubConnected, depth, warnings }: CloudState): NodeStatus {
  if (!enabled) return { level: 'idle', text: 'off' };
  const text = `${pubsubConnected ? 'connected' : 'disconnected'}, ${depth} waiting`;
  if (!pubsubConnected) return { level: 'disconnected', text };
  return { level: warnings.length > 0 ? 'warning' : 'ok', text };
}

function messageOf({ failure, ...batch }: BatchRecord): Message {
  return {
    _msgid: `${batch.orderingKey}:${batch.firstSeq}`,
    topic: batch.orderingKey,
    payload: { ...batch, failure: failure?.reason ?? null },
  };
}
