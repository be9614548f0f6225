import { textOf } from '../kernel/index.ts';
import type { Table } from './catalogue/table.ts';
import type { RowChange } from './row-change.ts';

/** The changes of one committed write to one table. */
export interface CommittedRows {
  readonly table: Table;
  readonly changes: readonly RowChange[];
  /** Epoch milliseconds. */
  readonly committedAt: number;
}

export type RowListener = (committed: CommittedRows) => void;

/** Tells of rows after their commit, in the order of the commits. A listener that throws is reported and harms no other. */
export class RowBus {
  readonly #listeners = new Set<RowListener>();
  readonly #report: (text: string) => void;

  constructor(report: (text: string) => void) {
    this.#report = report;
  }

  /** Returns the function that unsubscribes. */
  subscribe(listener: RowListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(committed: CommittedRows): void {
    if (committed.changes.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(committed);
      } catch (thrown) {
        this.#report(`a listener of ${committed.table.name} failed: ${textOf(thrown)}`);
      }
    }
  }
}
