import { withoutJapaneseForm, withoutLatinForm } from './legal-forms.js';
import { matchKeys } from './match-keys.js';
import { sketchOf } from './sketch.js';

/** A name in the forms by which names are compared, each with the same form of another name. */
export interface NameKey {
  /** Two names are the same when these are equal: case, width and the amount of white space are levelled, nothing else. */
  readonly folded: string;
  /** Also without punctuation, accents on Latin letters, spaces and legal forms. */
  readonly normalised: string;
  /** The normalised words in ASCII, for a similarity by trigrams. */
  readonly sketch: string;
  /** The legal form, one word for all that may stand for each other; empty when the name has none. */
  readonly legalForm: string;
  /** At most 8; names that are alike nearly always share one. */
  readonly keys: readonly string[];
}

/** What a longer name looks like, folded, where a server cut it off; undefined when it is not longer. */
export interface CutName {
  readonly cut50: string | undefined;
  readonly cut156: string | undefined;
}

const HALF_CHARACTER = /\p{Cs}/gu;
const INVISIBLE = /\p{Cf}/gu;
const SPACE = /[\s\p{Cc}]+/gu;
const LATIN_ACCENTS = /(\p{Script=Latin})\p{Mn}+/gu;
const LATIN_SPECIAL: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};
const APOSTROPHE = /['’‘ʼ`´]/gu;
/** Between katakana all of them are typed for the long vowel. */
const LONG_VOWEL = /(?<=\p{Script=Katakana})[‐‑‒–—―−-](?=\p{Script=Katakana}|$|\s)/gu;
/** A matter of taste at the end of a word: コンピューター, コンピュータ. */
const LAST_LONG_VOWEL = /(?<=[\p{Script=Katakana}ー]{2})ー+(?![\p{Script=Katakana}ー])/gu;
const AND = /[&+]/gu;
const AND_WORDS = new Set(['and', 'und', 'et', 'och', 'og', 'en']);
const NO_PART_OF_A_WORD = /[^\p{L}\p{N}\p{M}]+/u;

/** No ConnectWise keeps nearly as much; a hostile one could send megabytes, on which some patterns take time by the square. */
const LONGEST = 1_000;

export function nameKey(name: string): NameKey {
  const folded = foldName(name.slice(0, LONGEST));
  const japanese = withoutJapaneseForm(folded);
  const latin = withoutLatinForm(wordsOf(japanese.text));
  const words = latin.words.length > 0 ? latin.words : [folded];
  return {
    folded,
    normalised: words.join(''),
    sketch: sketchOf(words),
    legalForm: japanese.form || latin.form,
    keys: matchKeys(words),
  };
}

export function foldName(name: string): string {
  const visible = name.replace(HALF_CHARACTER, '\uFFFD').replace(INVISIBLE, '');
  // By way of capitals: "ß" is "SS", and both forms of the Greek sigma have one. To "ẞ" only its small letter leads there.
  const levelled = visible.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
  return levelled.replace(SPACE, ' ').trim();
}

export function cutName(name: string): CutName {
  return { cut50: cutAt(50, name), cut156: cutAt(156, name) };
}

/** ConnectWise counts UTF-16 units as they were sent, so the name is cut before it is folded. */
function cutAt(length: number, name: string): string | undefined {
  const trimmed = name.trim();
  return trimmed.length > length ? foldName(trimmed.slice(0, length).replace(/[\uD800-\uDBFF]$/u, '')) : undefined;
}

function wordsOf(text: string): readonly string[] {
  const plain = withoutAccents(text).replace(APOSTROPHE, '').replace(LONG_VOWEL, 'ー').replace(LAST_LONG_VOWEL, '');
  const words = plain.replace(AND, ' and ').split(NO_PART_OF_A_WORD);
  return joinLetters(words.filter((word) => word !== '').map((word) => (AND_WORDS.has(word) ? 'and' : word)));
}

/** Accents make a word of Latin letters no other; the marks of kana make other sounds, and stay. */
function withoutAccents(text: string): string {
  const bare = text.normalize('NFD').replace(LATIN_ACCENTS, '$1').normalize('NFC');
  return bare.replace(/[øłđðþæœı]/gu, (letter) => LATIN_SPECIAL[letter] ?? letter);
}

/** "J. B. Homes", "J.B. Homes" and "JB Homes" are one name. */
function joinLetters(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let isRun = false;
  for (const word of words) {
    const isLetter = /^[a-z0-9]$/u.test(word);
    const last = joined.at(-1);
    if (isLetter && isRun && last !== undefined) joined[joined.length - 1] = last + word;
    else joined.push(word);
    isRun = isLetter;
  }
  return joined;
}
