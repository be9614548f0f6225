import { createHash } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../kernel/index.ts';

/** Something that is served as it stands. */
export interface Page {
  readonly type: string;
  readonly cacheControl: string;
  /** Read when first asked for, then kept. */
  readonly content: () => Content;
}

interface Content {
  readonly bytes: Buffer;
  readonly etag: string;
}

const aDay = 'public, max-age=86400';
const revalidate = 'no-cache';

/** Text that is made when it is first asked for. */
export function textPage(type: string, text: () => string): Page {
  return { type: `${type}; charset=utf-8`, cacheControl: revalidate, content: once(() => Buffer.from(text())) };
}

export function assetPage(type: string, read: () => Buffer): Page {
  return { type, cacheControl: aDay, content: once(read) };
}

function once(read: () => Buffer): () => Content {
  let content: Content | undefined;
  return () => {
    if (!content) {
      const bytes = read();
      content = { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
    }
    return content;
  };
}

export function sendPage(page: Page, request: HttpRequest, response: HttpResponse): void {
  const { bytes, etag } = page.content();
  response.setHeader('Cache-Control', page.cacheControl);
  response.setHeader('ETag', etag);
  if (request.headers['if-none-match'] === etag) {
    response.statusCode = 304;
    response.end();
    return;
  }
  response.setHeader('Content-Type', page.type);
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}
