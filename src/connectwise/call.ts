import type { ZodType } from 'zod';
import type { Secret } from '../shared/secret.js';

/** Names in small letters. A header that came several times is a list. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a call does at the far side; some reads are sent by POST. Decides what may be repeated. */
export type Effect = 'read' | 'write';

export interface CallBody {
  readonly contentType: string;
  readonly content: string | Uint8Array;
}

/** What a good answer is made into. */
export type AnswerForm =
  /** What it must look like; fields the shape does not name are dropped. */
  | { readonly kind: 'json'; readonly shape: ZodType }
  /** A file of up to so many bytes. */
  | { readonly kind: 'bytes'; readonly mostBytes: number }
  /** A text of a form that is not JSON, of up to so many bytes. */
  | { readonly kind: 'text'; readonly mostBytes: number }
  | { readonly kind: 'nothing' };

/** One call on its way out. Steps add to it and pass it on; none changes the one it got. */
export interface Call {
  readonly method: Method;
  readonly effect: Effect;
  /** The path with placeholders, for logs and metrics: it never holds a value. */
  readonly route: string;
  /** Encoded path and query, to be put behind `base`. */
  readonly path: string;
  readonly answer: AnswerForm;
  readonly body?: CallBody;
  /** What the log must not show beside the account's own secrets. */
  readonly secrets?: readonly Secret[];
  readonly headers: Readonly<Record<string, string>>;
  /** Filled by the address step: origin, and what stands in front of every path of the API. */
  readonly origin: string;
  readonly basePath: string;
  /** Ends the call as a whole, with everything it tries. */
  readonly signal: AbortSignal;
  /** Milliseconds until `signal` fires. */
  timeLeft(): number;
}

export interface Answer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly bytes: Buffer;
  /** Filled by the decode step: what the call's answer form made of the bytes. */
  readonly value: unknown;
}

export type Send = (call: Call) => Promise<Answer>;

/** One duty around a call. Later duties (a breaker, a rate budget) join the list without touching the others. */
export type Step = (next: Send) => Send;

/** The first step is the outermost. */
export function compose(steps: readonly Step[], last: Send): Send {
  return steps.reduceRight((next, step) => step(next), last);
}

/** One value of a header that may come several times or not at all. */
export function headerOf(headers: AnswerHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
