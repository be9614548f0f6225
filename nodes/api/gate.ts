import { type Clock, type HttpRequest, type HttpResponse, type Middleware, setIdentity } from '../kernel/index.ts';
import { type Gatekeeper, requireScope, scopeOfMethod } from './access/gatekeeper.ts';
import { isOpenPath } from './access/hosts.ts';
import { type OnCounted, rateLimitHeaders } from './access/rate-limits.ts';
import type { SetSecurityHeaders } from './access/security-headers.ts';
import type { AnswerError } from './answer-error.ts';
import type { Contract } from './contract/contract.ts';
import type { Deadlines } from './deadlines.ts';
import type { DeployPause } from './deploy-pause.ts';
import { type Exchange, openExchange } from './exchange.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';

interface GateOptions {
  readonly clock: Clock;
  readonly gatekeeper: Gatekeeper;
  readonly contract: Contract;
  readonly deadlines: Deadlines;
  readonly pause: DeployPause;
  readonly metrics: GatewayMetrics;
  readonly setSecurityHeaders: SetSecurityHeaders;
  readonly answerError: AnswerError;
  /** Public besides the contract's public operations: documents and pages. */
  readonly isPublicPage: (request: HttpRequest) => boolean;
}

/** What a foreign page may read of an answer. */
const exposedHeaders = [
  'Content-Range',
  'Location',
  'Preference-Applied',
  'Retry-After',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
].join(', ');
/** What a foreign page may send. Clients of Supabase send the last two with every request. */
const allowedHeaders = [
  'authorization',
  'apikey',
  'x-api-key',
  'content-type',
  'prefer',
  'range',
  'accept-profile',
  'content-profile',
  'x-client-info',
  'x-supabase-api-version',
].join(', ');

/** The first step of every request outside of the editor: headers, deadline, host, key, rate. Unknown paths included. */
export function makeGate(options: GateOptions): Middleware {
  const { clock, deadlines, answerError } = options;
  return (request, response, next) => {
    const exchange = openExchange(request, clock.monotonic());
    options.setSecurityHeaders(response);
    deadlines.start(request, response, exchange.startedAt);
    response.once('close', () => finish(options, exchange, response));
    try {
      admit(options, exchange, request, response);
    } catch (thrown) {
      answerError(request, response, thrown);
      return;
    }
    if (request.method === 'OPTIONS') answerOptions(response);
    else next();
  };
}

/** The editor has its own users: only host and origin are checked before it. */
export function makeEditorGate({
  gatekeeper,
  setSecurityHeaders,
  answerError,
}: Pick<GateOptions, 'gatekeeper' | 'setSecurityHeaders' | 'answerError'>): Middleware {
  return (request, response, next) => {
    setSecurityHeaders(response);
    try {
      gatekeeper.checkHost(request, request.originalUrl);
    } catch (thrown) {
      answerError(request, response, thrown);
      return;
    }
    next();
  };
}

function admit(options: GateOptions, exchange: Exchange, request: HttpRequest, response: HttpResponse): void {
  const { gatekeeper, contract, clock } = options;
  const { path, method } = request;
  gatekeeper.checkHost(request, path);
  const isOpen = isOpenPath(path);
  if (isOpen) allowForeignPages(request, response);
  const onCounted = isOpen ? tellLimit(response, clock) : undefined;
  const isPublic = contract.publicPaths.has(path) || options.isPublicPage(request);
  const isPreflight = isOpen && method === 'OPTIONS';
  if (isPreflight || (isPublic && (method === 'GET' || method === 'HEAD'))) {
    gatekeeper.admitPublic(request, onCounted);
    return;
  }
  const access = gatekeeper.admit(request, path, onCounted);
  exchange.access = access;
  const { keyId, scopes, sites } = access;
  setIdentity(request, { keyId, scopes, ...(sites && { sites }), arrivedAt: exchange.startedAt });
  // An operation of the contract is judged by its own scope once its route has matched.
  if (!contract.names(method ?? '', path)) requireScope(access, scopeOfMethod(method));
}

/** A refused request is told its limit too. */
function tellLimit(response: HttpResponse, clock: Clock): OnCounted {
  return (bucket) => {
    for (const [name, value] of rateLimitHeaders(bucket, clock.now())) response.setHeader(name, value);
  };
}

function finish({ clock, deadlines, pause, metrics }: GateOptions, exchange: Exchange, response: HttpResponse): void {
  deadlines.end(response);
  pause.ended(exchange);
  const operation = exchange.operation?.operationId ?? 'none';
  metrics.recordHttpRequest(operation, response.statusCode, clock.monotonic() - exchange.startedAt);
}

/** Keys travel in headers, never in cookies, so that any origin may be named. */
function allowForeignPages({ headers }: HttpRequest, response: HttpResponse): void {
  if (headers.origin === undefined) return;
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', exposedHeaders);
}

/** Express would answer with the list of methods as HTML. */
function answerOptions(response: HttpResponse): void {
  response.statusCode = 204;
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE');
  response.setHeader('Access-Control-Allow-Headers', allowedHeaders);
  response.setHeader('Access-Control-Max-Age', '600');
  response.end();
}
