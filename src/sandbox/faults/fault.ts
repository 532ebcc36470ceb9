import { z } from 'zod';

const count = z.int().min(1).max(1_000_000);

/** Whether the request is handled, and so a write takes effect, although its answer is lost. */
const applied = { applied: z.boolean().default(false) };

/** Everything that can go wrong on demand. Times are milliseconds unless the name says otherwise. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rateLimit'),
    /** `front`: the throttle's own body; `api`: the usual error body; `html`: a page of the front end. */
    body: z.enum(['front', 'api', 'html']).default('front'),
    /** Sent as it is, so that it can be seconds, a date or rubbish; absent leaves the header out. */
    retryAfter: z.union([z.number(), z.string()]).optional(),
    /** Sent as an HTTP date so many seconds from now; wins over `retryAfter`. */
    retryAtSeconds: z.number().optional(),
  }),
  z.strictObject({
    kind: z.literal('serverError'),
    text: z.enum(['timeout', 'pool', 'conversion']).default('timeout'),
    ...applied,
  }),
  z.strictObject({
    kind: z.literal('frontEnd'),
    status: z.union([z.literal(502), z.literal(503), z.literal(504)]).default(502),
    ...applied,
  }),
  z.strictObject({
    kind: z.literal('answer'),
    status: z.int().min(200).max(599),
    body: z.string().default(''),
    headers: z.record(z.string(), z.string()).default({}),
    ...applied,
  }),
  /** Handled when the time is over; with `applied` at once, so that a client that gave up has written all the same. */
  z.strictObject({ kind: z.literal('slow'), delay: z.number().min(0), ...applied }),
  z.strictObject({ kind: z.literal('silent'), ...applied }),
  z.strictObject({ kind: z.literal('drip'), every: z.number().min(1) }),
  z.strictObject({
    kind: z.literal('cut'),
    at: z.enum(['headers', 'body']).default('headers'),
    how: z.enum(['close', 'reset', 'halfClose']).default('close'),
    ...applied,
  }),
  z.strictObject({
    kind: z.literal('body'),
    as: z.enum(['cutJson', 'notJson', 'null', 'empty', 'wrongShape', 'wrapped', 'deep']),
  }),
  z.strictObject({ kind: z.literal('oversized'), megabytes: count }),
  /** With `megabytes` a small answer that unpacks to that size. */
  z.strictObject({ kind: z.literal('gzip'), megabytes: count.optional() }),
  z.strictObject({ kind: z.literal('headers'), count: count.default(20_000) }),
  z.strictObject({
    kind: z.literal('redirect'),
    status: z.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)]).default(302),
    location: z.string(),
  }),
  z.strictObject({ kind: z.literal('codebase'), codebase: z.string().regex(/^v\w+$/) }),
  z.strictObject({ kind: z.literal('extraFields') }),
  /** Without `field` every enumeration of the record is hit. */
  z.strictObject({
    kind: z.literal('unknownEnumeration'),
    field: z.string().optional(),
    value: z.string().default('SomethingNew'),
  }),
  /** Somebody removes the records with the lowest ids, or enters others, just before the request is answered. */
  z.strictObject({ kind: z.literal('drift'), insert: z.int().min(0).default(0), remove: z.int().min(0).default(0) }),
]);

export type Fault = z.output<typeof faultSchema>;

/** Which requests are hit: all that match, after the first `skip`, `times` times. */
export const faultRuleSchema = z.strictObject({
  /** A route template or path below the API's base, `*` standing for anything; absent is every route. */
  route: z.string().optional(),
  method: z.string().toUpperCase().optional(),
  skip: z.int().min(0).default(0),
  /** Null is without end. */
  times: count.nullable().default(1),
  fault: faultSchema,
});

export type FaultRuleInput = z.input<typeof faultRuleSchema>;
export type FaultRule = z.output<typeof faultRuleSchema>;
