import { type Clock, type HttpRequest, type HttpResponse, isoWithOffset, type Middleware } from '../kernel/index.ts';
import { type AnswerError, sendJson } from './answer-error.ts';
import type { Contract } from './contract/contract.ts';
import type { Operation } from './contract/operation.ts';
import { admitOperation } from './contract/validation.ts';
import { type Page, sendPage } from './docs/page.ts';
import { isBrowserAtRoot, sendToStartPage } from './docs/start-page.ts';
import { apiErrors } from './errors.ts';
import { exchangeOf } from './exchange.ts';
import type { Tickets } from './tickets.ts';

interface OwnRoutesOptions {
  readonly clock: Clock;
  readonly contract: Contract;
  readonly pages: ReadonlyMap<string, Page>;
  readonly tickets: Tickets;
  readonly version: string;
  /** The state that `GET /` shows: that of `/health`. */
  readonly status: () => string;
  readonly answerError: AnswerError;
}

type Handler = (request: HttpRequest, response: HttpResponse) => void;

/** Answers what the front door itself knows: documentation, `GET /` and tickets. Everything else goes on to the flows. */
export function ownRoutes(options: OwnRoutesOptions): Middleware {
  const { contract, pages, answerError } = options;
  const handlers: Readonly<Record<string, Handler>> = {
    getServiceInformation: (_request, response) => sendJson(response, 200, serviceInformation(options)),
    createWebSocketTicket: (request, response) => sendJson(response, 200, newTicket(options, request)),
  };
  const own = contract.operations.filter(({ servedByFrontDoor }) => servedByFrontDoor);
  const byRoute = new Map<string, Operation[]>(Map.groupBy(own, ({ route }) => route));

  return (request, response, next) => {
    const { path, method } = request;
    const page = pages.get(path);
    if (page && (method === 'GET' || method === 'HEAD')) {
      sendPage(page, request, response);
      return;
    }
    if (isBrowserAtRoot(request)) {
      sendToStartPage(response);
      return;
    }
    const operation = byRoute.get(path) && contract.operation(method ?? '', path);
    const handler = operation && handlers[operation.operationId];
    if (!handler) {
      next();
      return;
    }
    admitOperation(operation, request, response, (error) => {
      if (error === undefined) handler(request, response);
      else answerError(request, response, error);
    });
  };
}

function serviceInformation({ version, status }: OwnRoutesOptions): unknown {
  return {
    service: 'Busbar',
    version,
    status: status(),
    endpoints: { docs: '/docs', ui: '/ui/', api: '/api/v1', health: '/api/v1/health', redoc: '/redoc' },
  };
}

function newTicket({ tickets }: OwnRoutesOptions, request: HttpRequest): unknown {
  const access = exchangeOf(request)?.access;
  if (!access) throw apiErrors.unauthorized();
  const { ticket, expiresMs } = tickets.issue((request.body as { path: string }).path, access);
  return { ticket, expires_at: isoWithOffset(expiresMs) };
}
