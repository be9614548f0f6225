/** A value as the store keeps it: times are epoch milliseconds, truth values 0 and 1, JSON its text. */
export type StoredValue = null | number | string;

/** One row of a table, by column. */
export type StoredRow = Readonly<Record<string, StoredValue>>;
