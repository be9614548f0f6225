/** Rows of one bulk insert. */
export const rowsAtOnce = 200;

const devices = 8;

/** A body of rows that all carry the number of their insert as `target_power`. */
export function killedRows(insert: number): readonly object[] {
  return Array.from({ length: rowsAtOnce }, (_, position) => ({
    device_id: `123e4567-e89b-12d3-a456-42661417400${position % devices}`,
    time: new Date(Date.UTC(2024, 0, 1) + 1000 * (insert * rowsAtOnce + position)).toISOString(),
    soe: position,
    target_power: insert,
  }));
}
