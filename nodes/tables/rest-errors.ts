import { defineErrors } from '../kernel/index.ts';

/**
 * Errors of contract 001 by the code that its clients read: an SQLSTATE
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html), or PostgREST's own where the database is not asked.
 * The facts `details` and `hint` go into the answer beside code and message.
 */
export const restErrors = defineErrors({
  PGRST100: {
    status: 400,
    message: ({ field, value, place }) =>
      `"failed to parse ${String(field)} (${String(value)})"${typeof place === 'string' ? place : ''}`,
  },
  PGRST102: { status: 400, message: ({ limit }) => String(limit) },
  PGRST103: { status: 416, message: () => 'Requested range not satisfiable' },
  PGRST106: { status: 406, message: () => 'Invalid schema: only public and flux are exposed' },
  PGRST107: {
    status: 406,
    message: ({ value }) => `None of these media types are available: ${String(value)}`,
  },
  PGRST116: {
    status: 406,
    message: () => 'Cannot coerce the result to a single JSON object',
  },
  PGRST122: { status: 400, message: () => 'Invalid preferences given with handling=strict' },
  PGRST124: {
    status: 400,
    message: () => 'Query result exceeds max-affected preference constraint',
  },
  PGRST200: {
    status: 400,
    message: ({ field, value }) =>
      `Could not find a relationship between '${String(field)}' and '${String(value)}' in the schema cache`,
  },
  PGRST202: {
    status: 404,
    message: ({ field, value }) =>
      `Could not find the function public.${String(field)}(${String(value)}) in the schema cache`,
  },
  PGRST204: {
    status: 400,
    message: ({ field, value }) =>
      `Could not find the '${String(value)}' column of '${String(field)}' in the schema cache`,
  },
  '0A000': { status: 400, message: ({ value }) => `${String(value)} is not supported by this store` },
  '21000': { status: 400, message: ({ limit }) => String(limit) },
  '22003': {
    status: 400,
    message: ({ field, value }) => `"${String(value)}" is out of range for type ${String(field)}`,
  },
  '22007': {
    status: 400,
    message: ({ field, value }) => `invalid input syntax for type ${String(field)}: "${String(value)}"`,
  },
  '22008': { status: 400, message: ({ value }) => `date/time field value out of range: "${String(value)}"` },
  '22021': { status: 400, message: () => 'invalid byte sequence for encoding "UTF8": 0x00' },
  '22025': { status: 400, message: () => 'LIKE pattern must not end with escape character' },
  '22P02': {
    status: 400,
    message: ({ field, value }) => `invalid input syntax for type ${String(field)}: "${String(value)}"`,
  },
  '2201B': { status: 400, message: ({ value }) => `invalid regular expression: ${String(value)}` },
  '23502': {
    status: 400,
    message: ({ field, value }) =>
      `null value in column "${String(value)}" of relation "${String(field)}" violates not-null constraint`,
  },
  '23503': {
    status: 409,
    message: ({ field, value }) =>
      `insert or update on table "${String(field)}" violates foreign key constraint "${String(field)}_${String(value)}_fkey"`,
  },
  '23505': { status: 409, message: () => 'duplicate key value violates unique constraint' },
  '42501': {
    status: 403,
    message: ({ field }) => `new row violates row-level security policy for table "${String(field)}"`,
  },
  '42601': { status: 400, message: ({ limit }) => String(limit) },
  '42703': { status: 400, message: ({ field, value }) => `column ${String(field)}.${String(value)} does not exist` },
  '42704': { status: 400, message: ({ value }) => `type "${String(value)}" does not exist` },
  '42804': {
    status: 400,
    message: ({ limit, value }) => `argument of IS ${String(limit)} must be type boolean, not type ${String(value)}`,
  },
  '42846': {
    status: 400,
    message: ({ field, value }) => `cannot cast type ${String(field)} to ${String(value)}`,
  },
  '42883': {
    status: 404,
    message: ({ field, value }) => `operator does not exist: ${String(field)} ${String(value)} unknown`,
  },
  '42P10': {
    status: 400,
    message: () => 'there is no unique or exclusion constraint matching the ON CONFLICT specification',
  },
  '54001': {
    status: 400,
    message: ({ field, limit }) => `statement too complex: at most ${String(limit)} ${String(field)}`,
  },
});
