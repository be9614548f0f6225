import { freePorts } from '../test/support/free-port.ts';
import { type BenchContext, type Benchmark, measureRounds } from './support/benchmark.ts';
import type { Figure, Target } from './support/figure.ts';
import { type BenchGateway, raisedRateLimit, startGateway } from './support/gateway.ts';
import { connections, type HttpLoad, loadHttp, type LoadResult } from './support/http-load.ts';
import { startProgram } from './support/program.ts';
import { untilStatus } from './support/until-status.ts';

const warmUpMs = 1000;
const measureMs = 4000;

type Cell = Omit<HttpLoad, 'warmUpMs' | 'measureMs'>;

/** Target of what the gateway answers itself; `peers.md` has the peers that it comes from. */
const rateTarget: Target = { of: 'ratio', is: '>', limit: 0.19, aim: 0.35 };
const tailTarget: Target = { of: 'value', is: '<', limit: 12 };

export const http: Benchmark = {
  name: 'http',
  title: `Small requests over ${connections} connections: key, rate limit, validation and audit on`,
  async run(context) {
    const barePort = await startPeer(context, './peers/bare-http.ts');
    const expressPort = await startPeer(context, './peers/bare-express.ts');
    const gateway = await startGateway(context);
    await untilStatus(gateway, '/health', 200);
    context.say(`rate limit of service keys and public paths raised to ${raisedRateLimit}`);
    const yardstick: Cell = { port: barePort, method: 'GET', path: '/', expectStatus: 200 };
    const cells = { ...peerCells(expressPort), ...gatewayCells(gateway) };

    const rounds = await measureRounds(context, async () => {
      const results = new Map<string, LoadResult>([['yardstick', await measure(context, yardstick)]]);
      for (const [name, cell] of Object.entries(cells)) results.set(name, await measure(context, cell));
      return results;
    });
    const figures = Object.keys(cells).flatMap((name) => figuresOf(name, rounds, name in targetedCells));
    return figures;
  },
};
