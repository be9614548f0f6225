import WebSocket from 'ws';
import { wait } from './benchmark.ts';
import { percentile } from './statistics.ts';

export interface ChangeLoad {
  readonly url: string;
  readonly keyHeaders: Readonly<Record<string, string>>;
  /** Factor on the number of rows. */
  readonly scale: number;
  readonly subscribers: number;
  /** The battery of the rows. */
  readonly device: string;
  /** Makes the body of its next row of `mg_bess_readings`. */
  readonly rowOf: () => string;
}

export interface ChangeResult {
  /** From the commit to the arrival at a subscriber. */
  readonly p99Ms: number;
  /** Rows that a subscriber should have been told of once and was not. */
  readonly faults: number;
}

const rows = 100;
const everyMs = 50;
const settleMs = 500;

/** Subscribes clients to the rows of a battery, posts some, and takes the time until each client was told of each. */
export async function measureChanges(load: ChangeLoad): Promise<ChangeResult> {
  const ages: number[] = [];
  const take = (committedAt: number): unknown => ages.push(performance.timeOrigin + performance.now() - committedAt);
  const sockets: WebSocket[] = [];
  while (sockets.length < load.subscribers) sockets.push(await subscribe(load, take));
  const posted = Math.max(1, Math.round(rows * load.scale));
  for (let row = 0; row < posted; row += 1) {
    await post(load);
    await wait(everyMs);
  }
  await wait(settleMs);
  for (const socket of sockets) socket.terminate();
  return { p99Ms: percentile(ages, 0.99), faults: Math.abs(posted * load.subscribers - ages.length) };
}

async function post({ url, keyHeaders, rowOf }: ChangeLoad): Promise<void> {
  const headers = { ...keyHeaders, 'Content-Type': 'application/json' };
  const answer = await fetch(`${url}/rest/v1/mg_bess_readings`, { method: 'POST', headers, body: rowOf() });
  if (answer.status !== 201) throw new Error(`a row was answered ${answer.status}: ${await answer.text()}`);
}

type Frame = [joinRef: string | null, ref: string | null, topic: string, event: string, payload: unknown];

/** Resolves when changes flow. */
function subscribe(
  { url, keyHeaders, device }: ChangeLoad,
  take: (committedAt: number) => unknown,
): Promise<WebSocket> {
  const address = `${url.replace('http', 'ws')}/realtime/v1/websocket?vsn=2.0.0`;
  const socket = new WebSocket(address, { headers: keyHeaders });
  const filter = `device_id=eq.${device}`;
  const changes = [{ event: 'INSERT', schema: 'public', table: 'mg_bess_readings', filter }];
  const join = ['1', '1', 'realtime:bench', 'phx_join', { config: { postgres_changes: changes } }];
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => socket.send(JSON.stringify(join)));
    socket.on('message', (data: Buffer) => {
      const [, , , event, payload] = JSON.parse(data.toString()) as Frame;
      if (event === 'system') resolve(socket);
      if (event !== 'postgres_changes') return;
      const { data: change } = payload as { data: { commit_timestamp: string } };
      take(Date.parse(change.commit_timestamp));
    });
  });
}
