/** The trigrams of pg_trgm: of each word with two spaces before it and one behind. */
export function trigramsOf(text: string): ReadonlySet<string> {
  const trigrams = new Set<string>();
  for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? []) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at += 1) trigrams.add(padded.slice(at, at + 3));
  }
  return trigrams;
}

/** pg_trgm's `similarity()` of texts in ASCII. */
export function similarity(a: string, b: string): number {
  return overlap(trigramsOf(a), trigramsOf(b));
}

/** The same of two sets: what they have in common, as a part of all they have. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const trigram of a) if (b.has(trigram)) shared += 1;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}
