import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  print,
} from 'graphql';
import { rolesOf } from '../../graphql/authorization.js';
import { cell, page, table } from './text.js';
import { linkTo, pageOf } from './type-links.js';

const TITLES: Readonly<Record<string, string>> = {
  'objects.md': 'Objects',
  'inputs.md': 'Inputs',
  'enums.md': 'Enumerations',
  'other.md': 'Interfaces, unions and scalars',
};

/** Pages of all types that are not told with the one operation that has them. */
export function typePages(schema: GraphQLSchema, toldElsewhere: ReadonlySet<string>): [file: string, text: string][] {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !toldElsewhere.has(name));
  return Object.entries(TITLES).map(([file, title]) => {
    const here = types.filter((type) => pageOf(type) === file);
    return [file, page(`# ${title}`, ...here.flatMap((type) => sectionOf(schema, type)))];
  });
}

function sectionOf(schema: GraphQLSchema, type: GraphQLNamedType): string[] {
  return [`## ${type.name}`, type.description ?? '', ...bodyOf(schema, type)].filter(Boolean);
}

function bodyOf(schema: GraphQLSchema, type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return valuesOf(type);
  if (isInputObjectType(type))
    return [type.isOneOf ? 'Exactly one of:' : '', ...inputTable(Object.values(type.getFields()))];
  if (isUnionType(type)) return [`One of ${type.getTypes().map(linkTo).join(', ')}.`];
  if (isInterfaceType(type))
    return [...fieldTable(type), `Is one of ${schema.getPossibleTypes(type).map(linkTo).join(', ')}.`];
  return isObjectType(type) ? fieldTable(type) : [];
}

function valuesOf(type: GraphQLEnumType): string[] {
  const rows = type.getValues().map(({ name, description }) => [`\`${name}\``, cell(description)]);
  return table(['value', ''], rows);
}

/** Of an input, or of the arguments of a field. */
export function inputTable(fields: readonly (GraphQLInputField | GraphQLArgument)[]): string[] {
  const rows = fields.map((field) => {
    const ast = field.defaultValue === undefined ? undefined : astFromValue(field.defaultValue, field.type);
    const told = [field.description, ast && `Default: \`${print(ast)}\`.`].filter(Boolean);
    return [`\`${field.name}\``, linkTo(field.type), cell(told.join(' '))];
  });
  return table(['input', 'type', ''], rows);
}

export function fieldTable(type: GraphQLObjectType | GraphQLInterfaceType): string[] {
  const rows = Object.values(type.getFields()).map((field) => [
    `\`${field.name}\`${argumentsOf(field)}`,
    linkTo(field.type),
    cell([field.description, rightOf(field), replacementOf(field)].filter(Boolean).join(' ')),
  ]);
  return table(['field', 'type', ''], rows);
}

function argumentsOf({ args }: GraphQLField<unknown, unknown>): string {
  return args.length === 0 ? '' : ` (${args.map(({ name, type }) => `\`${name}:\` ${linkTo(type)}`).join(', ')})`;
}

function rightOf(field: GraphQLField<unknown, unknown>): string | undefined {
  const roles = rolesOf(field);
  return roles && `For ${roles.join(', ')}.`;
}

function replacementOf({ deprecationReason }: GraphQLField<unknown, unknown>): string | undefined {
  return deprecationReason ? `**Deprecated:** ${deprecationReason}` : undefined;
}
