import { type GraphQLField, type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql';
import { Extensions } from 'type-graphql';
import { Failure, FailureCode } from '../shared/failure.js';

/** Marks a field that waits for ConnectWise, which has a limit of its own and may take longer than our own data. */
export const AsksConnectWise = () => Extensions({ asksConnectWise: true });

export interface ResolverTime {
  readonly ownMs: number;
  readonly connectWiseMs: number;
}

const RESOLVER_TIME: ResolverTime = { ownMs: 10_000, connectWiseMs: 20_000 };

/** No field keeps its caller waiting for ever, whatever it waits for itself. */
export function limitResolverTime(schema: GraphQLSchema, limits = RESOLVER_TIME): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) limit(field, limits);
  }
}

export function asksConnectWise(field: GraphQLField<unknown, unknown>): boolean {
  return field.extensions['asksConnectWise'] === true;
}

function limit(field: GraphQLField<unknown, unknown>, limits: ResolverTime): void {
  const { resolve } = field;
  if (!resolve) return;
  const ms = asksConnectWise(field) ? limits.connectWiseMs : limits.ownMs;
  field.resolve = (...parameters) => {
    const result = resolve(...parameters);
    return result instanceof Promise ? within(result, ms) : result;
  };
}

/** What is late goes on to its end by itself; only nobody waits for it any more. */
function within<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((fulfil, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    // Not with `finally`, which would make two more promises for each row of each page.
    work.then(
      (value) => {
        clearTimeout(timer);
        fulfil(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

function late(): Failure {
  const message = 'This took too long. A change may still have been made: look before you try again.';
  return new Failure({ code: FailureCode.UNAVAILABLE, message, retryAfterSeconds: 5 });
}
