import { request as plainRequest, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';

export interface Letter {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Gives up when it fires. */
  readonly signal: AbortSignal;
}

export interface Outcome {
  readonly status: number | null;
  readonly error: string | null;
}

/** Sends a POST to this machine and no other; never throws, and follows no redirect. */
export function post(letter: Letter): Promise<Outcome> {
  // With the record id put behind it, an address that was one can stop being one: a port grows too large.
  const url = URL.canParse(letter.url) ? new URL(letter.url) : null;
  if (url === null) {
    return Promise.resolve({ status: null, error: 'The url is none once the record id stands behind it.' });
  }
  const host = loopbackHost(url.hostname);
  if (host === null) {
    return Promise.resolve({ status: null, error: 'The sandbox delivers to loopback addresses only.' });
  }
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? tlsRequest : plainRequest)(optionsOf(letter, url, host));
    request.on('response', (response) => {
      // What the receiver says beside its status is not looked at, but it has to be taken in.
      response.on('error', () => response.destroy());
      response.resume();
      resolve({ status: response.statusCode ?? null, error: null });
    });
    request.on('error', (error) =>
      resolve({ status: null, error: letter.signal.aborted ? 'No answer in time.' : error.message }),
    );
    request.end(letter.body);
  });
}

function optionsOf(letter: Letter, url: URL, host: string): RequestOptions & { servername?: string } {
  return {
    method: 'POST',
    host,
    port: url.port,
    path: `${url.pathname}${url.search}`,
    agent: false,
    signal: letter.signal,
    headers: {
      Host: url.host,
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(letter.body)),
      ...letter.headers,
    },
  };
}

/** The literal address to connect to: a name is never looked up, so that none can lead out. */
function loopbackHost(hostname: string): string | null {
  if (hostname === 'localhost') {
    return '127.0.0.1';
  }
  if (hostname === '[::1]') {
    return '::1';
  }
  return /^127\.\d+\.\d+\.\d+$/.test(hostname) ? hostname : null;
}
