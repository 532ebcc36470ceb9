import { createHash, createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { Reply, withSandbox } from './client.js';

type Using = ReturnType<typeof withSandbox>;

/** A callback as it arrived. */
export interface Received {
  readonly path: string;
  readonly raw: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: what comes back is what the tests are about
  readonly json: any;
}

/** A server that takes callbacks in and answers as told; `silent` never answers. */
export function withReceiver() {
  let server: Server;
  let received: Received[] = [];
  let answers: (number | 'silent')[] = [];
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) {
        chunks.push(chunk);
      }
      const raw = Buffer.concat(chunks).toString('utf8');
      received.push({ path: request.url ?? '', raw, headers: request.headers, json: JSON.parse(raw) });
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer !== 'silent') {
        response.writeHead(answer ?? 204).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    received = [];
    answers = [204];
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    get received() {
      return received as readonly Received[];
    },
    /** The statuses of the next answers; the last one stays. */
    answer(...next: (number | 'silent')[]) {
      answers = next;
    },
  };
}

/** As a receiver has to work it out from the signing key and the raw body. */
export function signatureOf(key: string, raw: string): string {
  return createHmac('sha256', createHash('sha256').update(key).digest()).update(raw).digest('base64');
}

/** Registers, provokes and waits for callbacks; each test starts with none. */
export function callbacksOf(using: Using, receiver: { readonly url: string }) {
  beforeEach(async () => {
    using.sandbox.clock.reset();
    await using.sandbox.deliveries.idle();
    using.sandbox.deliveries.journal.clear();
    const { json } = await using.client.api('/system/callbacks');
    for (const { id } of json) {
      await using.client.api(`/system/callbacks/${id}`, { method: 'DELETE' });
    }
  });
  return {
    register(more: Record<string, unknown> = {}): Promise<Reply> {
      const body = { url: `${receiver.url}/cw?recordId=`, objectId: 1, type: 'company', level: 'owner', ...more };
      return using.client.api('/system/callbacks', { method: 'POST', body });
    },
    async rename(id = 251, name = 'Renamed'): Promise<void> {
      using.sandbox.companies.rename(id, name);
      await using.sandbox.deliveries.idle();
    },
    async advance(seconds: number): Promise<void> {
      using.sandbox.clock.advance(seconds);
      await using.sandbox.deliveries.idle();
    },
  };
}
