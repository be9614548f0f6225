import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { BusbarError, type Clock, textOf } from '../kernel/index.ts';
import { errors } from './server-errors.ts';

export interface FetchOptions {
  readonly clock: Clock;
  /** For the whole answer, milliseconds. */
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Certificates (PEM) that sign the server's, in place of the system's. */
  readonly ca?: string;
}

const maxBytes = 4 * 1024 * 1024;

/**
 * The body of a GET answered with 200, as text of at most 4 MB. Redirects are not followed: a target must not choose
 * whom the gateway asks. Rejects with one of the errors of a source, whatever the other side does.
 */
export function fetchText(url: URL, { clock, timeoutMs, headers = {}, ca }: FetchOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === 'https:' ? https : http;
    const asked = request(url, { headers, agent: false, ...(ca !== undefined && { ca }) });
    const timer = clock.after(timeoutMs, () => fail(errors.source_timeout({ limit: `${timeoutMs / 1000} s` })));
    const fail = (thrown: unknown): void => {
      timer.cancel();
      asked.destroy();
      reject(thrown instanceof BusbarError ? thrown : errors.source_unreachable({ value: textOf(thrown) }));
    };
    asked.on('error', fail);
    asked.on('response', (response) => {
      const refusal = refusalOf(response);
      if (refusal) {
        fail(refusal);
        return;
      }
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBytes) fail(errors.source_too_large({ limit: `${maxBytes / 1024 / 1024} MB` }));
        else chunks.push(chunk);
      });
      response.on('error', () => fail(errors.source_cut_off()));
      response.on('end', () => {
        timer.cancel();
        resolve(Buffer.concat(chunks).toString());
      });
    });
    asked.end();
  });
}

function refusalOf({ statusCode = 0, headers }: IncomingMessage): BusbarError | undefined {
  if (statusCode === 200) return undefined;
  if (statusCode >= 300 && statusCode < 400) {
    return errors.source_redirects({ value: (headers.location ?? 'nowhere').slice(0, 200) });
  }
  return errors.source_refuses({ value: statusCode });
}

/** Throws `source_not_understood` for what is no JSON. */
export async function fetchJson(url: URL, options: FetchOptions): Promise<unknown> {
  const text = await fetchText(url, options);
  try {
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    throw errors.source_not_understood({ limit: 'JSON', value: textOf(thrown).slice(0, 200) });
  }
}
