import net from 'node:net';
import { wait } from './benchmark.ts';
import { percentile } from './statistics.ts';

export interface HttpLoad {
  readonly port: number;
  readonly method: 'GET' | 'POST';
  /** Several are asked in turn, over all connections together. */
  readonly path: string | readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Makes the text of each body anew, in place of `body`. */
  readonly nextBody?: () => string;
  /** Every other status fails the measurement. */
  readonly expectStatus: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** All answers, those of the warm-up included. */
  readonly answers: number;
}

export const connections = 32;

/**
 * Keeps 32 kept-alive connections busy, each with one request at a time. Written on plain sockets, because the HTTP client
 * of Node costs as much as a small server and would measure itself.
 */
export async function loadHttp(load: HttpLoad): Promise<LoadResult> {
  const { nextBody } = load;
  const content = load.body === undefined ? '' : JSON.stringify(load.body);
  const paths = [load.path].flat();
  const repeated = paths.map((path) => requestBytes(load, path, content));
  let asked = 0;
  const next = (): Buffer => {
    const at = asked++ % paths.length;
    return nextBody ? requestBytes(load, paths[at] ?? '', nextBody()) : (repeated[at] ?? Buffer.of());
  };
  const latencies: number[] = [];
  const failures: Error[] = [];
  let measuring = false;
  let answers = 0;
  const takeAnswer = (answer: Answer, latencyMs: number): void => {
    answers += 1;
    if (measuring) latencies.push(latencyMs);
    if (answer.status !== load.expectStatus) {
      failures.push(new Error(`${load.method} ${paths[0]} answered ${answer.status}, expected ${load.expectStatus}`));
    }
  };
  const fail = (error: Error): unknown => failures.push(error);
  const clients = Array.from({ length: connections }, () => new Client(load.port, next, takeAnswer, fail));

  await wait(load.warmUpMs);
  measuring = true;
  const startedAt = performance.now();
  await wait(load.measureMs);
  measuring = false;
  const seconds = (performance.now() - startedAt) / 1000;
  for (const client of clients) client.close();
  if (failures[0]) throw failures[0];
  return {
    requestsPerSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    answers,
  };
}

/** Sends the next request as soon as the answer to the one before has arrived. */
class Client {
  readonly #port: number;
  readonly #next: () => Buffer;
  readonly #take: (answer: Answer, latencyMs: number) => void;
  readonly #fail: (error: Error) => void;
  #socket: net.Socket;
  #received: Buffer = Buffer.alloc(0);
  #sentAt = 0;

  constructor(
    port: number,
    next: () => Buffer,
    take: (answer: Answer, latencyMs: number) => void,
    fail: (error: Error) => void,
  ) {
    this.#port = port;
    this.#next = next;
    this.#take = take;
    this.#fail = fail;
    this.#socket = this.#connect();
  }

  close(): void {
    this.#socket.destroy();
  }

  #connect(): net.Socket {
    const socket = net.connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    socket.on('connect', () => this.#send());
    socket.on('error', this.#fail);
    socket.on('data', (chunk: Buffer) => {
      this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      const answer = answerIn(this.#received);
      if (answer) this.#goOn(answer);
    });
    return socket;
  }

  #send(): void {
    this.#received = Buffer.alloc(0);
    this.#sentAt = performance.now();
    this.#socket.write(this.#next());
  }

  #goOn(answer: Answer): void {
    this.#take(answer, performance.now() - this.#sentAt);
    if (!answer.isLast) {
      this.#send();
      return;
    }
    this.#socket.destroy();
    this.#socket = this.#connect();
  }
}

function requestBytes({ method, port, headers }: HttpLoad, path: string, content: string): Buffer {
  const head = {
    Host: `127.0.0.1:${port}`,
    ...(content !== '' && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(content) }),
    ...headers,
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${content}`);
}

interface Answer {
  readonly status: number;
  /** The server closes the connection after it. */
  readonly isLast: boolean;
}

/** The answer, once it has arrived completely. No server here answers in chunks. */
function answerIn(received: Buffer): Answer | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = received.toString('latin1', 0, headEnd);
  const [, length = '0'] = /^content-length: (\d+)/im.exec(head) ?? [];
  if (received.length < headEnd + 4 + Number(length)) return undefined;
  return { status: Number(head.slice(9, 12)), isLast: /^connection: close/im.test(head) };
}
