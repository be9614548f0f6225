import http from 'node:http';
import { wait } from './benchmark.ts';

export interface PacedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; a GET when left out. */
  readonly body?: unknown;
}

export interface PacedAnswer {
  /** From sending to the last byte of the answer, milliseconds. */
  readonly latencyMs: number;
  readonly body: string;
}

/**
 * Sends one request every `everyMs`, whether or not the one before was answered, over kept-alive connections. Throws when
 * an answer is not 200.
 */
export async function loadAtPace(
  count: number,
  everyMs: number,
  requestOf: (position: number) => PacedRequest,
): Promise<readonly PacedAnswer[]> {
  const agent = new http.Agent({ keepAlive: true });
  const startedAt = performance.now();
  const answers: Promise<PacedAnswer>[] = [];
  try {
    for (let position = 0; position < count; position += 1) {
      await wait(Math.max(0, startedAt + position * everyMs - performance.now()));
      const answer = send(agent, requestOf(position));
      // A failure is thrown below, once all were sent.
      answer.catch(() => undefined);
      answers.push(answer);
    }
    return await Promise.all(answers);
  } finally {
    agent.destroy();
  }
}

function send(agent: http.Agent, { url, headers, body }: PacedRequest): Promise<PacedAnswer> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  const method = content === undefined ? 'GET' : 'POST';
  const type = content === undefined ? {} : { 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    const request = http.request(url, { agent, method, headers: { ...headers, ...type } }, (response) => {
      let answer = '';
      response.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      response.on('end', () => {
        const latencyMs = performance.now() - sentAt;
        if (response.statusCode === 200) resolve({ latencyMs, body: answer });
        else reject(new Error(`${method} ${url} answered ${response.statusCode ?? 0}: ${answer}`));
      });
    });
    request.on('error', reject);
    request.end(content);
  });
}
