/** What a message is about, for instance its block. */
export type Labels = Readonly<Record<string, string>>;

/** Which messages a client wants: for each label the values that it takes; labels that are not named do not matter. */
export type Interest = Readonly<Record<string, readonly string[]>>;

/** A message without a label that the interest names is not wanted. */
export function wants(interest: Interest, labels: Labels): boolean {
  for (const label in interest) {
    const value = labels[label];
    if (value === undefined || interest[label]?.includes(value) !== true) return false;
  }
  return true;
}
