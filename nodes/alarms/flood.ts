/** More raised alarms than this in the window are a flood, fewer than the second end it (EEMUA 191, ISA-18.2). */
export const floodWindowMs = 600_000;
const floodStart = 10;
const floodEnd = 5;

/** Since when there is an alarm flood, or null. Times of raised alarms in epoch milliseconds, in any order. */
export function floodSince(raisedAt: readonly number[], now: number): number | null {
  const times = raisedAt.filter((at) => at <= now).sort((a, b) => a - b);
  let since: number | null = null;
  for (const [position, at] of times.entries()) {
    if (since !== null && at >= endOfFlood(times, position - 1)) since = null;
    const before = times[position - floodStart];
    if (since === null && before !== undefined && at - before < floodWindowMs) since = at;
  }
  return since !== null && now < endOfFlood(times, times.length - 1) ? since : null;
}

/** When the window holds too few, should nothing more be raised: the fifth newest leaves it. */
function endOfFlood(times: readonly number[], newest: number): number {
  return (times[newest - floodEnd + 1] ?? -Infinity) + floodWindowMs;
}
