const REPLACEMENT = '\ufffd';
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

export interface DecodedPiece {
  readonly text: string;
  /** Behind the text stands something else: bytes that are no UTF-8, or a NUL, as UTF-16 is full of. It is the end. */
  readonly isBroken: boolean;
}

/** Decodes UTF-8, with or without a byte order mark, as it arrives. */
export async function* decodeText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<DecodedPiece, void> {
  const decoder = new TextDecoder('utf-8');
  let tail: Uint8Array = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const seen = Buffer.concat([tail, chunk]);
    const piece = cutAtFault(decoder.decode(chunk, { stream: true }), seen);
    yield piece;
    if (piece.isBroken) return;
    // A character that began here may end in the next chunk.
    tail = seen.subarray(-(REPLACEMENT_BYTES.length - 1));
  }
  yield cutAtFault(decoder.decode(), Buffer.alloc(0));
}

/** The decoder writes one and the same character for itself and for what it cannot read: the bytes tell which it was. */
function cutAtFault(text: string, seen: Buffer): DecodedPiece {
  const isForeign = count(text, REPLACEMENT) > count(seen, REPLACEMENT_BYTES);
  const faults = [text.indexOf('\0'), isForeign ? text.indexOf(REPLACEMENT) : -1].filter((index) => index !== -1);
  if (faults.length === 0) return { text, isBroken: false };
  return { text: text.slice(0, Math.min(...faults)), isBroken: true };
}

function count<Sought>(
  place: { indexOf(sought: Sought, from: number): number },
  sought: Sought & { length: number },
): number {
  let found = 0;
  for (let at = place.indexOf(sought, 0); at !== -1; at = place.indexOf(sought, at + sought.length)) found += 1;
  return found;
}
