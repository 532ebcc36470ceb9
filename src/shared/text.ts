/** Control characters, and halves of surrogate pairs, which are no characters at all. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

const CUT = '…';
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

/** Characters as people see them, each of which may be many of Unicode's. */
export function graphemesOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The longest beginning of whole characters that measures no more. */
export function cutTo(text: string, most: number, measure: (text: string) => number): string {
  let end = 0;
  let size = 0;
  // One after the other: of a long text, most are never looked at.
  for (const { segment, index } of segmenter.segment(text)) {
    size += measure(segment);
    if (size > most) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** The text, or as much of its beginning as there is room for, with a mark that it goes on. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  return cutTo(text, most - CUT.length, ({ length }) => length).trimEnd() + CUT;
}
