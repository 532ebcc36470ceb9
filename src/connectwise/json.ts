/** What a text is as JSON, or why it is none that is let in. */
export type ParsedJson =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'not-json' }
  | { readonly kind: 'too-deep' }
  | { readonly kind: 'too-many' };

export interface JsonBounds {
  readonly jsonDepth: number;
  readonly jsonValues: number;
}

/** Parses JSON after a look at its form: deep nesting, and millions of empty values, are cheap to send and dear to hold. */
export function parseJson(text: string, bounds: JsonBounds): ParsedJson {
  const excess = excessOf(text, bounds);
  if (excess) return { kind: excess };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'not-json' };
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;

/** Walks over megabytes at a time, so it compares numbers and leaps from quote to quote. */
function excessOf(text: string, { jsonDepth, jsonValues }: JsonBounds): 'too-deep' | 'too-many' | undefined {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === COMMA) {
      if (++values > jsonValues) return 'too-many';
    }
    // With this bit "[" and "{" are one, and so are "]" and "}".
    else if ((code | 0x20) === 0x7b) {
      if (++depth > jsonDepth) return 'too-deep';
      if (++values > jsonValues) return 'too-many';
    } else if ((code | 0x20) === 0x7d) depth--;
  }
  return undefined;
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
