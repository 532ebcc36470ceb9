const MAX_KEYS = 8;
const MAX_LENGTH = 16;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * Short strings of which names that are alike share at least one, so that a join on equality finds the few that are
 * worth comparing. Common ones are passed over there, hence those that combine a word with the beginning of the next.
 */
export function matchKeys(words: readonly string[]): readonly string[] {
  const compact = [...words.join('')];
  const keys = CJK.test(words.join('')) ? endsOf(compact, [4, 3, 2]) : [...endsOf(compact, [4]), ...wordKeys(words)];
  return [...new Set(keys)].slice(0, MAX_KEYS).map((key) => [...key].slice(0, MAX_LENGTH).join(''));
}

function endsOf(characters: readonly string[], lengths: readonly number[]): string[] {
  return lengths.flatMap((length) => [
    `^${characters.slice(0, length).join('')}`,
    `$${characters.slice(-length).join('')}`,
  ]);
}

function wordKeys(words: readonly string[]): string[] {
  const [first = '', second] = words;
  const last = words.at(-1) ?? '';
  const combined = second === undefined ? [] : [`${first}~${initialOf(second)}`, `${last}~${initialOf(first)}`];
  const long = words.filter((word) => word.length >= 4).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return [...combined, ...long];
}

function initialOf(word: string): string {
  return [...word][0] ?? '';
}
