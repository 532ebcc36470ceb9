import { randomUUID } from 'node:crypto';
import type { CallBody } from './call.js';

export interface FilePart {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** A form of texts and one file, whole in memory, so that it can be sent again. Undefined texts are left out. */
export function multipart(texts: Readonly<Record<string, string | undefined>>, file: FilePart): CallBody {
  const boundary = `psa-bridge-${randomUUID()}`;
  const parts = Object.entries(texts).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`],
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${quoted(file.fileName)}"\r\nContent-Type: ${file.contentType}\r\n\r\n`;
  const content = Buffer.concat([
    Buffer.from(parts.join('') + head),
    file.content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, content };
}

/** As browsers write names, so that none ends its own quotes or line. */
function quoted(fileName: string): string {
  return fileName.replace(/["\r\n]/g, (character) => encodeURIComponent(character));
}
