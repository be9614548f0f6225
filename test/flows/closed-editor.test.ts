import assert from 'node:assert/strict';
import { WebSocket } from 'ws';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ask } from '../support/http.ts';

const adminPaths = ['/', '/flows', '/settings', '/nodes', '/comms', '/inject/2549c289a0d56c18', '/auth/login', '/icons'];

describe('production mode without editor users', () => {
  let gateway: TestGateway;
  let key: string;

  before(async function () {
    this.timeout(60_000);
    gateway = await startGateway({ env: { BUSBAR_MODE: 'production', RATE_LIMIT_FAILURES: '1000/1000' } });
    key = (await gateway.keys())['service']!;
  });
  after(() => gateway.stop());

  it('says at the start that the editor is closed', () => {
    assert.match(gateway.logs(), /Editor +closed/);
  });

  for (const root of ['', '/editor']) {
    it(`has no editor and no admin API under '${root}/', whoever asks`, async () => {
      for (const path of adminPaths.map((adminPath) => root + adminPath).filter((adminPath) => adminPath !== '/')) {
        for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
          const asked = { port: gateway.port, method, path };
          assert.equal((await ask(asked)).status, 401, `${method} ${path} without a key`);
          const { status, json } = await ask({ ...asked, headers: { 'X-API-Key': key } });
          assert.deepEqual([status, (json as { error: string }).error], [404, 'not_found'], `${method} ${path}`);
        }
      }
    });

    it(`opens no socket at '${root}/comms'`, async () => {
      const client = new WebSocket(`ws://127.0.0.1:${gateway.port}${root}/comms`, { headers: { 'X-API-Key': key } });
      const status = await new Promise((resolve, reject) => {
        client.on('unexpected-response', (_request, response) => resolve(response.statusCode));
        client.on('open', () => resolve('open'));
        client.on('error', reject);
      });
      client.on('error', () => undefined);
      client.terminate();
      assert.equal(status, 404);
    });
  }
});
