import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Reply } from '../http/reply.js';
import type { Lifetime } from '../lifetime.js';
import type { Fault } from './fault.js';

export function send(reply: Reply, response: ServerResponse): void {
  if (response.destroyed) {
    return;
  }
  const body = Buffer.from(reply.body);
  const length = reply.status === 204 ? {} : { 'Content-Length': body.length };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  response.end(body);
}

/** Sends the headers at once and then a byte at a time. */
export function drip(reply: Reply, response: ServerResponse, pace: { every: number; lifetime: Lifetime }): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': body.length });
  response.flushHeaders();
  let at = 0;
  pace.lifetime.every(pace.every, () => {
    if (response.destroyed || at >= body.length) {
      response.end();
      return false;
    }
    response.write(body.subarray(at, at + 1));
    at += 1;
    return true;
  });
}

/** Breaks the connection before the headers, or when half of the body is out. */
export function cut(reply: Reply, response: ServerResponse, fault: Fault & { kind: 'cut' }): void {
  if (fault.at === 'headers') {
    breakSocket(response, fault.how);
    return;
  }
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'Content-Length': body.length + 1 });
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => breakSocket(response, fault.how));
}

function breakSocket(response: ServerResponse, how: 'close' | 'reset' | 'halfClose'): void {
  const { socket } = response;
  switch (how) {
    case 'close':
      socket?.destroy();
      return;
    case 'reset':
      // Node can reset a plain connection only; a TLS one is torn down without its closing words, which is close to it.
      if (socket && 'encrypted' in socket) {
        socket.destroy();
      } else {
        socket?.resetAndDestroy();
      }
      return;
    case 'halfClose':
      socket?.end();
  }
}

const CHUNK = Buffer.alloc(1_000_000, 0x20);

/** A valid but huge JSON body, streamed so that the sandbox itself does not hold it; packed it is a small one. */
export async function flood(response: ServerResponse, megabytes: number, isPacked: boolean): Promise<void> {
  const source = Readable.from(padding(megabytes));
  response.writeHead(200, {
    'Content-Type': 'application/json; charset=utf-8',
    ...(isPacked ? { 'Content-Encoding': 'gzip' } : {}),
  });
  try {
    await (isPacked ? pipeline(source, createGzip(), response) : pipeline(source, response));
  } catch {
    // A client that has seen enough hangs up, which is what this fault is there to show.
  }
}

function* padding(megabytes: number): Generator<Buffer> {
  yield Buffer.from('[');
  for (let sent = 0; sent < megabytes; sent += 1) {
    yield CHUNK;
  }
  yield Buffer.from(']');
}
