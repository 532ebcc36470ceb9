/** What a text is as JSON, or why it is none that is let in. */
export type ParsedJson =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'too-deep' };

/** Parses JSON after a look at its nesting: deep nesting is cheap to send and dear to walk through later. */
export function parseJson(text: string, depth: number): ParsedJson {
  if (isDeeperThan(text, depth)) return { kind: 'too-deep' };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'not-json' };
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Walks over megabytes at a time, so it compares numbers and leaps from quote to quote. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    // With this bit "[" and "{" are one, and so are "]" and "}".
    else if ((code | 0x20) === 0x7b && ++depth > limit) return true;
    else if ((code | 0x20) === 0x7d) depth--;
  }
  return false;
}

/** Where the quote is that no odd number of backslashes stands before. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}
