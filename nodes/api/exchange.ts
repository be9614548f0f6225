import type { IncomingMessage } from 'node:http';
import type { Access } from './access/access.ts';
import type { Operation } from './contract/operation.ts';

/** What the front door knows about one request. */
export interface Exchange {
  readonly startedAt: number;
  /** Undefined on public routes and until the key is checked. */
  access: Access | undefined;
  /** Undefined until a route of the contract matched. */
  operation: Operation | undefined;
  /** Deploys that had begun when the request was let through to the flows; undefined until then. */
  deploys: number | undefined;
}

/** Known to this file alone, so that nothing in a message can forge what stands under it. */
const exchangeKey = Symbol('exchange');
type Carrier = IncomingMessage & { [exchangeKey]?: Exchange };

export function openExchange(request: IncomingMessage, startedAt: number): Exchange {
  const exchange: Exchange = { startedAt, access: undefined, operation: undefined, deploys: undefined };
  (request as Carrier)[exchangeKey] = exchange;
  return exchange;
}

export function exchangeOf(request: IncomingMessage): Exchange | undefined {
  return (request as Carrier)[exchangeKey];
}
