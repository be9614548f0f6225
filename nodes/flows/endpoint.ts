import { isIPv6 } from 'node:net';

/** Host and port of a Modbus TCP device. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

const loopbackNames = new Set(['localhost', '::1']);

/** True when both name the same socket address, as far as their texts tell. */
export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && canonicalHost(a.host) === canonicalHost(b.host);
}

/** One spelling for each host: case, blanks, brackets, a final dot, IPv6 forms and the names of the loopback. */
function canonicalHost(host: string): string {
  const bare = host
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  const address = isIPv6(bare) ? canonicalIpv6(bare) : bare;
  return loopbackNames.has(address) ? '127.0.0.1' : address;
}

function canonicalIpv6(address: string): string {
  const short = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (mapped?.[1] === undefined || mapped[2] === undefined) return short;
  const [high, low] = [Number.parseInt(mapped[1], 16), Number.parseInt(mapped[2], 16)];
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}
