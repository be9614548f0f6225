import type { IncomingMessage } from 'node:http';
import { apiErrors } from '../errors.ts';

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Paths that pages of other origins may use: everything there needs a key, which no browser adds by itself. */
const openPrefixes = ['/rest/v1', '/realtime'];

export function isOpenPath(path: string): boolean {
  return openPrefixes.some(
    (prefix) => path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/'),
  );
}

/** Refuses requests for other hosts (DNS rebinding) and from pages of other origins (cross-site requests). */
export class HostCheck {
  readonly #hosts: ReadonlySet<string>;
  readonly #publicHosts: ReadonlySet<string>;

  /** `publicHosts` are names without a port. */
  constructor(publicHosts: readonly string[]) {
    const names = publicHosts.map((host) => host.toLowerCase());
    this.#publicHosts = new Set(names);
    this.#hosts = new Set([...loopbackHosts, ...names]);
  }

  /** Throws `misdirected` or `foreign_origin`. */
  check(request: IncomingMessage, path: string): void {
    const { host, origin } = request.headers;
    if (host === undefined || !this.#hosts.has(hostnameOf(host))) throw apiErrors.misdirected();
    const crossSite = request.headers['sec-fetch-site'] === 'cross-site';
    if (!crossSite && (origin === undefined || this.#isOwn(origin, host))) return;
    if (!isOpenPath(path)) throw apiErrors.foreign_origin();
  }

  #isOwn(origin: string, host: string): boolean {
    const originHost = /^https?:\/\/([^/]+)$/i.exec(origin)?.[1]?.toLowerCase();
    if (originHost === undefined) return false;
    return originHost === host.toLowerCase() || this.#publicHosts.has(hostnameOf(originHost));
  }
}

/** The name in a `Host` value, without its port. */
function hostnameOf(host: string): string {
  const portAt = host.lastIndexOf(':');
  const name = portAt > host.lastIndexOf(']') ? host.slice(0, portAt) : host;
  return name.toLowerCase();
}

/** True for addresses that only this machine can reach. */
export function isLoopbackAddress(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address);
}
