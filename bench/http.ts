import { freePorts } from '../test/support/free-port.ts';
import { type BenchContext, type Benchmark, measureRounds } from './support/benchmark.ts';
import type { Figure, Target } from './support/figure.ts';
import { type BenchGateway, raisedRateLimit, startGateway } from './support/gateway.ts';
import { connections, type HttpLoad, loadHttp, type LoadResult } from './support/http-load.ts';
import { startProgram } from './support/program.ts';
import { untilStatus } from './support/until-status.ts';

const warmUpMs = 1000;
const measureMs = 4000;

const rateTarget: Target = { of: 'ratio', is: '>', limit: 0.19, aim: 0.35 };
const tailTarget: Target = { of: 'value', is: '<', limit: 12 };

/** One kind of request to one server. */
interface Cell extends Omit<HttpLoad, 'warmUpMs' | 'measureMs'> {
  readonly name: string;
  readonly hasTargets: boolean;
}

export const http: Benchmark = {
  name: 'http',
  title: `Small requests over ${connections} connections; the gateway's with key, rate limit and validation on`,
  async run(context) {
    const barePort = await startPeer(context, import.meta.resolve('./peers/bare-http.ts'), '/');
    const expressPort = await startPeer(context, import.meta.resolve('./peers/bare-express.ts'), '/health');
    const gateway = await startGateway(context);
    await untilStatus(gateway, '/health', 200);
    context.say(`rate limit of service keys and public paths raised to ${raisedRateLimit}`);

    const yardstick: HttpLoad = { ...durations(context), port: barePort, method: 'GET', path: '/', expectStatus: 200 };
    const cells = [...expressCells(expressPort), ...gatewayCells(gateway)];
    const measured = await measureRounds(context, async () => {
      const bare = await loadHttp(yardstick);
      const results: LoadResult[] = [];
      for (const cell of cells) results.push(await loadHttp({ ...durations(context), ...cell }));
      return { bare, results };
    });
    return cells.flatMap((cell, position) =>
      figuresOf(
        cell,
        measured.map(({ bare, results }) => ({ bare, own: results[position] ?? bare })),
      ),
    );
  },
};

function durations({ scale }: BenchContext): Pick<HttpLoad, 'warmUpMs' | 'measureMs'> {
  return { warmUpMs: warmUpMs * scale, measureMs: measureMs * scale };
}

async function startPeer(context: BenchContext, script: string, path: string): Promise<number> {
  const [port] = (await freePorts(1)) as [number];
  await startProgram(context, script, [port]).untilAnswer(`http://127.0.0.1:${port}${path}`, [200]);
  return port;
}

function expressCells(port: number): readonly Cell[] {
  const body = { path: '/ws/telemetry' };
  const common = { port, hasTargets: false, expectStatus: 200 };
  return [
    { ...common, name: 'Express 4 GET', method: 'GET', path: '/health' },
    { ...common, name: 'Express 4 POST', method: 'POST', path: '/ticket', body },
  ];
}

function gatewayCells({ port, keyHeaders: headers }: BenchGateway): readonly Cell[] {
  const common = { port, headers };
  const tooMuch = { target_kw: 100_000, source: 'bench' };
  return [
    { ...common, name: 'GET /health', method: 'GET', path: '/health', expectStatus: 200, hasTargets: true },
    {
      ...common,
      name: 'POST /api/v1/ws-ticket',
      method: 'POST',
      path: '/api/v1/ws-ticket',
      body: { path: '/ws/telemetry' },
      expectStatus: 200,
      hasTargets: true,
    },
    {
      ...common,
      name: 'POST /api/v1/dispatch refused',
      method: 'POST',
      path: '/api/v1/dispatch',
      body: tooMuch,
      expectStatus: 422,
      hasTargets: false,
    },
  ];
}

function figuresOf(
  { name, hasTargets }: Cell,
  rounds: readonly { readonly bare: LoadResult; readonly own: LoadResult }[],
): readonly Figure[] {
  const figure = (what: string, unit: string, key: keyof LoadResult, target?: Target): Figure => ({
    name: `${name} ${what}`,
    unit,
    rounds: rounds.map(({ own }) => own[key]),
    yardstick: { name: 'bare Node http', rounds: rounds.map(({ bare }) => bare[key]) },
    ...(hasTargets && target && { target }),
  });
  return [
    figure('rate', 'req/s', 'requestsPerSecond', rateTarget),
    figure('p50', 'ms', 'p50Ms'),
    figure('p99', 'ms', 'p99Ms', tailTarget),
  ];
}
