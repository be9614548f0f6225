import type { Connection } from '../history/index.ts';

export interface Removal {
  readonly table: 'mg_bess_readings' | 'mg_meter_readings';
  /** Rows older than this go, epoch milliseconds. */
  readonly before: number;
  /** Most rows that one removal takes, so that other writes do not wait for it. */
  readonly atMost: number;
}

/** Removes the oldest readings; returns how many. */
export function removeOldest(connection: Connection, { table, before, atMost }: Removal): number {
  const oldest = `select id from ${table} where time < :before order by time limit :atMost`;
  const removed = connection.all(`delete from ${table} where id in (${oldest}) returning 1 as removed`, {
    before,
    atMost,
  });
  return removed.length;
}
