import type { ServerResponse } from 'node:http';

/** The documentation pages set styles in the page and run their search in a worker made from a blob. */
const pagePolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');
/** The editor evaluates scripts of its nodes, so that only framing can be closed there. */
const editorPolicy = "frame-ancestors 'none'";

interface SecurityHeaderOptions {
  readonly simulated: boolean;
  readonly tls: boolean;
}

export type SetSecurityHeaders = (response: ServerResponse) => void;

export function securityHeaders(options: SecurityHeaderOptions, door: 'node' | 'editor'): SetSecurityHeaders {
  const headers = [
    ['Content-Security-Policy', door === 'node' ? pagePolicy : editorPolicy],
    ['X-Content-Type-Options', 'nosniff'],
    ['Referrer-Policy', 'no-referrer'],
    ...(options.tls ? [['Strict-Transport-Security', 'max-age=31536000']] : []),
    ...(options.simulated ? [['X-Busbar-Plant', 'simulated']] : []),
  ] as [string, string][];
  return (response) => {
    response.removeHeader('X-Powered-By');
    for (const [name, value] of headers) response.setHeader(name, value);
  };
}
