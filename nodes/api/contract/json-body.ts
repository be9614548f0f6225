import express from 'express';
import type { BusbarError, HttpRequest, HttpResponse } from '../../kernel/index.ts';
import { apiErrors } from '../errors.ts';
import { parseStrictJson } from './strict-json.ts';

/** Of a route that states no other. */
export const defaultMaxBodyBytes = 65_536;

type ReadText = (
  request: HttpRequest,
  response: HttpResponse,
  next: (error?: { type?: string; status?: number }) => void,
) => void;

const readers = new Map<number, ReadText>();

export function hasBody({ headers }: HttpRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Reads the body into `request.body`. Calls back with `unsupported_media_type`, `body_too_large` or `malformed_json`
 * when it is no JSON of at most so many bytes.
 */
export function readJsonBody(
  request: HttpRequest,
  response: HttpResponse,
  maxBytes: number,
  done: (error?: BusbarError | Error) => void,
): void {
  const contentType = request.headers['content-type'];
  if (!isJson(contentType)) {
    done(apiErrors.unsupported_media_type({ field: 'Content-Type', limit: 'application/json', value: contentType }));
    return;
  }
  readerOf(maxBytes)(request, response, (error) => {
    if (error) {
      done(readError(request, error, maxBytes));
      return;
    }
    try {
      request.body = parseStrictJson(request.body as string);
    } catch (thrown) {
      done(thrown as Error);
      return;
    }
    done();
  });
}

/** Marks the request as read, so that the parsers of the core node skip it. */
function readerOf(limit: number): ReadText {
  const reader = readers.get(limit) ?? (express.text({ limit, inflate: false, type: () => true }) as ReadText);
  readers.set(limit, reader);
  return reader;
}

function isJson(contentType: string | undefined): boolean {
  return contentType !== undefined && /^application\/json\s*(;|$)/i.test(contentType);
}

function readError(
  request: HttpRequest,
  { type, status }: { type?: string; status?: number },
  limit: number,
): BusbarError {
  if (status === 413) return apiErrors.body_too_large({ field: 'body', limit });
  if (type === 'encoding.unsupported') {
    const value = request.headers['content-encoding'];
    return apiErrors.unsupported_media_type({ field: 'Content-Encoding', limit: 'left out', value });
  }
  if (type === 'charset.unsupported') {
    const value = request.headers['content-type'];
    return apiErrors.unsupported_media_type({ field: 'Content-Type', limit: 'application/json in UTF-8', value });
  }
  return apiErrors.malformed_json({ field: 'body', limit: 'it ended early' });
}
