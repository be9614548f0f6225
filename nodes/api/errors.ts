import { type BusbarError, defineErrors, type HttpRequest } from '../kernel/index.ts';

/** Every error that the front door itself raises. */
export const apiErrors = defineErrors({
  malformed_url: { status: 400, message: () => 'The address is malformed.' },
  malformed_json: { status: 400, message: ({ limit }) => `The body is not valid JSON: ${String(limit)}.` },
  body_missing: { status: 400, message: () => 'A body is needed.' },
  invalid_value: { status: 400, message: ({ field, limit }) => `The ${String(field)} must be ${String(limit)}.` },
  unauthorized: { status: 401, message: () => 'A valid key is needed.' },
  forbidden: { status: 403, message: ({ limit }) => `This key has no scope ${String(limit)}.` },
  foreign_origin: { status: 403, message: () => 'Requests from foreign pages are refused.' },
  route_closed: {
    status: 503,
    message: ({ value }) => `${String(value)} is closed while flows start or are deployed; try again.`,
  },
  not_found: { status: 404, message: ({ value }) => `There is nothing at ${String(value)}.` },
  body_too_slow: { status: 408, message: ({ limit }) => `The body did not arrive within ${String(limit)}.` },
  body_too_large: { status: 413, message: ({ limit }) => `The body must be at most ${String(limit)} bytes.` },
  unsupported_media_type: {
    status: 415,
    message: ({ field, limit }) =>
      field === 'Content-Type'
        ? `The body must be ${String(limit)}.`
        : `The ${String(field)} must be ${String(limit)}.`,
  },
  misdirected: { status: 421, message: () => 'This gateway does not answer for that host.' },
  unsafe_value: { status: 422, message: ({ field, limit }) => `${String(field)} must be ${String(limit)}` },
  too_many_requests: {
    status: 429,
    message: ({ retry_after_s }) => `Too many requests; try again in ${String(retry_after_s)} s.`,
  },
  deadline_passed: { status: 504, message: ({ limit }) => `The request was not answered within ${String(limit)}.` },
});

/** The flow of a documented operation does not run at this moment. */
export function routeClosed({ method = '', path }: HttpRequest): BusbarError {
  return apiErrors.route_closed({ value: `${method} ${path}` });
}
