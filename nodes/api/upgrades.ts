import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { asBusbarError } from '../kernel/index.ts';
import type { Access } from './access/access.ts';
import { type Gatekeeper, requireScope } from './access/gatekeeper.ts';
import type { Scope } from './access/roles.ts';
import { apiErrors } from './errors.ts';
import type { Tickets } from './tickets.ts';

/** A WebSocket of the gateway. */
interface Feed {
  readonly scope: Scope;
  /** Takes the socket over. */
  open(request: IncomingMessage, socket: Duplex, head: Buffer, access: Access): void;
}

const reasons: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  421: 'Misdirected Request',
  429: 'Too Many Requests',
};

/**
 * The one judge of WebSocket upgrades. Node-RED and its nodes leave a socket that none of them owns open for ever, and
 * check neither host nor key: whatever is not listed here is refused.
 */
export class Upgrades {
  readonly #gatekeeper: Gatekeeper;
  readonly #tickets: Tickets;
  readonly #passed = new Set<string>();
  readonly #feeds = new Map<string, Feed>();

  constructor(gatekeeper: Gatekeeper, tickets: Tickets) {
    this.#gatekeeper = gatekeeper;
    this.#tickets = tickets;
  }

  /** Leaves a path to a listener that checks its users itself, after the host and origin check. */
  pass(path: string): void {
    this.#passed.add(path);
  }

  /** Returns the function that takes the feed away. */
  add(path: string, feed: Feed): () => void {
    this.#feeds.set(path, feed);
    return () => {
      if (this.#feeds.get(path) === feed) this.#feeds.delete(path);
    };
  }

  /** Listens ahead of everybody else. */
  attach(server: Server): void {
    server.prependListener('upgrade', (request, socket, head) => this.#handle(request, socket, head));
  }

  #handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    try {
      this.#gatekeeper.checkHost(request, path);
      if (this.#passed.has(path)) return;
      const feed = this.#feeds.get(path);
      if (!feed) throw apiErrors.not_found({ value: path });
      const access = this.#admit(request, path, new URLSearchParams(query).get('ticket'));
      requireScope(access, feed.scope);
      feed.open(request, socket, head, access);
    } catch (thrown) {
      refuse(socket, asBusbarError(thrown).status);
    }
    // The event goes on to Node-RED's listeners, which choose by path: leave them nothing to choose.
    request.url = '';
  }

  #admit(request: IncomingMessage, path: string, ticket: string | null): Access {
    const access = ticket === null ? undefined : this.#tickets.redeem(ticket, path);
    if (access) return this.#gatekeeper.admitAccess(access, request).access;
    return this.#gatekeeper.admit(request, path).access;
  }
}

function refuse(socket: Duplex, status: number): void {
  // A peer that is gone already must not end the process.
  socket.on('error', () => undefined);
  const reason = reasons[status] ?? 'Internal Server Error';
  socket.end(`HTTP/1.1 ${reasons[status] ? status : 500} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  socket.once('finish', () => socket.destroy());
}
