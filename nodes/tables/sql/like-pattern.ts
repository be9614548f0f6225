/** A pattern of LIKE as SQLite's GLOB, which minds case: `%` and `_` become `*` and `?`, what GLOB means otherwise is escaped. */
export function globOf(pattern: string): string {
  return pattern.replaceAll(/\\(.)|[%_*?[]/gsu, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return literal(escaped);
    if (found === '%') return '*';
    if (found === '_') return '?';
    return literal(found);
  });
}

function literal(character: string): string {
  return '*?['.includes(character) ? `[${character}]` : character;
}
