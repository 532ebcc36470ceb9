import type { GraphQLSchema } from 'graphql';
import { type AuthChecker, buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import type { Role } from '../shared/caller.js';
import type { Context } from './context.js';
import { applyOneOf } from './one-of.js';
import { limitResolverTime } from './resolver-time.js';
import { DateTime } from './scalars.js';
import { userErrorTypes } from './user-error.js';

type Constructor = abstract new (...args: never[]) => object;

export interface SchemaParts {
  /** Resolvers, built by hand; type-graphql asks for them by their class. */
  readonly resolvers: readonly object[];
  /** Object types that are reached only through an interface. */
  readonly orphanedTypes: readonly Constructor[];
  readonly authChecker: AuthChecker<Context, Role>;
}

export function createSchema(parts: SchemaParts): GraphQLSchema {
  const instances = new Map<unknown, object>(parts.resolvers.map((resolver) => [resolver.constructor, resolver]));
  const schema = buildSchemaSync({
    resolvers: [...instances.keys()] as NonEmptyArray<new () => object>,
    container: { get: (type) => instances.get(type) },
    orphanedTypes: [...userErrorTypes, ...parts.orphanedTypes] as never[],
    authChecker: parts.authChecker,
    // Services check their input as a whole; the automatic answer would send it back, secrets too.
    validate: false,
    scalarsMap: [{ type: Date, scalar: DateTime }],
  });
  applyOneOf(schema);
  limitResolverTime(schema);
  return schema;
}
