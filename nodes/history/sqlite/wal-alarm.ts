const mebibyte = 1024 * 1024;
/** A healthy log is emptied every few seconds and stays far below. */
const maxWalMb = 64;

/** What to say of a write-ahead log that stays large although it was just emptied as far as possible, or null. */
export function walAlarm(walBytes: number): string | null {
  if (walBytes <= maxWalMb * mebibyte) return null;
  const mb = Math.round(walBytes / mebibyte);
  return `The store's write-ahead log holds ${mb} MB (limit ${maxWalMb} MB): a read that never ends keeps it from shrinking.`;
}
