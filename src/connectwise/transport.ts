import type { Dispatcher } from 'undici';
import { type Answer, type AnswerHeaders, type Call, headerOf, type Send } from './call.js';
import { ConnectWiseError } from './connectwise-error.js';
import { isRedirect } from './errors.js';
import { exchangeError } from './socket-errors.js';

/** Sends one request and reads its answer. Knows nothing of ConnectWise. */
export function transport(dispatcherFor: (origin: string) => Dispatcher, answerBytes: number): Send {
  return async (call) => {
    try {
      return await exchange(dispatcherFor(call.origin), call, answerBytes);
    } catch (error) {
      // When the limit of the whole call fired, its reason tells more than how the socket took it.
      throw call.signal.aborted ? call.signal.reason : exchangeError(error);
    }
  };
}

async function exchange(dispatcher: Dispatcher, call: Call, answerBytes: number): Promise<Answer> {
  const { statusCode, headers, body } = await dispatcher.request({
    origin: call.origin,
    path: call.basePath + call.path,
    method: call.method,
    headers: { ...call.headers, ...bodyHeaders(call), 'accept-encoding': 'identity', 'user-agent': 'psa-bridge' },
    body: call.body?.content,
    signal: call.signal,
  });
  const answer = { status: statusCode, headers: headers as AnswerHeaders, value: undefined };
  // Where it leads does not matter, since it is not followed; the body is of no use.
  if (isRedirect(statusCode)) {
    discard(body);
    return { ...answer, bytes: Buffer.alloc(0) };
  }
  const encoding = headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== '') {
    discard(body);
    throw new ConnectWiseError({ kind: 'bad-answer', reason: 'compressed' }, { status: statusCode });
  }
  return { ...answer, bytes: await readBytes(body, headers, mostBytes(call, answerBytes)) };
}

type Body = Dispatcher.ResponseData['body'];

/** Counts while reading: the announced length is neither always there nor always true. */
async function readBytes(body: Body, headers: AnswerHeaders, answerBytes: number): Promise<Buffer> {
  if (Number(headerOf(headers, 'content-length') ?? 0) > answerBytes) {
    discard(body);
    throw new ConnectWiseError({ kind: 'too-large' });
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Leaving the loop destroys the body and with it the connection.
    if (length > answerBytes) throw new ConnectWiseError({ kind: 'too-large' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function bodyHeaders({ body }: Call): Record<string, string> {
  return body === undefined ? {} : { 'content-type': body.contentType };
}

function mostBytes({ answer }: Call, answerBytes: number): number {
  return 'mostBytes' in answer ? Math.min(answer.mostBytes, answerBytes) : answerBytes;
}

function discard(body: Body): void {
  body.on('error', () => undefined);
  body.destroy();
}
