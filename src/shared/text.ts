/** Control characters, and halves of surrogate pairs, which are no characters at all. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

export function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}
