import { GraphQLInputObjectType, type GraphQLSchema } from 'graphql';
import type { ClassType } from 'type-graphql';

const oneOfInputs = new Set<string>();

/** Marks an input class of which exactly one field must be given; all its fields are nullable. */
export function OneOf(name: string): (type: ClassType) => void {
  return () => {
    oneOfInputs.add(name);
  };
}

/** type-graphql has no word for `@oneOf`, but graphql enforces it wherever the flag is set. */
export function applyOneOf(schema: GraphQLSchema): void {
  for (const name of oneOfInputs) {
    const type = schema.getType(name);
    if (type instanceof GraphQLInputObjectType) type.isOneOf = true;
  }
}
