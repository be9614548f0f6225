/** The yardstick of the feeds: the ws library alone, each reading sent to each client as soon as it is there. Argument: port. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { framesPerSecond, readingsPerFrame } from '../support/feed-rate.ts';

const server = createServer((_request, response) => response.end());
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
const everyMs = 1000 / framesPerSecond;
let dueAt = Date.now();
let value = 0;

sendDue();
server.listen(Number(process.argv[2]), '127.0.0.1');

function sendDue(): void {
  const now = Date.now();
  for (; dueAt <= now; dueAt += everyMs) {
    const timestamp = new Date(dueAt).toISOString();
    for (let reading = 0; reading < readingsPerFrame; reading += 1) {
      value += 1;
      const sensor = { sensor_id: reading + 1, tag: `BENCH-${reading + 1}`, subsystem: 'thermal-l1' };
      const text = JSON.stringify({ ...sensor, value, quality: 0, timestamp, ts: timestamp });
      for (const client of sockets.clients) client.send(text);
    }
  }
  setTimeout(sendDue, dueAt - Date.now());
}
