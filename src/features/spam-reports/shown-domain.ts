import { domainToASCII, domainToUnicode } from 'node:url';

/** Letters of ASCII and those that are made of them, which people tell apart. */
const LATIN = /^[a-z0-9æœøßðþđł-]+$/;
/** Scripts that are written together, each of them unlike Latin. */
const EAST_ASIAN = [
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆0-9-]+$/u,
  /^[\p{Script=Han}\p{Script=Hangul}0-9-]+$/u,
  /^[\p{Script=Han}\p{Script=Bopomofo}0-9-]+$/u,
];
/** Their letters look like Latin ones: safe only where the whole domain is written in them. */
const LOOKALIKES = [/^[\p{Script=Cyrillic}0-9-]+$/u, /^[\p{Script=Greek}0-9-]+$/u];
const MARK = /\p{M}/u;
const MARKS = /\p{M}/gu;
/** A text of two forms that is longer is not read by anybody. */
const LONGEST = 120;

/**
 * A mail domain as people write it, its ASCII form beside it. That alone where the letters could pass for others or
 * would turn the direction of the line.
 */
export function shownDomain(domain: string): string {
  const written = domainToUnicode(domain);
  if (written === domain) return domain;
  const shown = `${written} (${domain})`;
  const isSafe = domainToASCII(written) === domain && isReadable(written) && shown.length <= LONGEST;
  return isSafe ? shown : domain;
}

function isReadable(domain: string): boolean {
  if (MARK.test(domain.normalize('NFC'))) return false;
  const labels = domain.split('.');
  const isPlain = (label: string) =>
    LATIN.test(label.normalize('NFD').replace(MARKS, '')) || EAST_ASIAN.some((script) => script.test(label));
  return labels.every(isPlain) || LOOKALIKES.some((script) => labels.every((label) => script.test(label)));
}
