import type { Scope } from '../access/roles.ts';
import type { DialectName } from '../dialects/index.ts';
import type { CheckValues } from './schema-check.ts';

/** One operation of the contract, ready to be admitted and checked. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  /** As Express writes it: `/x/:id`. */
  readonly route: string;
  readonly scope: Scope | 'public';
  readonly dialect: DialectName;
  /** Answered by the front door itself instead of by a flow. */
  readonly servedByFrontDoor: boolean;
  /** Where each parameter stands: `query` or `path`. */
  readonly placeOf: ReadonlyMap<string, string>;
  readonly bodyRequired: boolean;
  readonly maxBodyBytes: number;
  readonly checkBody: CheckValues | undefined;
  readonly checkQuery: CheckValues | undefined;
  readonly checkParams: CheckValues | undefined;
}
