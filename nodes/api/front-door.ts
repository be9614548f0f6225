import type { Server } from 'node:http';
import path from 'node:path';
import {
  type Clock,
  defineErrors,
  defineService,
  type HttpRequest,
  type HttpResponse,
  type Middleware,
  type Next,
} from '../kernel/index.ts';
import { Gatekeeper, type Mode } from './access/gatekeeper.ts';
import { HostCheck, isLoopbackAddress } from './access/hosts.ts';
import { KeyCheck } from './access/key-check.ts';
import { createFirstKeys } from './access/key-file.ts';
import { KeyStore } from './access/key-store.ts';
import { RateLimits, type RateLimitSettings } from './access/rate-limits.ts';
import { securityHeaders } from './access/security-headers.ts';
import { type AnswerError, type AnswerOf, makeAnswerError, makeAnswerOf } from './answer-error.ts';
import { Contract, contractFolder } from './contract/contract.ts';
import { validateRequests } from './contract/validation.ts';
import { Deadlines } from './deadlines.ts';
import { type DeployEvents, DeployPause } from './deploy-pause.ts';
import { documentationPages } from './docs/pages.ts';
import { isBrowserAtRoot, startPages } from './docs/start-page.ts';
import { apiErrors, routeClosed } from './errors.ts';
import { openExtraListener } from './extra-listener.ts';
import { makeEditorGate, makeGate } from './gate.ts';
import { Feeds } from './feeds/feeds.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { ownRoutes } from './own-routes.ts';
import { limitServer } from './server-limits.ts';
import { Tickets } from './tickets.ts';
import { Upgrades } from './upgrades.ts';

const errors = defineErrors({
  open_development_mode: {
    status: 500,
    message: ({ value }) =>
      `HOST=${String(value)} is reachable from other machines: development mode listens on a loopback address only. ` +
      'Set BUSBAR_MODE=production.',
  },
});

const deadlineMs = 10_000;

export interface FrontDoorOptions {
  readonly clock: Clock;
  /** Folder of the keys; must exist. */
  readonly dataDir: string;
  readonly mode: Mode;
  readonly host: string;
  readonly publicHosts: readonly string[];
  readonly extraPorts: readonly number[];
  readonly maxConnections: number;
  readonly rateLimits: RateLimitSettings;
  /** Empty when not set. */
  readonly dashboardKey: string;
  /** Path of the editor, without a slash at its end; null while it is closed. */
  readonly editorPath: string | null;
  readonly simulated: boolean;
  readonly tls: boolean;
  readonly version: string;
  /** The state that `GET /` shows. */
  readonly status: () => string;
  readonly metrics: GatewayMetrics;
  readonly log: { warn(text: string): void; error(text: string): void };
  /** Ends the process, which cannot run as it was told to, with one line. */
  readonly refuseStart: (reason: string) => void;
}

type ErrorMiddleware = (error: unknown, request: HttpRequest, response: HttpResponse, next: Next) => void;

/** Everything that stands between a client and the flows, in the places where Node-RED lets it be put. */
export interface FrontDoor {
  /** File with the keys of the first start; undefined at every later one. */
  readonly firstKeysPath: string | undefined;
  readonly contract: Contract;
  /** For `httpNodeAuth`: every request outside of the editor. */
  readonly nodeAuth: readonly Middleware[];
  /** For `httpNodeMiddleware`: after a route matched. */
  readonly nodeMiddleware: readonly Middleware[];
  /** For `httpAdminMiddleware`: the editor and its API. */
  readonly adminMiddleware: readonly Middleware[];
  /** The last entry of `httpStatic`: unknown paths and what Express could not understand. */
  readonly lastStatic: { readonly path: string; readonly middleware: readonly (Middleware | ErrorMiddleware)[] };
  readonly upgrades: Upgrades;
  readonly feeds: Feeds;
  readonly tickets: Tickets;
  /** The answer to an error in the dialect of the request's contract. */
  readonly answerOf: AnswerOf;
  /** Call once with Node-RED's server and events, before it listens. Opens the extra ports. */
  attach(red: { readonly server: Server; readonly events: DeployEvents }): void;
  /** To be awaited before flows that run are stopped: what clients have asked is answered first. */
  drain(): Promise<void>;
  close(): void;
}

export const frontDoor = defineService<FrontDoor>('front door');

/** Throws `open_development_mode`, `bad_key_file` and `contract_conflict`. */
export function createFrontDoor(options: FrontDoorOptions): FrontDoor {
  const { clock, dataDir, host, mode, log } = options;
  if (mode === 'development' && !isLoopbackAddress(host)) throw errors.open_development_mode({ value: host });
  const firstKeysPath = createFirstKeys(dataDir, clock.now());
  const contract = new Contract(contractFolder, options.version);
  const answerOf = makeAnswerOf(contract, (text) => log.error(text));
  const answerError = makeAnswerError(answerOf);

  const store = new KeyStore({ clock, dataDir, warn: (text) => log.warn(text) });
  const gatekeeper = new Gatekeeper({
    mode,
    hosts: new HostCheck(options.publicHosts),
    keys: new KeyCheck({ clock, store, dashboardKey: options.dashboardKey }),
    limits: new RateLimits(clock, options.rateLimits),
  });
  const pause = new DeployPause(clock);
  const deadlines = new Deadlines(clock, deadlineMs, answerError);
  const tickets = new Tickets(clock);
  const upgrades = new Upgrades({ gatekeeper, tickets, answerOf });
  if (options.editorPath !== null) upgrades.pass(`${options.editorPath}/comms`);
  const feeds = new Feeds({ clock, upgrades, metrics: options.metrics });
  const { files } = contract;
  const pages = new Map([...documentationPages(contract), ...startPages({ ...options, files })]);
  const gate = makeGate({
    clock,
    gatekeeper,
    contract,
    deadlines,
    pause,
    metrics: options.metrics,
    setSecurityHeaders: securityHeaders(options, 'node'),
    answerError,
    isPublicPage: (request) => pages.has(request.path) || isBrowserAtRoot(request),
  });
  const own = ownRoutes({ ...options, contract, pages, tickets, answerError });
  const editorGate = makeEditorGate({
    gatekeeper,
    setSecurityHeaders: securityHeaders(options, 'editor'),
    answerError,
  });
  const closers = [() => store.close(), () => pause.close(), () => deadlines.close(), () => feeds.close()];

  return {
    firstKeysPath,
    contract,
    nodeAuth: [gate, own, pause.hold],
    nodeMiddleware: [validateRequests(contract, pause, answerError)],
    adminMiddleware: [editorGate],
    lastStatic: {
      // The middleware answers everything; the folder, which Node-RED asks for, is never looked into.
      path: path.join(dataDir, 'no-static-files'),
      middleware: lastMiddleware(contract, answerError),
    },
    upgrades,
    feeds,
    tickets,
    answerOf,
    attach({ server, events }) {
      pause.watch(events);
      upgrades.attach(server);
      closers.push(limitServer(server, clock, options));
      for (const port of options.extraPorts) {
        const extra = openExtraListener(server, {
          port,
          host,
          onRefused: (reason) => options.refuseStart(`EXTRA_PORTS: port ${port} cannot be opened (${reason}).`),
        });
        closers.push(limitServer(extra, clock, options), () => {
          extra.close();
          extra.closeAllConnections();
        });
      }
    },
    drain: () => pause.drain(),
    close() {
      for (const close of closers.splice(0)) close();
    },
  };
}

function lastMiddleware(contract: Contract, answerError: AnswerError): readonly (Middleware | ErrorMiddleware)[] {
  const notFound: Middleware = (request, response) => {
    const { method = '', path } = request;
    // A documented operation without a route is one whose flow is not running at this moment.
    const error = contract.names(method, path)
      ? routeClosed(request)
      : apiErrors.not_found({ value: `${method} ${path}` });
    answerError(request, response, error);
  };
  // Express takes a function of four parameters for an error handler.
  const failed: ErrorMiddleware = (error, request, response, _next) => {
    answerError(request, response, expressError(error));
  };
  return [notFound, failed];
}

/** What Express throws for an address it cannot decode carries a 4xx status. */
function expressError(error: unknown): unknown {
  const { status } = (error ?? {}) as { status?: number };
  return status === 400 ? apiErrors.malformed_url() : error;
}
