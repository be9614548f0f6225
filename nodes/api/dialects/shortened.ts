const longestShownValue = 100;

/** A client learns what it sent wrong, but does not get 64 kB of it back. */
export function shortened(value: unknown): unknown {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) as string | undefined);
  if (text === undefined || text.length <= longestShownValue) return value;
  return `${text.slice(0, longestShownValue)}…`;
}
