const anyCharacters = Symbol('%');
const anyCharacter = Symbol('_');
type Token = string | typeof anyCharacters | typeof anyCharacter;

/**
 * True when the whole text fits the pattern of LIKE. Takes at most as many steps as the product of their lengths: a regular
 * expression made of the pattern could take one for each way to share out the text.
 */
export function isLike(text: string, pattern: string, ignoresCase: boolean): boolean {
  const characters = Array.from(ignoresCase ? text.toLowerCase() : text);
  const tokens = tokensOf(ignoresCase ? pattern.toLowerCase() : pattern);
  let [at, token] = [0, 0];
  /** Where to go on when what follows the last `%` does not fit: that `%` takes one character more. */
  let retry: { at: number; readonly token: number } | undefined;
  while (at < characters.length) {
    const wanted = tokens[token];
    if (wanted === anyCharacters) {
      token += 1;
      retry = { at, token };
    } else if (wanted === anyCharacter || wanted === characters[at]) {
      at += 1;
      token += 1;
    } else if (retry) {
      retry.at += 1;
      ({ at, token } = retry);
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest === anyCharacters);
}

function tokensOf(pattern: string): Token[] {
  const pieces = pattern.match(/\\.|./gsu) ?? [];
  return pieces.map((piece) => {
    if (piece === '%') return anyCharacters;
    if (piece === '_') return anyCharacter;
    return piece.length > 1 && piece.startsWith('\\') ? piece.slice(1) : piece;
  });
}
