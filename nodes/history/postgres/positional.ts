export interface PositionalSql {
  /** The text with `$1`, `$2` in place of the names. */
  readonly text: string;
  /** The name of each position. */
  readonly names: readonly string[];
}

/** What a parameter's name may stand in or look like, or a name. */
const token = /'(?:[^']|'')*'|::|:([a-z_]\w*)/gi;

/** Turns the `:name` parameters of an SQL text into the positions that PostgreSQL wants; a name keeps one position. */
export function positional(sql: string): PositionalSql {
  const names: string[] = [];
  const text = sql.replace(token, (found, name: string | undefined) => {
    if (name === undefined) return found;
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text, names };
}
