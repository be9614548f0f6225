import { randomUUID } from 'node:crypto';
import { type Benchmark, measureRounds } from './support/benchmark.ts';
import { measureChanges } from './support/change-load.ts';
import type { Target } from './support/figure.ts';
import { type BenchGateway, startGateway } from './support/gateway.ts';
import { figuresOfCell, type HttpCell, measureCell, type MeasuredCell, startPeer } from './support/http-cell.ts';
import { connections } from './support/http-load.ts';

const readings = '/rest/v1/mg_bess_readings';
const seconds = 1000;
const firstTime = Date.UTC(2024, 0, 1);
/** Rows of the device that is read. */
const storedRows = 5000;
const rowsAtOnce = 500;
const subscribers = 100;

export const tables: Benchmark = {
  name: 'tables',
  title: `Tables of the microgrid REST API over ${connections} connections, with key, rate limit and validation on`,
  async run(context) {
    const bare = await startPeer(context, import.meta.resolve('./peers/bare-http.ts'), '/');
    const gateway = await startGateway(context, { READING_KEEP_DAYS: '3650' });
    await gateway.untilHealthy();
    const device = await fill(gateway);
    const cells = [...readCells(device), ...writeCells()];
    const rounds = await measureRounds(context, async () => {
      const yardstick = await measureCell(context, bare, { name: 'bare', method: 'GET', path: '/', expectStatus: 200 });
      const own: MeasuredCell[] = [];
      for (const cell of cells) own.push(await measureCell(context, gateway, cell));
      const told = randomUUID();
      const rowOf = batteryRows(1, told);
      const changes = await measureChanges({ ...gateway, scale: context.scale, subscribers, device: told, rowOf });
      return { yardstick, own, changes };
    });
    return [
      ...cells.flatMap((cell, at) =>
        figuresOfCell(
          cell,
          rounds.flatMap(({ own }) => own[at] ?? []),
          rounds.map(({ yardstick }) => yardstick),
        ),
      ),
      {
        name: `change told to ${subscribers} subscribers p99`,
        unit: 'ms',
        rounds: rounds.map(({ changes }) => changes.p99Ms),
        target: { of: 'value', is: '<=', limit: 100 },
      },
      {
        name: 'changes lost or repeated',
        unit: 'rows',
        rounds: rounds.map(({ changes }) => changes.faults),
        target: { of: 'value', is: '<=', limit: 0 },
      },
    ];
  },
};

/** Stores the rows that are read; returns their device. */
async function fill({ url, keyHeaders }: BenchGateway): Promise<string> {
  const device = randomUUID();
  const rowsOf = batteryRows(rowsAtOnce, device);
  for (let stored = 0; stored < storedRows; stored += rowsAtOnce) {
    const headers = { ...keyHeaders, 'Content-Type': 'application/json' };
    const answer = await fetch(`${url}${readings}`, { method: 'POST', headers, body: rowsOf() });
    if (answer.status !== 201) throw new Error(`${readings} answered ${answer.status}: ${await answer.text()}`);
  }
  return device;
}

/** Makes the texts of bodies with rows of one battery, a second apart. */
function batteryRows(rows: number, device: string = randomUUID()): () => string {
  let stored = 0;
  const row = (): object => ({
    device_id: device,
    time: new Date(firstTime + seconds * stored++).toISOString(),
    soe: (stored % 1000) / 10,
    target_power: -25,
    available_inverter_blocks: 4,
    command_source: 1,
  });
  return () => JSON.stringify(rows === 1 ? row() : Array.from({ length: rows }, row));
}

function readCells(device: string): readonly HttpCell[] {
  const rate: Target = { of: 'ratio', is: '>', limit: 0.025, aim: 0.05 };
  const tail: Target = { of: 'value', is: '<', limit: 110 };
  const newest = 'order=time.desc&limit=100';
  const nested = `and=(device_id.eq.${device},or(soe.lt.20,soe.gt.80,and(soe.gte.40,soe.lte.60)))`;
  const get = (name: string, query: string): HttpCell => {
    return { name, method: 'GET', path: `${readings}?${query}`, expectStatus: 200, targets: { rate, tail } };
  };
  return [
    get('100 rows of a device', `device_id=eq.${device}&${newest}`),
    get('100 rows, nested and/or', `${nested}&${newest}`),
    {
      ...get(`100 of ${storedRows} rows, counted`, `device_id=eq.${device}&${newest}`),
      headers: { Prefer: 'count=exact' },
      expectStatus: 206,
      targets: { rate: { of: 'ratio', is: '>', limit: 0.017 } },
    },
  ];
}

function writeCells(): readonly HttpCell[] {
  const post = (name: string, rowsPerRequest: number, targets: NonNullable<HttpCell['targets']>): HttpCell => ({
    name,
    rowsPerRequest,
    targets,
    method: 'POST',
    path: readings,
    nextBody: batteryRows(rowsPerRequest),
    expectStatus: 201,
  });
  return [
    post('one row posted', 1, {
      rate: { of: 'value', is: '>', limit: 2400, aim: 8000 },
      tail: { of: 'value', is: '<', limit: 50 },
    }),
    post(`${rowsAtOnce} rows posted`, rowsAtOnce, { rate: { of: 'value', is: '>', limit: 52_000, aim: 100_000 } }),
  ];
}
