import type { ZodError } from 'zod';
import type { Clock } from '../shared/clock.js';
import { type Answer, type Call, headerOf, type Step } from './call.js';
import { ConnectWiseError, errorFromAnswer, isGood } from './errors.js';
import { type JsonBounds, parseJson } from './json.js';
import type { BadAnswerReason } from './problems.js';

/** Turns an answer into the value its call asked for, and every other answer into an error. */
export function decode(clock: Clock, bounds: JsonBounds): Step {
  return (next) => async (call) => {
    const answer = await next(call);
    const { status, headers } = answer;
    // A page in another encoding does not hide what its status says.
    if (!isGood(status)) throw errorFromAnswer({ status, headers, text: answer.bytes.toString('utf8') }, clock.now());
    return { ...answer, value: read(call, answer, bounds) };
  };
}

function read({ answer: form }: Call, answer: Answer, bounds: JsonBounds): unknown {
  if (form.kind === 'nothing') return undefined;
  if (form.kind === 'bytes') return answer.bytes;
  const text = textOf(answer);
  if (form.kind === 'text') return text;
  const parsed = parseJson(text, bounds);
  if (parsed.kind !== 'json') throw badAnswer(answer, parsed.kind);
  const checked = form.shape.safeParse(parsed.value);
  if (!checked.success) throw badAnswer(answer, 'wrong-shape', pathOf(checked.error));
  return checked.data;
}

function textOf(answer: Answer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(answer.bytes);
  } catch {
    throw badAnswer(answer, 'no-text');
  }
}

const EXCERPT_BYTES = 10_000;

function badAnswer(answer: Answer, reason: BadAnswerReason, path?: string): ConnectWiseError {
  const problem = { kind: 'bad-answer', reason, ...(path === undefined ? {} : { path }) } as const;
  const requestId = headerOf(answer.headers, 'x-cw-request-id');
  const excerpt = answer.bytes.toString('utf8', 0, EXCERPT_BYTES);
  return new ConnectWiseError(problem, { status: answer.status, requestId, excerpt });
}

/** Like `[3].status.id`: keys come from our own schemas, so they are safe to show. */
function pathOf(error: ZodError): string {
  const path = error.issues[0]?.path ?? [];
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? 'the top' : text.replace(/^\./, '');
}
