import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/**
 * What a generated document puts where: first by `owner.name` or name of the argument or input field, then by its type.
 * Owners are the root field of an argument and the input type of a field. What is optional is given by name, or when all of it is asked for.
 */
export interface Samples {
  readonly byName: Readonly<Record<string, unknown>>;
  readonly byType: Readonly<Record<string, unknown>>;
  /** Gives what is optional too. */
  readonly isComplete?: boolean;
}

export interface GeneratedDocument {
  readonly operation: 'query' | 'mutation';
  readonly field: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A minimal valid document for every root field of the schema: what is required is given, nothing else. */
export function rootDocuments(schema: GraphQLSchema, samples: Samples): GeneratedDocument[] {
  return (['query', 'mutation'] as const).flatMap((operation) => {
    const root = operation === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(root?.getFields() ?? {}).map((field) => toDocument(operation, field, samples));
  });
}

export function rootFieldsOf(schema: GraphQLSchema): string[] {
  return [schema.getQueryType(), schema.getMutationType()].flatMap((root) => Object.keys(root?.getFields() ?? {}));
}

type AnyField = GraphQLField<unknown, unknown>;

function toDocument(operation: 'query' | 'mutation', field: AnyField, samples: Samples): GeneratedDocument {
  const wanted = field.args.filter((arg) => isWanted(field.name, arg, samples));
  const declared = wanted.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const given = wanted.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const head = declared ? `${operation} Generated(${declared})` : `${operation} Generated`;
  const call = given ? `${field.name}(${given})` : field.name;
  const variables = valuesOf(field.name, wanted, samples);
  return { operation, field: field.name, query: `${head} { ${call} ${selectionOf(field.type)} }`, variables };
}

type Input = GraphQLArgument | GraphQLInputField;

function isWanted(owner: string, { name, type, defaultValue }: Input, { byName, isComplete }: Samples): boolean {
  return (
    isComplete || (isNonNullType(type) && defaultValue === undefined) || `${owner}.${name}` in byName || name in byName
  );
}

function valuesOf(owner: string, inputs: readonly Input[], samples: Samples): Record<string, unknown> {
  const { byName } = samples;
  return Object.fromEntries(
    inputs.map(({ name, type }) => {
      const key = [`${owner}.${name}`, name].find((known) => known in byName);
      return [name, key === undefined ? sampleOf(name, type, samples) : byName[key]];
    }),
  );
}

function sampleOf(name: string, type: GraphQLInputType, samples: Samples): unknown {
  if (isNonNullType(type)) return sampleOf(name, type.ofType, samples);
  if (isListType(type)) return [sampleOf(name, type.ofType, samples)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const wanted = type.isOneOf ? fields.slice(0, 1) : fields.filter((field) => isWanted(type.name, field, samples));
    return valuesOf(type.name, wanted, samples);
  }
  if (type.name in samples.byType) return samples.byType[type.name];
  throw new Error(`No sample for ${name}: ${type.name}. Add one, so that the field is covered.`);
}

/** Every scalar of the object, and of the objects in it one step deep; fields with arguments are left out. */
function selectionOf(type: GraphQLOutputType, depth = 0): string {
  const named: GraphQLNamedType = getNamedType(type);
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  const inner = Object.values(named.getFields())
    .filter((field) => field.args.length === 0)
    .flatMap((field) => {
      const target = getNamedType(field.type);
      const isObject = isObjectType(target) || isInterfaceType(target);
      if (!isObject) return [field.name];
      return depth < 2 ? [`${field.name} ${selectionOf(field.type, depth + 1)}`] : [];
    });
  return `{ __typename ${inner.join(' ')} }`;
}
