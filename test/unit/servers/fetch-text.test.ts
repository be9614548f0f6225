import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../nodes/kernel/index.ts';
import { fetchJson, fetchText } from '../../../nodes/servers/fetch-text.ts';
import { answerText, type Behaviour, flood, startTarget, type Target } from './http-target.fixture.ts';

describe('text over HTTP', () => {
  let target: Target;
  before(async () => {
    target = await startTarget(answerText(''));
  });
  after(() => target.close());

  const options = { clock: systemClock, timeoutMs: 200 };
  const fetched = (behaviour: Behaviour): Promise<string> => {
    target.behave(behaviour);
    return fetchText(target.url, options);
  };

  it('is the body', async () => assert.equal(await fetched(answerText('up 1\n')), 'up 1\n'));

  it('is asked for with the headers, once, on a connection of its own', async () => {
    let seen = '';
    target.behave((socket, request) => {
      seen = request;
      answerText('x')(socket, request);
    });
    await fetchText(target.url, { ...options, headers: { Authorization: 'token' } });
    assert.match(seen, /^GET \/metrics HTTP\/1\.1\r\n/);
    assert.match(seen, /\r\nAuthorization: token\r\n/);
    assert.match(seen, /\r\nConnection: close\r\n/i);
  });

  const faults: [title: string, behaviour: Behaviour, code: string][] = [
    ['hangs', () => undefined, 'source_timeout'],
    [
      'stops after the head',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nup'),
      'source_timeout',
    ],
    ['sends 50 MB', flood, 'source_too_large'],
    ['closes half-way', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nup 1'), 'source_cut_off'],
    [
      'closes within a chunk',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nup 1'),
      'source_cut_off',
    ],
    ['closes at once', (socket) => socket.end(), 'source_unreachable'],
    ['resets', (socket) => socket.resetAndDestroy(), 'source_unreachable'],
    ['speaks no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH\r\n'), 'source_unreachable'],
    ['redirects', answerText('', '302 Found', 'Location: http://169.254.169.254/\r\n'), 'source_redirects'],
    ['refuses', answerText('', '401 Unauthorized'), 'source_refuses'],
    ['has nothing', answerText('', '204 No Content'), 'source_refuses'],
  ];
  for (const [title, behaviour, code] of faults) {
    it(`a target that ${title} is ${code}`, async () => {
      await assert.rejects(fetched(behaviour), { code, status: 503 });
    });
  }

  it('a target that drips is cut off by the time for the whole answer', async () => {
    const drip = async (socket: Parameters<Behaviour>[0]): Promise<void> => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n');
      while (!socket.destroyed) {
        socket.write('x');
        await sleep(20);
      }
    };
    await assert.rejects(
      fetched((socket) => void drip(socket)),
      { code: 'source_timeout' },
    );
  });

  it('names the place that it does not go to', async () => {
    const behaviour = answerText('', '301 Moved Permanently', 'Location: http://elsewhere/\r\n');
    await assert.rejects(fetched(behaviour), /redirects to http:\/\/elsewhere\//);
  });

  it('is parsed where it is to be JSON', async () => {
    target.behave(answerText('{"a":1}'));
    assert.deepEqual(await fetchJson(target.url, options), { a: 1 });
    target.behave(answerText('<html>'));
    await assert.rejects(fetchJson(target.url, options), { code: 'source_not_understood' });
  });
});
