import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

/** The page on which a type stands; undefined for those that need none. */
export function pageOf(type: GraphQLNamedType): string | undefined {
  if (isSpecifiedScalarType(type) || type.name.startsWith('__')) return undefined;
  if (isEnumType(type)) return 'enums.md';
  if (isInputObjectType(type)) return 'inputs.md';
  return isObjectType(type) ? 'objects.md' : 'other.md';
}

/** A type as it is written in a schema, leading to where it is told. A page of a list leads to what it is a list of. */
export function linkTo(type: GraphQLType): string {
  const named = listed(type as GraphQLOutputType) ?? getNamedType(type);
  const page = pageOf(named);
  return page ? `[\`${String(type)}\`](${page}#${named.name.toLowerCase()})` : `\`${String(type)}\``;
}

/** What a connection is a list of; undefined for any other type. */
export function listed(type: GraphQLOutputType): GraphQLNamedType | undefined {
  const named = getNamedType(type);
  if (!isObjectType(named) || !named.name.endsWith('Connection')) return undefined;
  const { nodes } = named.getFields();
  return nodes && getNamedType(nodes.type);
}
