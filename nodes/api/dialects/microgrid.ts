import type { BusbarError } from '../../kernel/index.ts';
import type { Dialect, ErrorAnswer } from './dialect.ts';

/** The body of every error of contract 001. */
interface MicrogridError {
  readonly code: string;
  readonly details: string | null;
  readonly hint: string | null;
  readonly message: string;
}

/** An SQLSTATE, or a code of PostgREST's own. */
const ownCode = /^(?:[0-9A-Z]{5}|PGRST\d{3})$/;

/** What the gateway's other errors are to a client that knows PostgREST's alone. */
const codes: Readonly<Record<string, string>> = {
  unauthorized: 'PGRST301',
  forbidden: '42501',
  foreign_origin: '42501',
  misdirected: 'PGRST125',
  malformed_url: 'PGRST125',
  malformed_json: 'PGRST102',
  body_missing: 'PGRST102',
  invalid_value: 'PGRST102',
  unsupported_media_type: 'PGRST102',
  body_too_slow: 'PGRST102',
  body_too_large: '54000',
  too_many_requests: '53400',
  store_read_too_large: '54000',
  store_read_too_slow: '57014',
  deadline_passed: '57014',
};
const codeOfUnavailable = '57P03';
const codeOfInternal = 'XX000';

/** The contract answers these with 400, where the other contracts tell them apart. */
const badRequests: ReadonlySet<string> = new Set(['unsupported_media_type', 'invalid_value']);

/** Contract 001: every error is `{code, details, hint, message}`, with the codes of PostgreSQL and PostgREST. */
export const microgrid: Dialect = {
  errorAnswer(error) {
    if (error.code === 'not_found') return notFound(error);
    const { code, status, facts } = error;
    return {
      status: badRequests.has(code) ? 400 : status,
      body: bodyOf(
        codeOf(error),
        messageOf(error),
        textIn(facts['details']) ?? detailsOf(error),
        textIn(facts['hint']),
      ),
    };
  },
};

function codeOf({ code, status }: BusbarError): string {
  if (ownCode.test(code)) return code;
  return codes[code] ?? (status === 503 ? codeOfUnavailable : codeOfInternal);
}

function messageOf({ code, message, facts }: BusbarError): string {
  if (code === 'malformed_json' || code === 'body_missing' || code === 'invalid_value') return 'Empty or invalid json';
  if (code === 'unsupported_media_type') return `Content-Type not acceptable: ${String(facts.value)}`;
  if (codes[code] === '57014') return 'canceling statement due to statement timeout';
  return message;
}

function detailsOf({ code, message, facts }: BusbarError): string | null {
  if (code === 'malformed_json' || codes[code] === '57014') return message;
  const { error_id } = facts;
  return typeof error_id === 'string' ? `Error id: ${error_id}` : null;
}

const tablePath = /^(\S+) \/rest\/v1\/(rpc\/)?([^/]+)$/;
const tableMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']);

/** A path without a route names no table, no function, or a method that none has. */
function notFound({ message, facts }: BusbarError): ErrorAnswer {
  const [, method = '', rpc, name] = tablePath.exec(String(facts.value)) ?? [];
  if (name === undefined)
    return { status: 404, body: bodyOf('PGRST125', 'Invalid path specified in request URL', message) };
  if (!tableMethods.has(method)) {
    return { status: 405, body: bodyOf('PGRST117', `Unsupported HTTP method: ${method}`) };
  }
  if (rpc === undefined) {
    return { status: 404, body: bodyOf('PGRST205', `Could not find the table 'public.${name}' in the schema cache`) };
  }
  return { status: 404, body: bodyOf('PGRST202', `Could not find the function public.${name} in the schema cache`) };
}

function bodyOf(
  code: string,
  message: string,
  details: string | null = null,
  hint: string | null = null,
): MicrogridError {
  return { code, details, hint, message };
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
