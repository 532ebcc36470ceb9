import { containsPattern } from '../../database/contains.js';
import { foldName } from '../matching/name-key.js';

/** Letters and digits of base 36, three places. */
const CODES = 36 ** 3;
/** Has no factor in common with CODES; large enough that neighbours in a code chart share no beginning. */
const SPREAD = 26_347;

/**
 * Folded texts as words in ASCII for an index of trigrams, which sees only what the database's locale calls a letter: none
 * of the Japanese ones under the locale C. Each character but Latin letters, digits and spaces becomes three letters
 * or digits, so that even one kanji has a trigram, and signs are words of their own. What is part of a text is part of
 * its key; two characters can share a code, so what a key finds is compared again.
 */
export function searchKey(...folded: readonly string[]): string {
  return ` ${folded.map(encode).join(' ')}`;
}

/** How a search is looked up. */
export interface SearchPatterns {
  /** For LIKE on the key: this finds the rows. */
  readonly key: string;
  /** For LIKE on the text itself. */
  readonly text: string;
  /** What the text has to hold besides, as a regular expression. */
  readonly word: string | undefined;
}

/** Undefined when the search holds nothing but space. One or two Latin letters or digits are the beginning of a word. */
export function searchPatterns(search: string): SearchPatterns | undefined {
  const folded = foldName(search);
  if (folded === '') return undefined;
  const text = containsPattern(folded);
  if (/^[a-z0-9]{1,2}$/.test(folded)) return { key: `% ${folded}%`, text, word: `(^|[^a-z0-9])${folded}` };
  return { key: containsPattern(encode(folded)), text, word: undefined };
}

function encode(folded: string): string {
  return folded.replace(/[^a-z0-9 ]/gu, (character) => {
    const code = (((character.codePointAt(0) ?? 0) * SPREAD) % CODES).toString(36).padStart(3, '0');
    return character < '\u0080' ? ` ${code} ` : code;
  });
}
