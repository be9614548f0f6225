/** The yardstick of all HTTP figures: Node's own server with nothing around it. Argument: port. */
import { createServer } from 'node:http';
import { healthBody } from './health-body.ts';

createServer((_request, response) => {
  const body = healthBody();
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}).listen(Number(process.argv[2]), '127.0.0.1');
