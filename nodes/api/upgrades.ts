import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HttpRequest } from '../kernel/index.ts';
import type { Access } from './access/access.ts';
import { type Gatekeeper, requireScope } from './access/gatekeeper.ts';
import type { Scope } from './access/roles.ts';
import type { AnswerOf } from './answer-error.ts';
import { apiErrors } from './errors.ts';
import { feedErrors } from './feeds/feed-errors.ts';
import { type PathParameters, type PathPattern, pathPattern } from './feeds/path-pattern.ts';
import type { Tickets } from './tickets.ts';

/** An upgrade whose sender may come in. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly access: Access;
  readonly parameters: PathParameters;
  /** Without what proved the sender's rights. */
  readonly query: URLSearchParams;
}

/** A WebSocket of the gateway. */
interface UpgradeRoute {
  readonly scope: Scope;
  /** Takes the socket over; what it throws refuses the upgrade. */
  open(upgrade: Upgrade): void;
}

interface UpgradesOptions {
  readonly gatekeeper: Gatekeeper;
  readonly tickets: Tickets;
  readonly answerOf: AnswerOf;
}

/**
 * The one judge of WebSocket upgrades. Node-RED and its nodes leave a socket that none of them owns open for ever, and
 * check neither host nor key: whatever is not listed here is refused.
 */
export class Upgrades {
  readonly #options: UpgradesOptions;
  readonly #passed = new Set<string>();
  /** By the shape of the path. */
  readonly #routes = new Map<string, { readonly pattern: PathPattern; readonly route: UpgradeRoute }>();

  constructor(options: UpgradesOptions) {
    this.#options = options;
  }

  /** Leaves a path to a listener that checks its users itself, after the host and origin check. */
  pass(path: string): void {
    this.#passed.add(path);
  }

  /** The path may have parameters. Returns the function that takes the route away. Throws `feed_path_taken`. */
  add(path: string, route: UpgradeRoute): () => void {
    const pattern = pathPattern(path);
    if (this.#routes.has(pattern.shape)) throw feedErrors.feed_path_taken({ value: path });
    this.#routes.set(pattern.shape, { pattern, route });
    return () => this.#routes.delete(pattern.shape);
  }

  /** Listens ahead of everybody else. */
  attach(server: Server): void {
    server.prependListener('upgrade', (request, socket, head) => this.#handle(request, socket, head));
  }

  #handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const [path = '', search = ''] = (request.url ?? '').split('?', 2);
    try {
      this.#options.gatekeeper.checkHost(request, path);
      if (this.#passed.has(path)) return;
      const query = new URLSearchParams(search);
      const access = this.#admit(request, path, query);
      const { route, parameters } = this.#find(path);
      requireScope(access, route.scope);
      route.open({ request, socket, head, access, parameters, query });
    } catch (thrown) {
      this.#refuse(request, path, socket, thrown);
    }
    // The event goes on to Node-RED's listeners, which choose by path: leave them nothing to choose.
    request.url = '';
  }

  /** Unknown paths are admitted too, as everywhere at the front door, so that asking for them is limited. */
  #admit(request: IncomingMessage, path: string, query: URLSearchParams): Access {
    const { gatekeeper, tickets } = this.#options;
    const [ticket, key] = ['ticket', 'apikey'].map((name) => query.get(name));
    query.delete('ticket');
    query.delete('apikey');
    if (typeof ticket === 'string') {
      const access = tickets.redeem(ticket, path);
      if (access) return gatekeeper.admitAccess(access, request);
      gatekeeper.admitPublic(request);
      throw apiErrors.unauthorized();
    }
    // A browser can send a key in the address alone.
    if (typeof key === 'string') request.headers['apikey'] ??= key;
    return gatekeeper.admit(request, path);
  }

  /** Of several that match, the one with the fewest parameters. */
  #find(path: string): { readonly route: UpgradeRoute; readonly parameters: PathParameters } {
    const matching = [...this.#routes.values()].flatMap(({ pattern, route }) => {
      const parameters = pattern.match(path);
      return parameters ? [{ route, parameters, count: pattern.parameters.length }] : [];
    });
    const [found] = matching.sort((a, b) => a.count - b.count);
    if (!found) throw apiErrors.not_found({ value: path });
    return found;
  }

  #refuse(request: IncomingMessage, path: string, socket: Duplex, thrown: unknown): void {
    const { status, body, headers } = this.#options.answerOf(Object.assign(request, { path }) as HttpRequest, thrown);
    const text = JSON.stringify(body);
    const lines = Object.entries({
      Connection: 'close',
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(text)),
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    // A peer that is gone already must not end the process.
    socket.on('error', () => undefined);
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\n${lines.join('')}\r\n${text}`);
    socket.once('finish', () => socket.destroy());
  }
}
