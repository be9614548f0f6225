import type { NodeBehaviour, NodeContext } from './define-node.ts';
import { asBusbarError } from './errors.ts';
import type { Message, RuntimeNode, Send } from './red.ts';

type Place = Pick<NodeContext<unknown>, 'id' | 'red'>;

interface AcrossDeploys {
  /** Settles when the message is done with. Rejects with what nobody else can tell. */
  input(message: Message, send: Send): Promise<void>;
  /** The deploy closes the node. */
  closed(): void;
}

/**
 * Node-RED drops what a node sends once a deploy has closed it, and a request would wait for its deadline. What `input`
 * still has under way then leaves through the node of the same id in the new flows, as soon as they run: its results by
 * that node's wires, its errors to the catch node there. A node that the deploy removed has nobody left to answer.
 */
export function acrossDeploys(place: Place, input: NonNullable<NodeBehaviour['input']>): AcrossDeploys {
  let underWay = 0;
  let isClosed = false;
  let successor: Promise<RuntimeNode | undefined> | undefined;
  const next = (): Promise<RuntimeNode | undefined> => (successor ??= nextOf(place));

  return {
    closed() {
      isClosed = true;
      // Every node with a listener of its own would be too many.
      if (underWay > 0) void next();
    },
    async input(message, send) {
      const sendOn: Send = (messages) => {
        if (!isClosed) send(messages);
        else void next().then((node) => node?.send(messages));
      };
      underWay += 1;
      // What was on its way when the node was closed comes in the turn after it.
      if (isClosed) void next();
      try {
        const result = await input(message, sendOn);
        if (result) sendOn(result);
      } catch (thrown) {
        const node = isClosed ? await next() : undefined;
        if (!node) throw thrown;
        node.error(asBusbarError(thrown), message);
      } finally {
        underWay -= 1;
      }
    },
  };
}

function nextOf({ id, red }: Place): Promise<RuntimeNode | undefined> {
  return new Promise((resolve) => {
    red.events.once('flows:started', () => resolve((red.nodes.getNode(id) as RuntimeNode | null) ?? undefined));
  });
}
