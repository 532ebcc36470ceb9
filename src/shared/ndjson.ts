const BATCH_CHARACTERS = 32_768;

/** What JSON lets stand, and some readers of lines take for their end. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** One JSON text to a line, in UTF-8, made in batches as they are asked for. */
export async function* writeLines(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array, void> {
  let batch = '';
  for await (const text of texts) {
    batch += `${text.replace(LINE_ENDS, escaped)}\n`;
    if (batch.length < BATCH_CHARACTERS) continue;
    yield Buffer.from(batch);
    batch = '';
  }
  if (batch !== '') yield Buffer.from(batch);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
