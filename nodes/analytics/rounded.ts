/** Without the noise of binary fractions: ten significant digits. Null for what is not known. */
export function rounded(value: number | null | undefined): number | null {
  return value === null || value === undefined || Number.isNaN(value) ? null : Number(value.toPrecision(10));
}
