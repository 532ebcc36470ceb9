import type { Json } from '../json.js';
import type { Predicate } from '../query/evaluator.js';
import type { Rendering } from '../store/render.js';
import type { Row } from '../store/table.js';
import type { Form } from './form.js';
import type { Query } from './query.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request that has passed the checks up to the record; the body is there once it was read. */
export interface Call extends Rendering {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly forwardOnly: boolean;
  /** The request's absolute address without its query. */
  readonly address: string;
  /** The API member whose keys were used. */
  readonly caller: string;
  /** The records the role lets the caller see or touch; absent when it is all of them. */
  readonly visible?: Predicate<Row>;
  readonly text: string;
  readonly body: unknown;
  /** The parts of the body, where the operation takes a form. */
  readonly form: Form;
}

export interface Answer {
  readonly status: number;
  readonly body?: Json;
  /** A file instead of a body. */
  readonly file?: { readonly type: string; readonly content: Buffer };
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the call changed data. */
  readonly changed?: boolean;
}

/** One method of an endpoint. The members are asked in the order in which they stand; each may refuse. */
export interface Operation {
  /** Throws when the role forbids the call; answers what the role restricts it to. */
  readonly authorize?: (caller: string) => Predicate<Row> | undefined;
  /** Throws when the record of the path does not exist. */
  readonly find?: (call: Call) => unknown;
  /** The word for the body's object in messages; present when a body is taken. */
  readonly bodyName?: string;
  /** Whether the body is a multipart form instead of JSON. */
  readonly takesForm?: boolean;
  readonly run: (call: Call) => Answer;
}

export interface Endpoint {
  /** Path below `/apis/3.0`; a part in braces whose name ends in `id` is a number. */
  readonly template: string;
  readonly operations: Readonly<Partial<Record<Method, Operation>>>;
  /** The table behind it, for faults that change or distort its records. */
  readonly table?: string;
}
