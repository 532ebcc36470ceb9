/** A file that came in a form. */
export interface FormFile {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

/** A multipart body read to its end; the first of a name counts, and an empty text is none. */
export interface Form {
  readonly text: (name: string) => string | undefined;
  readonly file: (name: string) => FormFile | undefined;
}

export const EMPTY_FORM: Form = { text: () => undefined, file: () => undefined };

/** Undefined when the body is no form, or cannot be read as one. */
export async function readForm(contentType: string | undefined, body: Buffer): Promise<Form | undefined> {
  if (!contentType?.toLowerCase().startsWith('multipart/form-data')) {
    return undefined;
  }
  const headers = { 'content-type': contentType };
  const form = await new Response(new Uint8Array(body), { headers }).formData().catch(() => undefined);
  if (!form) {
    return undefined;
  }
  const texts = new Map<string, string>();
  const files = new Map<string, FormFile>();
  for (const [name, value] of form) {
    if (typeof value === 'string' && value !== '' && !texts.has(name)) {
      texts.set(name, value);
    } else if (typeof value !== 'string' && !files.has(name)) {
      files.set(name, { name: value.name, type: value.type, content: Buffer.from(await value.arrayBuffer()) });
    }
  }
  return { text: (name) => texts.get(name), file: (name) => files.get(name) };
}
