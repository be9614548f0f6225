import http, { type IncomingHttpHeaders } from 'node:http';

export interface Ask {
  readonly port: number;
  readonly method?: string;
  readonly path: string;
  /** `Host` too, which `fetch` does not let a test choose. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it stands; anything else as JSON, with its content type unless the headers name one. */
  readonly body?: unknown;
  readonly timeoutMs?: number;
  /** Keeps connections for many requests. */
  readonly agent?: http.Agent;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body read as JSON; undefined when it is none. */
  readonly json: unknown;
}

/** One request, on a connection of its own without an agent. Rejects when no complete answer came. */
export function ask({ port, method = 'GET', path, headers, body, timeoutMs = 15_000, agent }: Ask): Promise<Answer> {
  const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const contentType = payload === undefined || typeof body === 'string' ? {} : { 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: agent ?? false,
        headers: {
          ...contentType,
          ...headers,
          ...(payload !== undefined && { 'Content-Length': byteLength(payload) }),
        },
        signal: AbortSignal.timeout(timeoutMs),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: jsonOf(text) });
        });
      },
    );
    request.on('error', reject);
    request.end(payload);
  });
}

function byteLength(text: string): string {
  return String(Buffer.byteLength(text));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
