import type { StoredRow } from './catalogue/stored-value.ts';

/** What a write did to one row. */
export type RowChange =
  | { readonly kind: 'INSERT'; readonly record: StoredRow }
  | { readonly kind: 'UPDATE'; readonly record: StoredRow; readonly old: StoredRow }
  | { readonly kind: 'DELETE'; readonly old: StoredRow };

/** Limits of what one write may do; beyond them nothing is done. */
export interface WriteLimits {
  /** The client wants one row and no other. */
  readonly exactlyOne: boolean;
  readonly maxAffected: number | undefined;
}
