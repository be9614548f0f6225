import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { FeedClient } from '../../../../nodes/api/feeds/feed-client.ts';
import { ManualClock } from '../../../support/manual-clock.ts';

/** A WebSocket whose stream takes as many bytes as it is told to. */
class Peer extends EventEmitter {
  readyState: number = WebSocket.OPEN;
  writableLength = 0;
  written = 0;
  pings = 0;
  closed: number | undefined;
  terminated = false;
  readonly clock = new ManualClock();
  readonly heard: string[] = [];
  readonly cuts: string[] = [];
  readonly client = new FeedClient({
    webSocket: this as unknown as WebSocket,
    stream: this as unknown as Duplex,
    clock: this.clock,
    onText: (text) => this.heard.push(text),
    onClose: () => undefined,
    onCut: (reason) => this.cuts.push(reason),
  });

  write(data: Buffer): void {
    this.written += data.length;
    this.writableLength += data.length;
  }
  /** Reads so much of what waits. */
  read(bytes = this.writableLength): void {
    this.writableLength -= bytes;
  }
  ping(): void {
    this.pings += 1;
  }
  close(code: number): void {
    this.closed = code;
    this.readyState = WebSocket.CLOSING;
  }
  terminate(): void {
    this.terminated = true;
    this.readyState = WebSocket.CLOSED;
  }
  say(text: string, isBinary = false): void {
    this.emit('message', Buffer.from(text), isBinary);
  }
}

describe('feed client', () => {
  let peer: Peer;
  beforeEach(() => (peer = new Peer()));
  const kilobytes = (count: number): Buffer => Buffer.alloc(1024 * count);

  it('is cut off once more than 1 MB waits for it', () => {
    for (let sent = 0; sent < 1024; sent += 1) peer.client.send(kilobytes(1));
    peer.client.send(kilobytes(1));
    assert.deepEqual([peer.cuts, peer.terminated], [[], false]);
    peer.client.send(kilobytes(1));
    assert.deepEqual([peer.cuts, peer.terminated], [['slow'], true]);
    const { written } = peer;
    peer.client.send(kilobytes(1));
    assert.equal(peer.written, written, 'nothing is written after the cut');
  });

  it('is cut off once something has waited for more than 10 s', () => {
    peer.client.send(kilobytes(1));
    for (let second = 0; second < 11; second += 1) {
      assert.deepEqual(peer.cuts, [], `after ${second} s`);
      peer.clock.advance(1000);
      peer.client.send(kilobytes(1));
    }
    peer.clock.advance(1000);
    peer.client.send(kilobytes(1));
    assert.deepEqual(peer.cuts, ['slow']);
  });

  it('may be behind for ever by less than that', () => {
    peer.client.send(kilobytes(4));
    for (let second = 0; second < 100; second += 1) {
      peer.clock.advance(1000);
      peer.client.send(kilobytes(1));
      peer.read(1024);
    }
    assert.deepEqual(peer.cuts, []);
  });

  it('is found slow by a ping too, when nothing more is sent', () => {
    peer.client.send(kilobytes(1));
    peer.client.ping();
    peer.emit('pong');
    peer.clock.advance(30_000);
    peer.client.ping();
    assert.deepEqual(peer.cuts, ['slow']);
  });

  it('is cut off when it answers no ping', () => {
    peer.client.ping();
    peer.emit('pong');
    peer.client.ping();
    peer.say('still here');
    peer.client.ping();
    assert.deepEqual([peer.pings, peer.cuts], [3, []]);
    peer.client.ping();
    assert.deepEqual([peer.pings, peer.cuts, peer.terminated], [3, ['silent'], true]);
  });

  it('is heard up to a rate', () => {
    for (let count = 0; count < 50; count += 1) peer.say('x');
    assert.deepEqual([peer.heard.length, peer.closed], [50, undefined]);
    peer.say('x');
    assert.deepEqual([peer.heard.length, peer.closed, peer.cuts], [50, 1008, ['talkative']]);
  });

  it('is heard in bytes where its feed takes them, up to the same rate', () => {
    const heard: string[] = [];
    const webSocket = peer as unknown as WebSocket;
    const stream = peer as unknown as Duplex;
    peer.removeAllListeners();
    const { clock } = peer;
    const ignore = (): void => undefined;
    const onBytes = (bytes: Buffer): void => void heard.push(bytes.toString('hex'));
    new FeedClient({ webSocket, stream, clock, onText: ignore, onBytes, onClose: ignore, onCut: ignore });
    for (let count = 0; count < 51; count += 1) peer.say('x', true);
    assert.deepEqual([heard.length, heard[0], peer.closed], [50, '78', 1008]);
  });

  it('is closed when it sends bytes', () => {
    peer.say('x', true);
    assert.deepEqual([peer.heard, peer.closed], [[], 1003]);
  });
});
