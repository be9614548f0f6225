import path from 'node:path';
import { errors } from './store-errors.ts';

/** Where a store lies. */
export type StorePlace =
  { readonly engine: 'sqlite'; readonly file: string } | { readonly engine: 'postgres'; readonly url: string };

export interface PlaceOptions {
  /** The data folder. */
  readonly folder: string;
  /** PostgreSQL database to use instead of a file in the folder; empty means none. */
  readonly url?: string | undefined;
}

/** What a client may know of a place: no folder, no user and no password. */
export interface StoreAddress {
  readonly name: string;
  readonly host: string;
}

export function storeAddress(place: StorePlace): StoreAddress {
  if (place.engine === 'sqlite') return { name: path.basename(place.file), host: 'localhost' };
  const { pathname, hostname } = new URL(place.url);
  return { name: decodeURIComponent(pathname.slice(1)), host: hostname };
}

/** Throws `store_url_unknown`. */
export function storePlace({ folder, url = '' }: PlaceOptions): StorePlace {
  if (url === '') return { engine: 'sqlite', file: path.join(folder, 'store.db') };
  // The text itself stays out of the error: it holds a password.
  if (!/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) throw errors.store_url_unknown({ field: 'STORE_URL' });
  return { engine: 'postgres', url };
}
