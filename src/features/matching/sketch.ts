/** The letters and digits of base 36, two places. */
const CODES = 36 * 36;
/** Has no factor in common with CODES; large enough that neighbours in a code chart begin with different letters. */
const SPREAD = 821;

/**
 * Words in ASCII for pg_trgm, which sees only what the database's locale calls a letter: none of the Japanese ones under
 * the locale C. Each other character becomes two letters or digits, so that the trigrams of the sketch stand for the
 * pairs of characters of the name, and every database counts the same similarity.
 */
export function sketchOf(words: readonly string[]): string {
  const sketched = words.map((word) => [...word].map(codeOf).join(''));
  return sketched.reduce((text, word, index) => text + separator(words[index - 1], words[index]) + word, '');
}

function codeOf(character: string): string {
  if (/[a-z0-9]/u.test(character)) return character;
  const code = ((character.codePointAt(0) ?? 0) * SPREAD) % CODES;
  return code.toString(36).padStart(2, '0');
}

/** Japanese parts words by a space in one place and not in the next. */
function separator(before: string | undefined, after: string | undefined): string {
  if (before === undefined || after === undefined) return '';
  return isLatin(before.at(-1)) || isLatin(after.at(0)) ? ' ' : '';
}

function isLatin(character: string | undefined): boolean {
  return character !== undefined && /[a-z0-9]/u.test(character);
}
