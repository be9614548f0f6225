/** Neighbours together up to a size; a larger one stands alone. */
export function packed<T>(
  items: readonly T[],
  sizeOf: (item: T) => number,
  maxSize: number,
): readonly (readonly T[])[] {
  const parts: T[][] = [];
  let size = Infinity;
  for (const item of items) {
    size += sizeOf(item);
    if (size > maxSize) {
      parts.push([]);
      size = sizeOf(item);
    }
    parts.at(-1)?.push(item);
  }
  return parts;
}
