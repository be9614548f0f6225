import { defineErrors } from '../kernel/index.ts';

/** Every error of the server room. Those of a source become the reason that a server shows. */
export const errors = defineErrors({
  bad_source: {
    status: 500,
    message: ({ field, limit, value }) =>
      `The source's ${String(field)} must be ${String(limit)}, found ${JSON.stringify(value ?? null)}.`,
  },
  source_unreachable: { status: 503, message: ({ value }) => `not reachable: ${String(value)}` },
  source_timeout: { status: 503, message: ({ limit }) => `no whole answer within ${String(limit)}` },
  source_too_large: { status: 503, message: ({ limit }) => `the answer is larger than ${String(limit)}` },
  source_redirects: { status: 503, message: ({ value }) => `it redirects to ${String(value)}, which is not followed` },
  source_refuses: { status: 503, message: ({ value }) => `it answers with HTTP status ${String(value)}` },
  source_cut_off: { status: 503, message: () => 'the answer ended half-way' },
  source_not_understood: {
    status: 503,
    message: ({ limit, value }) =>
      `the answer is not ${String(limit)}${typeof value === 'string' || typeof value === 'number' ? `: ${value}` : ''}`,
  },
  unknown_server: { status: 404, message: ({ value }) => `There is no server ${String(value)} in the site file.` },
  unknown_vm: { status: 404, message: ({ field, value }) => `VM ${String(value)} not found on ${String(field)}.` },
  unknown_filesystem: {
    status: 404,
    message: ({ field, value }) => `Filesystem ${String(value)} not found on ${String(field)}.`,
  },
  bad_vm_id: {
    status: 422,
    message: ({ value }) => `vm_id must be a whole number, found ${JSON.stringify(value ?? null)}.`,
  },
});
