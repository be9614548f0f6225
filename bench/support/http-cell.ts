import { freePorts } from '../../test/support/free-port.ts';
import type { BenchContext } from './benchmark.ts';
import type { Figure, Target } from './figure.ts';
import { type HttpLoad, loadHttp, type LoadResult } from './http-load.ts';
import { type Program, startProgram } from './program.ts';

export interface HttpServer {
  readonly port: number;
  readonly program: Program;
  readonly keyHeaders?: Readonly<Record<string, string>>;
}

/** One kind of request. */
export interface HttpCell extends Omit<HttpLoad, 'port' | 'warmUpMs' | 'measureMs'> {
  readonly name: string;
  /** Given for a request that writes: its rate is counted in rows. */
  readonly rowsPerRequest?: number;
  readonly targets?: { readonly rate: Target; readonly tail?: Target };
}

export interface MeasuredCell extends LoadResult {
  readonly rowsPerSecond: number;
  /** Of all threads of the server, for one request. */
  readonly processorUs: number;
}

const warmUpMs = 1000;
const measureMs = 4000;

/** A bare server of `bench/peers`, once it answers. */
export async function startPeer(context: BenchContext, script: string, path: string): Promise<HttpServer> {
  const [port] = (await freePorts(1)) as [number];
  const program = startProgram(context, script, [port]);
  await program.untilAnswer(`http://127.0.0.1:${port}${path}`, [200]);
  return { port, program };
}

export async function measureCell(
  { scale }: BenchContext,
  { port, program, keyHeaders }: HttpServer,
  { rowsPerRequest = 1, ...cell }: HttpCell,
): Promise<MeasuredCell> {
  const before = program.processorSeconds();
  const result = await loadHttp({
    ...cell,
    port,
    headers: { ...keyHeaders, ...cell.headers },
    warmUpMs: warmUpMs * scale,
    measureMs: measureMs * scale,
  });
  return {
    ...result,
    rowsPerSecond: result.requestsPerSecond * rowsPerRequest,
    processorUs: (1e6 * (program.processorSeconds() - before)) / result.answers,
  };
}

/** The yardstick is the bare server, measured in the same rounds. */
export function figuresOfCell(
  { name, targets, rowsPerRequest }: HttpCell,
  rounds: readonly MeasuredCell[],
  yardstick: readonly MeasuredCell[],
): readonly Figure[] {
  const isWrite = rowsPerRequest !== undefined;
  const figure = (what: string, unit: string, key: keyof MeasuredCell, target?: Target): Figure => ({
    name: `${name} ${what}`,
    unit,
    rounds: rounds.map((measured) => measured[key]),
    yardstick: { name: 'bare Node http', rounds: yardstick.map((measured) => measured[key]) },
    ...(target && { target }),
  });
  return [
    figure('rate', isWrite ? 'rows/s' : 'req/s', isWrite ? 'rowsPerSecond' : 'requestsPerSecond', targets?.rate),
    figure('p50', 'ms', 'p50Ms'),
    figure('p99', 'ms', 'p99Ms', targets?.tail),
    figure('processor', 'µs/req', 'processorUs'),
  ];
}
