import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import WebSocket from 'ws';
import { deviceRegistry } from '../../../nodes/tables/catalogue/microgrid-tables.ts';
import { newUuid } from '../../../nodes/tables/catalogue/uuid.ts';
import { RunningMicrogrid } from './running-microgrid.fixture.ts';

const mostRows = 400;
const metadata = JSON.stringify({ note: 'x'.repeat(100_000) });

describe('a subscriber that does not read', () => {
  let folder: string;
  let running: RunningMicrogrid;

  before(async function () {
    this.timeout(30_000);
    folder = mkdtempSync(path.join(tmpdir(), 'busbar-subscriber-'));
    running = await new RunningMicrogrid({ folder, url: '' }).start();
  });
  after(async () => {
    await running.stop();
    rmSync(folder, { recursive: true });
  });

  /** Resolves when changes flow. */
  function subscribe(onChange: () => void): Promise<WebSocket> {
    const address = `${running.url.replace('http', 'ws')}/realtime/v1/websocket?vsn=2.0.0`;
    const socket = new WebSocket(address, { headers: { apikey: running.keys['service'] } });
    const changes = [{ event: '*', schema: 'public', table: deviceRegistry.name }];
    const join = ['1', '1', 'realtime:rows', 'phx_join', { config: { postgres_changes: changes } }];
    return new Promise((resolve) => {
      socket.on('open', () => socket.send(JSON.stringify(join)));
      socket.on('message', (data: Buffer) => {
        const [, , , event] = JSON.parse(data.toString()) as readonly unknown[];
        if (event === 'system') resolve(socket);
        if (event === 'postgres_changes') onChange();
      });
    });
  }

  async function store(): Promise<void> {
    const row = { id: newUuid(Date.now()), name: 'M', type: 'meter', site: 'EAST', metadata, active: 1, created_at: 0 };
    await running.microgrid.tables.insert({ table: deviceRegistry, rows: [row], conflict: undefined });
  }

  it('is cut off, and another one is told of every row', async function () {
    this.timeout(20_000);
    let told = 0;
    await subscribe(() => (told += 1));
    (await subscribe(() => undefined)).pause();
    const clients = (): number => running.microgrid.realtime.clientsOf('node');
    assert.equal(clients(), 2);
    let stored = 0;
    while (clients() === 2) {
      assert.ok(stored < mostRows, 'a subscriber that does not read is never cut off');
      await store();
      stored += 1;
      while (told < stored) await new Promise((resolve) => setImmediate(resolve));
    }
    await store();
    while (told <= stored) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(clients(), 1);
    assert.deepEqual(running.reports, []);
  });
});
