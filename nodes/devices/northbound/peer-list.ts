import { BlockList, isIP } from 'node:net';
import { defineErrors } from '../../kernel/index.ts';

const errors = defineErrors({
  bad_peer: {
    status: 500,
    message: ({ value }) =>
      `allow must list IP addresses or networks such as 192.168.1.0/24, separated by commas, found ${JSON.stringify(value)}.`,
  },
});

/** The addresses from which masters may connect. */
export class PeerList {
  readonly #addresses = new BlockList();

  /** Throws `bad_peer` naming the first entry that is neither an address nor a network, or an empty list. */
  constructor(listed: string) {
    for (const entry of listed.split(',')) this.#add(entry.trim());
  }

  has(address: string): boolean {
    return this.#addresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }

  #add(entry: string): void {
    const [address = '', prefix, ...more] = entry.split('/');
    const version = isIP(address);
    if (version === 0 || more.length > 0) throw errors.bad_peer({ field: 'allow', value: entry });
    const family = version === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) {
      this.#addresses.addAddress(address, family);
      return;
    }
    if (!/^\d+$/.test(prefix) || Number(prefix) > (version === 6 ? 128 : 32)) {
      throw errors.bad_peer({ field: 'allow', value: entry });
    }
    this.#addresses.addSubnet(address, Number(prefix), family);
  }
}
