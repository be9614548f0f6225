/**
 * Node_exporters of many hosts at one port, each with as many lines as a real one: `/s7/metrics` is that of host 7.
 * Argument: port.
 */
import { createServer } from 'node:http';
import { hostText } from '../../test/unit/servers/node-exporter.fixture.ts';

/** What an exporter on Debian sends beyond what is used. */
const unusedLines = 1000;
const unused = Array.from({ length: unusedLines }, (_, line) => {
  return `node_netstat_Example_Counter_${line}{device="eth0",table="filter"} ${line * 1e6 + 0.5}`;
}).join('\n');

const startedAt = performance.now();

createServer((request, response) => {
  const host = Number(/^\/s(\d+)\/metrics$/.exec(request.url ?? '')?.[1] ?? 0);
  const seconds = 1000 + (performance.now() - startedAt) / 1000;
  response.setHeader('Content-Type', 'text/plain; version=0.0.4');
  response.end(`${unused}\n${hostText(seconds, 0.2 + (host % 50) / 100)}`);
}).listen(Number(process.argv[2]), '127.0.0.1');
