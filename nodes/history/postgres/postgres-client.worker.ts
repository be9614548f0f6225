import { Client, DatabaseError } from 'pg';
import { dataOfThisWorker, textOf } from '../../kernel/index.ts';
import type { Row } from '../connection.ts';
import {
  answersAt,
  type BoundStatement,
  type ClientAnswer,
  type ClientRequest,
  type ClientThreadData,
  connectedAt,
} from './client-messages.ts';

const connectTimeoutMs = 3000;

/** Type numbers, https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_type.dat. */
const boolType = 16;
const byteaType = 17;
const numberTypes: ReadonlySet<number> = new Set([
  20, // int8
  21, // int2
  23, // int4
  700, // float4
  701, // float8
  1700, // numeric, as sums of integers are
]);

const { port, state } = dataOfThisWorker() as ClientThreadData;
let client: Client | undefined;

port.on('message', (request: ClientRequest) => {
  void answerTo(request).then((answer) => {
    port.postMessage(answer);
    Atomics.add(state, answersAt, 1);
    Atomics.notify(state, answersAt);
  });
});

async function answerTo(request: ClientRequest): Promise<ClientAnswer> {
  try {
    switch (request.kind) {
      case 'connect':
        await connect(request.url);
        return { results: [] };
      case 'query':
        return { results: await query(request.statements) };
      case 'close':
        await client?.end();
        return { results: [] };
    }
  } catch (thrown) {
    const sqlstate = thrown instanceof DatabaseError ? (thrown.code ?? null) : null;
    return { error: { sqlstate, message: textOf(thrown) } };
  }
}

async function connect(url: string): Promise<void> {
  client?.end().catch(() => undefined);
  const opening = new Client({
    connectionString: url,
    application_name: 'busbar',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    pipeline: true,
    types: { getTypeParser },
  });
  const noteLoss = (): void => {
    if (client === opening) Atomics.store(state, connectedAt, 0);
  };
  opening.on('error', noteLoss);
  opening.on('end', noteLoss);
  await opening.connect();
  client = opening;
  Atomics.store(state, connectedAt, 1);
}

async function query(statements: readonly BoundStatement[]): Promise<Row[][]> {
  const open = client;
  if (!open) throw new Error('there is no connection');
  const outcomes = await Promise.allSettled(
    statements.map(({ name, text, values }) =>
      open.query<Row>({ ...(name !== null && { name }), text, values: values.map(parameterOf) }),
    ),
  );
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value.rows;
  });
}

/** Not a number is no value, as in SQLite. */
function parameterOf(value: BoundStatement['values'][number]): unknown {
  if (Number.isNaN(value)) return null;
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}

function getTypeParser(type: number): (text: string) => unknown {
  if (numberTypes.has(type)) return Number;
  if (type === boolType) return (text) => Number(text === 't');
  // A copy of its own: a slice of a shared buffer would take the whole buffer to the other thread.
  if (type === byteaType) return (text) => new Uint8Array(Buffer.from(text.slice('\\x'.length), 'hex'));
  return (text) => text;
}
