import { request } from 'node:http';

export interface OpenUpload {
  write(text: string): void;
  end(): void;
  /** Hangs up in the middle. */
  leave(): void;
  readonly answer: Promise<{
    readonly status: number;
    readonly headers: NodeJS.Dict<string | string[]>;
    readonly text: string;
  }>;
}

/** An upload whose test decides what is sent when. */
export function openUpload(origin: string, token: string, query = ''): OpenUpload {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' };
  const outgoing = request(`${origin}/files/lines${query}`, { method: 'POST', headers, agent: false });
  const answer = new Promise<Awaited<OpenUpload['answer']>>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
  });
  // Whoever leaves wants no answer.
  answer.catch(() => undefined);
  outgoing.flushHeaders();
  return {
    write: (text) => void outgoing.write(text),
    end: () => void outgoing.end(),
    leave: () => void outgoing.destroy(),
    answer,
  };
}

/** Waits for what other parts of the process will have done soon. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}
