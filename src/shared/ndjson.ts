const BATCH_CHARACTERS = 32_768;

/** One JSON text to a line, in UTF-8, made in batches as they are asked for. No JSON text has a line break in it. */
export async function* writeLines(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array, void> {
  let batch = '';
  for await (const text of texts) {
    batch += `${text}\n`;
    if (batch.length < BATCH_CHARACTERS) continue;
    yield Buffer.from(batch);
    batch = '';
  }
  if (batch !== '') yield Buffer.from(batch);
}
