import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { frontDoor } from '../../../nodes/api/index.ts';
import liveFeed from '../../../nodes/api/live-feed.ts';
import { siteRuntime, type SiteRuntime } from '../../../nodes/site/index.ts';
import { coreNode, TestFlow } from '../../support/node-runtime.ts';
import { type DoorServer, startDoorServer } from './door-server.ts';
import { feedSite } from './feeds/feed-site.ts';

const plain = { path: '/ws/{machine}', kind: 'plain', scope: 'read', maxClients: 3 };

describe('live-feed node', () => {
  let server: DoorServer;

  before(async () => {
    server = await startDoorServer({ mode: 'development' });
    frontDoor.provide(server.door);
    siteRuntime.provide({ model: feedSite } as SiteRuntime);
  });
  afterEach(() => TestFlow.close());
  after(async () => {
    siteRuntime.withdraw();
    frontDoor.withdraw();
    await server.close();
  });

  async function enter(path: string): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`);
    await once(socket, 'open');
    return socket;
  }

  async function nextText(socket: WebSocket): Promise<string> {
    const [data] = (await once(socket, 'message')) as [Buffer];
    return data.toString();
  }

  it('sends payloads to the clients of a path and shows how many there are', async () => {
    const flow = await TestFlow.ofNode(liveFeed, plain);
    const [socket] = await Promise.all([enter('/ws/m1'), enter('/ws/m2')]);
    const text = nextText(socket);
    flow.receive('node', { payload: { a: 1 }, parameters: { machine: 'm1' } });
    assert.equal(await text, '{"a":1}');
    assert.deepEqual(flow.shown('node'), ['no clients', '1 client', '2 clients']);
    assert.deepEqual(
      flow.arrived('out1').map(({ topic, payload, parameters }) => [topic, payload, parameters]),
      [
        ['connect', null, { machine: 'm1' }],
        ['connect', null, { machine: 'm2' }],
      ],
    );
  });

  it('keeps its clients while a deploy closes and opens it', async () => {
    const config = { ...plain, path: '/ws/deployed' };
    await TestFlow.ofNode(liveFeed, config);
    const socket = await enter('/ws/deployed');
    await TestFlow.close();
    const flow = await TestFlow.ofNode(liveFeed, config);
    assert.deepEqual(flow.shown('node'), ['1 client']);
    const text = nextText(socket);
    flow.receive('node', { payload: 'after' });
    assert.equal(await text, 'after');
  });

  it('answers a client when its message is sent back', async () => {
    const path = '/ws/answers';
    const flow = await TestFlow.load(
      [liveFeed, coreNode('function/15-change.js')],
      [
        { id: 'tab', type: 'tab' },
        { id: 'feed', z: 'tab', type: 'busbar-live-feed', x: 1, y: 1, ...plain, path, wires: [['pong']] },
        {
          id: 'pong',
          z: 'tab',
          type: 'change',
          rules: [{ t: 'set', p: 'payload', pt: 'msg', to: '{"event":"pong"}', tot: 'json' }],
          x: 2,
          y: 1,
          wires: [['feed']],
        },
      ],
    );
    const socket = await enter(path);
    assert.equal(await nextText(socket), '{"event":"pong"}', 'to the greeting');
    const text = nextText(socket);
    socket.send('ping');
    assert.equal(await text, '{"event":"pong"}');
    assert.deepEqual(flow.statuses('feed').at(-1), { fill: 'green', shape: 'dot', text: '1 client' });
  });

  it('makes readings of frames, by block', async () => {
    const flow = await TestFlow.ofNode(liveFeed, {
      ...plain,
      path: '/api/v1/ws/telemetry/{block_slug}',
      kind: 'telemetry',
    });
    const socket = await enter('/api/v1/ws/telemetry/block-02');
    const text = nextText(socket);
    flow.receive('node', { payload: { supply: 32, power: 847 }, frame: { deviceId: 'D1', ts: 0, bad: {} } });
    const { sensor_id, value } = JSON.parse(await text) as Record<string, unknown>;
    assert.deepEqual([sensor_id, value], [44, 847]);
  });

  it('sends a message that it cannot use to a catch node', async () => {
    const flow = await TestFlow.ofNode(liveFeed, { ...plain, path: '/ws/alarms', kind: 'alarms' });
    const { code, message } = await flow.askForError('node', { payload: 'nonsense' });
    assert.equal(code, 'bad_feed_message');
    assert.match(message, /payload must be \{event, alarm, timestamp\}/);
  });

  for (const [path, code] of [
    ['ws', 'bad_feed_path'],
    ['', 'bad_node_config'],
  ] as const) {
    it(`with the path ${JSON.stringify(path)} is red`, async () => {
      const flow = await TestFlow.ofNode(liveFeed, { ...plain, path });
      assert.deepEqual(flow.shown('node'), [code]);
    });
  }
});
