import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../nodes/kernel/index.ts';
import type { SiteModel } from '../nodes/site/index.ts';
import { Random } from '../test/faults/support/random.ts';
import { type BenchContext, type Benchmark, measureRounds } from './support/benchmark.ts';
import type { Figure, Target } from './support/figure.ts';
import { raisedRateLimit, startGateway } from './support/gateway.ts';
import {
  figuresOfCell,
  type HttpCell,
  type HttpServer,
  measureCell,
  type MeasuredCell,
  startPeer,
} from './support/http-cell.ts';
import { connections } from './support/http-load.ts';
import { answeringFlow, startNodeRed } from './support/node-red.ts';

/** Days of simulated past that the questions about telemetry read. */
const pastDays = 2;
const hourMs = 3_600_000;

interface CellTargets {
  readonly rate: Target;
  readonly tail: Target;
}

const small: CellTargets = {
  rate: { of: 'ratio', is: '>', limit: 0.19, aim: 0.35 },
  tail: { of: 'value', is: '<', limit: 12 },
};
const series: CellTargets = {
  rate: { of: 'ratio', is: '>', limit: 0.022, aim: 0.05 },
  tail: { of: 'value', is: '<', limit: 100, aim: 35 },
};
const memoryTarget: Target = { of: 'value', is: '<=', limit: 400 };

/** One kind of request to one server. */
interface Cell extends HttpCell {
  readonly server: HttpServer;
}

export const http: Benchmark = {
  name: 'http',
  title: `Requests over ${connections} connections; the gateway's with key, rate limit and validation on`,
  async run(context) {
    const bare = await startPeer(context, import.meta.resolve('./peers/bare-http.ts'), '/');
    const express = await startPeer(context, import.meta.resolve('./peers/bare-express.ts'), '/health');
    const nodeRed = await startNodeRed(context, answeringFlow);
    const gateway = await startGateway(context, { SIMULATED_HISTORY_DAYS: String(pastDays) });
    await gateway.untilHealthy();
    await gateway.untilPastIsFilled();
    context.say(`rate limit of service keys and public paths raised to ${raisedRateLimit}`);

    const yardstick = get(bare, '/', 'bare Node http');
    const cells = [...expressCells(express), get(nodeRed, '/answer', 'Node-RED flow GET'), ...gatewayCells(gateway)];
    const rounds = await measureRounds(context, async () => {
      const ofYardstick = await measure(context, yardstick);
      const own: MeasuredCell[] = [];
      for (const cell of cells) own.push(await measure(context, cell));
      return { ofYardstick, own };
    });
    const ofCells = cells.flatMap((cell, position) =>
      figuresOfCell(
        cell,
        rounds.map(({ own }) => own[position]).filter((measured) => measured !== undefined),
        rounds.map(({ ofYardstick }) => ofYardstick),
      ),
    );
    return [...ofCells, memoryAfterLoad(gateway, bare)];
  },
};

function expressCells(server: HttpServer): readonly Cell[] {
  return [get(server, '/health', 'Express 4 GET'), post(server, '/ticket', 'Express 4 POST', ticketRequest)];
}

function gatewayCells(server: HttpServer): readonly Cell[] {
  const tooMuch = { target_kw: 100_000, source: 'bench' };
  return [
    { ...get(server, '/health', 'GET /health'), targets: small },
    { ...post(server, '/api/v1/ws-ticket', 'POST /api/v1/ws-ticket', ticketRequest), targets: small },
    { ...get(server, sixHoursPath(42, 1), 'GET /api/v1/telemetry, 360 rows'), targets: series },
    { ...get(server, manySeriesPaths(), 'GET /api/v1/telemetry, 360 rows of any sensor and time'), targets: series },
    { ...post(server, '/api/v1/dispatch', 'POST /api/v1/dispatch refused', tooMuch), expectStatus: 422 },
  ];
}

/** Six hours of minutes that ended some hours ago: 360 closed buckets. */
function sixHoursPath(sensorId: number, hoursAgo: number): string {
  const end = (Math.floor(Date.now() / hourMs) - hoursAgo) * hourMs;
  const [from, to] = [end - 6 * hourMs, end].map((ms) => new Date(ms).toISOString());
  return `/api/v1/telemetry?sensor_id=${sensorId}&start=${from}&end=${to}`;
}

/** All sensors with a past, each at 18 times, in no order: few of them are asked twice in a second. */
function manySeriesPaths(): readonly string[] {
  const { sensors } = parse(readFileSync(path.join(projectRoot, 'sites/demo.yaml'), 'utf8')) as SiteModel;
  const ids = sensors.filter(({ backfill }) => backfill !== false).map(({ id }) => id);
  const paths = ids.flatMap((id) => Array.from({ length: 18 }, (_, hours) => sixHoursPath(id, 1 + hours)));
  return new Random(1).shuffled(paths);
}

const ticketRequest = { path: '/ws/telemetry' };

function get(server: HttpServer, path: string | readonly string[], name: string): Cell {
  return { name, server, method: 'GET', path, expectStatus: 200 };
}

function post(server: HttpServer, path: string, name: string, body: unknown): Cell {
  return { name, server, method: 'POST', path, body, expectStatus: 200 };
}

function measure(context: BenchContext, { server, ...cell }: Cell): Promise<MeasuredCell> {
  return measureCell(context, server, cell);
}

function memoryAfterLoad(gateway: HttpServer, bare: HttpServer): Figure {
  return {
    name: 'gateway resident memory after the load',
    unit: 'MB',
    rounds: [gateway.program.residentMb()],
    yardstick: { name: 'bare Node http', rounds: [bare.program.residentMb()] },
    target: memoryTarget,
  };
}
