/** Characters that would break a line or are none at all. */
const BREAKS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Characters nobody sees, among them those that turn the direction of what follows; emoji are joined by one of them. */
const UNSEEN = /[^\P{Cf}\u{200c}\u{200d}]/gu;
const MARK = /\p{M}/u;

/** A name of a source as it may stand in a line of a text: without anything that would reach beyond it. */
export function plainName(name: string, otherwise: string): string {
  const plain = name.replace(BREAKS, ' ').replace(UNSEEN, '').replace(/\s+/gu, ' ').trim();
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(plain) ? plain : otherwise;
}

/** The same as a part of a file name in ASCII. */
export function fileNamePart(name: string, otherwise: string): string {
  const letters = [...name.normalize('NFKD')].filter((character) => !MARK.test(character)).join('');
  const part = letters.replace(/[^A-Za-z0-9]+/g, '-').slice(0, LONGEST_PART);
  return part.replace(/^-+|-+$/g, '') || otherwise;
}

const LONGEST_PART = 60;
