import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { type GeneratedDocument, rootDocuments, type Samples } from './schema-documents.js';

export interface BadInput {
  readonly name: string;
  /** The root field it is sent to. */
  readonly field: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Values that no leaf of the type takes. */
const WRONG: Readonly<Record<string, readonly unknown[]>> = {
  String: [12, 1.5, true, {}, ['a', 'b'], [null]],
  ID: [1.5, true, {}, ['a', 'b']],
  Int: ['1', 1.5, 2 ** 31, -(2 ** 31) - 1, 1e300, true, {}, ['a']],
  Boolean: ['true', 1, {}, []],
  DateTime: ['yesterday', 5, {}, '2026-01-31', '2026-01-31T10:00:00', '2026-02-30T10:00:00Z', '2026-01-31T24:00:01Z'],
  Date: ['yesterday', 5, {}, '2026-1-31', '2026-02-30', '0000-01-01', '2026-01-31T10:00:00Z'],
  Decimal: [5, 1.5, true, {}, ['1']],
  enum: ['NOPE', 1, {}, '', '__proto__', 'constructor', 'toString'],
};

/** Texts that are well typed, and that something behind the schema could stumble over. */
export const ODD_TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '\uffff',
  '\r\n',
  '\u202e\u2066right to left',
  '👩‍👩‍👧‍👦'.repeat(30),
  'x'.repeat(201),
  'x'.repeat(100_000),
  "'; DROP TABLE users; --",
  "' OR '1'='1",
  '%',
  '\\',
  '%_\\%_\\',
  '{{jndi:ldap://x/a}}',
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  '{"$gt":""}',
  '__proto__',
  'constructor',
  'NaN',
  '00000000-0000-0000-0000-000000000000',
  '"',
  '\u2028\u2029',
];

/** A document for every root field and every way in which one of its values can be of the wrong shape. */
export function illTyped(schema: GraphQLSchema, samples: Samples): BadInput[] {
  return rootDocuments(schema, { ...samples, isComplete: true }).flatMap((document) => [
    ...illTypedValues(schema, document),
    {
      name: `${document.field} beside a field and a variable that do not exist`,
      field: document.field,
      query: document.query.replace('{', '{ nope(a: $b)'),
      variables: {},
    },
  ]);
}

/** A document for every root field with each of its texts replaced by each odd one. */
export function oddTexts(schema: GraphQLSchema, samples: Samples): BadInput[] {
  return rootDocuments(schema, { ...samples, isComplete: true }).flatMap((document) =>
    leavesOf(schema, document)
      .filter(({ type }) => String(type).startsWith('String') || String(type).startsWith('ID'))
      .flatMap(({ path }) =>
        ODD_TEXTS.map((text) => ({
          field: document.field,
          name: `${document.field} ${path.join('.')} = ${JSON.stringify(text.slice(0, 30))}`,
          query: document.query,
          variables: withValue(document.variables, path, text),
        })),
      ),
  );
}

type Path = readonly (string | number)[];

interface Leaf {
  readonly path: Path;
  readonly type: GraphQLInputType;
}

function illTypedValues(schema: GraphQLSchema, document: GeneratedDocument): BadInput[] {
  const { field, query, variables } = document;
  return leavesOf(schema, document).flatMap(({ path, type }) => {
    const inner = isNonNullType(type) ? type.ofType : type;
    const wrong = [...(isNonNullType(type) ? [null] : []), ...wrongValues(inner)];
    return wrong.map((value) => ({
      field,
      name: `${field} ${path.join('.')} = ${JSON.stringify(value)}`,
      query,
      variables: withValue(variables, path, value),
    }));
  });
}

function wrongValues(type: GraphQLInputType): readonly unknown[] {
  if (isNonNullType(type)) return wrongValues(type.ofType);
  if (isListType(type)) return [[null], [[]]];
  if (isInputObjectType(type)) return ['text', 7, [], { nope: 1 }, { ['__proto_']: 1 }];
  if (isEnumType(type)) return WRONG['enum'] ?? [];
  return WRONG[type.name] ?? [];
}

/** Every argument, input object, list and leaf that the document gives a value for. */
function leavesOf(schema: GraphQLSchema, { operation, field, variables }: GeneratedDocument): Leaf[] {
  const root = operation === 'query' ? schema.getQueryType() : schema.getMutationType();
  const args = root?.getFields()[field]?.args ?? [];
  return args.flatMap((arg) => walk(arg.type, variables[arg.name], [arg.name]));
}

function walk(type: GraphQLInputType, value: unknown, path: Path): Leaf[] {
  if (value === undefined) return [];
  const here: Leaf = { path, type };
  const inner = isNonNullType(type) ? type.ofType : type;
  if (isListType(inner) && Array.isArray(value)) return [here, ...walk(inner.ofType, value[0], [...path, 0])];
  if (!isInputObjectType(inner)) return [here];
  const fields = Object.values(inner.getFields());
  const record = value as Readonly<Record<string, unknown>>;
  return [here, ...fields.flatMap((field) => walk(field.type, record[field.name], [...path, field.name]))];
}

function withValue(value: unknown, path: Path, wanted: unknown): Record<string, unknown> {
  return replaced(value, path, wanted) as Record<string, unknown>;
}

function replaced(value: unknown, [key, ...rest]: Path, wanted: unknown): unknown {
  if (key === undefined) return wanted;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? replaced(item, rest, wanted) : item));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: replaced(record[key], rest, wanted) };
}
