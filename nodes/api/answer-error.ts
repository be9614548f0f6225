import { asBusbarError, BusbarError, type HttpRequest, type HttpResponse, randomId } from '../kernel/index.ts';
import type { Contract } from './contract/contract.ts';
import type { Operation } from './contract/operation.ts';
import { dialects, type ErrorAnswer } from './dialects/index.ts';
import { exchangeOf } from './exchange.ts';

export type AnswerError = (request: HttpRequest, response: HttpResponse, thrown: unknown) => void;
export type AnswerOf = (request: HttpRequest, thrown: unknown) => ErrorAnswer & { readonly headers: Headers };
type Headers = Readonly<Record<string, string>>;

/** What an unavailable part waits for is over in seconds or needs an operator. */
const unavailableRetryS = 5;

/** Turns anything thrown into the answer of the contract that the request belongs to. Internal errors stay in the log. */
export function makeAnswerOf(contract: Contract, logError: (text: string) => void): AnswerOf {
  return (request, thrown) => {
    const error = publicError(asBusbarError(thrown), logError);
    const operation = exchangeOf(request)?.operation;
    const dialect = operation?.dialect ?? contract.dialectOfPath(request.path);
    return { ...dialects[dialect].errorAnswer(placed(error, operation)), headers: headersOf(error) };
  };
}

export function makeAnswerError(answerOf: AnswerOf): AnswerError {
  return (request, response, thrown) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, body, headers } = answerOf(request, thrown);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    sendJson(response, status, body);
  };
}

export function sendJson(response: HttpResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}

/** Hides what only the operator may read behind an id that the log repeats. */
function publicError(error: BusbarError, logError: (text: string) => void): BusbarError {
  if (error.status !== 500) return error;
  const id = randomId();
  logError(`${id} ${error.stack ?? error.message}`);
  return new BusbarError('internal', 500, 'Internal error; the log has the details.', { error_id: id });
}

/** A node knows what the wrong parameter is called, and the contract where it stands. */
function placed(error: BusbarError, operation: Operation | undefined): BusbarError {
  const { code, status, message, facts } = error;
  const place = operation?.placeOf.get(facts.field ?? '');
  if (place === undefined || facts['place'] !== undefined) return error;
  return new BusbarError(code, status, message, { ...facts, place });
}

function headersOf({ status, facts }: BusbarError): Headers {
  const retryAfter = facts['retry_after_s'] ?? (status === 503 ? unavailableRetryS : undefined);
  return {
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(typeof retryAfter === 'number' && { 'Retry-After': String(retryAfter) }),
  };
}
