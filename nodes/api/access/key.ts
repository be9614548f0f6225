import { hash, randomBytes } from 'node:crypto';
import type { RateLimit } from '../../kernel/index.ts';
import type { Role, Scope } from './roles.ts';
import { scopesOfRole } from './roles.ts';

/** A key as `keys.json` keeps it. The secret itself is never stored. */
export interface StoredKey {
  readonly prefix: string;
  /** SHA-256 of the whole key, hexadecimal. A random 256-bit secret needs no slow hash. */
  readonly digest: string;
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly sites: readonly string[] | null;
  readonly created: string;
  readonly expires: string | null;
  readonly revoked: string | null;
  readonly limit?: RateLimit;
}

export interface NewKey {
  readonly name: string;
  readonly role: Role;
  /** All scopes of the role unless given. */
  readonly scopes?: readonly Scope[];
  readonly sites?: readonly string[];
  readonly expires?: string;
  readonly limit?: RateLimit;
}

/** Makes a key: what is stored, and the text `prefix.secret` that is shown once. */
export function createKey(options: NewKey, createdMs: number): { stored: StoredKey; text: string } {
  const prefix = `${options.role}_${randomBytes(6).toString('hex')}`;
  const text = `${prefix}.${randomBytes(32).toString('base64url')}`;
  const stored: StoredKey = {
    prefix,
    digest: digestOf(text).toString('hex'),
    name: options.name,
    role: options.role,
    scopes: options.scopes ?? scopesOfRole[options.role],
    sites: options.sites ?? null,
    created: new Date(createdMs).toISOString(),
    expires: options.expires ?? null,
    revoked: null,
    ...(options.limit && { limit: options.limit }),
  };
  return { stored, text };
}

export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** The public part of a presented key; empty when there is none. */
export function prefixOf(presented: string): string {
  const dot = presented.indexOf('.');
  return dot < 0 ? '' : presented.slice(0, dot);
}
