import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { acrossDeploys } from '../../../nodes/kernel/across-deploys.ts';
import { BusbarError, type Message, type NodeApi } from '../../../nodes/kernel/index.ts';
import { settled } from '../safety/guarded-battery.ts';

/** A node that waits for the test in the middle of its input, and the flows around it. */
class DeployedNode {
  readonly sent: unknown[] = [];
  readonly sentLater: unknown[] = [];
  readonly failedLater: { error: unknown; message: unknown }[] = [];
  readonly events = new EventEmitter();
  finish: (thrown?: Error) => void = () => assert.fail('nothing is under way');
  isRemoved = false;
  readonly behaviour = acrossDeploys({ id: 'node', red: this.#red() }, (message, send) => {
    return new Promise((resolve, reject) => {
      this.finish = (thrown) => {
        if (thrown) reject(thrown);
        else {
          send([null, message]);
          resolve(message);
        }
      };
    });
  });

  receive(payload: unknown): Promise<unknown> {
    return Promise.resolve(this.behaviour.input({ _msgid: '1', payload }, (sent) => void this.sent.push(sent)));
  }

  /** What a deploy does once the new flows run. */
  async startNewFlows(): Promise<void> {
    this.events.emit('flows:started');
    await settled();
  }

  #red(): NodeApi {
    const successor = {
      send: (messages: unknown) => void this.sentLater.push(messages),
      error: (error: unknown, message: unknown) => void this.failedLater.push({ error, message }),
    };
    return { events: this.events, nodes: { getNode: () => (this.isRemoved ? null : successor) } } as unknown as NodeApi;
  }
}

const payloadsOf = (sent: readonly unknown[]): unknown[] =>
  sent.flatMap((messages) => [messages].flat().map((message) => (message as Message | null)?.payload ?? null));

describe('a node across deploys', () => {
  let node: DeployedNode;
  beforeEach(() => {
    node = new DeployedNode();
  });

  it('sends and fails as every other node while no deploy comes', async () => {
    const received = node.receive('a');
    node.finish();
    await received;
    assert.deepEqual(payloadsOf(node.sent), [null, 'a', 'a']);
    const failing = node.receive('b');
    node.finish(new BusbarError('command_failed', 503, 'no'));
    await assert.rejects(failing, { code: 'command_failed' });
    assert.deepEqual([node.sentLater, node.failedLater], [[], []]);
  });

  it('sends what a deploy has overtaken through its successor, once the new flows run', async () => {
    const received = node.receive('a');
    node.behaviour.closed();
    node.finish();
    await received;
    assert.deepEqual([node.sent, node.sentLater], [[], []]);
    await node.startNewFlows();
    assert.deepEqual(payloadsOf(node.sentLater), [null, 'a', 'a']);
  });

  it('does so too for what ends long after the new flows have started', async () => {
    const received = node.receive('a');
    node.behaviour.closed();
    await node.startNewFlows();
    node.finish();
    await received;
    await settled();
    assert.deepEqual(payloadsOf(node.sentLater), [null, 'a', 'a']);
  });

  it('hands an error to the successor, with the message that it answers', async () => {
    const received = node.receive('a');
    node.behaviour.closed();
    await node.startNewFlows();
    node.finish(new BusbarError('command_unknown', 503, 'nobody knows'));
    await received;
    const [{ error, message } = { error: null, message: null }] = node.failedLater;
    assert.equal((error as BusbarError).code, 'command_unknown');
    assert.equal((message as Message).payload, 'a');
  });

  it('fails by itself when the deploy has removed it', async () => {
    node.isRemoved = true;
    const received = node.receive('a');
    node.behaviour.closed();
    await node.startNewFlows();
    node.finish(new BusbarError('command_unknown', 503, 'nobody knows'));
    await assert.rejects(received, { code: 'command_unknown' });
  });

  it('listens to nothing when nothing was under way', () => {
    node.behaviour.closed();
    assert.equal(node.events.listenerCount('flows:started'), 0);
  });
});
